import { Type } from 'typebox'
import { mapPage, pageOf } from '../../foundation/database/select-page.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { PUBLIC_INTEREST_TAGS } from '../../policy/requirements/protected.ts'
import { Page, PageQuery, strict } from '../../foundation/schemas/schemas.ts'
import { listElectionWindowPage, WindowReply } from './list-election-windows.ts'

/** The route that lists election windows, in which an act of one person alone ends after 15 minutes. */
export function electionRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'List election windows that are proposed, coming or open',
    description:
      'While a window is open, an action of one person alone on its accounts ends after 15 minutes instead of an hour, unless a second person confirms it. This covers interim measures and contents hidden because of a document. POST /v1/changes opens a window (election_window) and closes it early (election_window_end).',
    querystring: Type.Object(PageQuery, strict),
    response: { 200: Page(WindowReply) },
  }
  app.get('/v1/election-windows', { schema }, async ({ query }) =>
    mapPage(await listElectionWindowPage(desk.db, pageOf(query)), ({ tags, ...window }) => ({
      ...window,
      tags: PUBLIC_INTEREST_TAGS.filter((tag) => tags.includes(tag)),
    })),
  )
}
