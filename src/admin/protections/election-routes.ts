import { Type } from 'typebox'
import { mapPage, pageOf } from '../../foundation/database/select-page.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { PUBLIC_INTEREST_TAGS } from '../../policy/requirements/protected.ts'
import { ChangeId, orNull, PlatformId, Timestamp, Page, PageQuery, strict } from '../../foundation/schemas/schemas.ts'
import { listElectionWindowPage, WINDOW_STATES } from './list-election-windows.ts'

const WindowReply = Type.Object({
  id: ChangeId,
  state: Type.Enum([...WINDOW_STATES], {
    description: 'asked: a second person must agree. coming: two people agreed. open: in force now.',
  }),
  from: Timestamp,
  until: Timestamp,
  accounts: Type.Array(Type.Object({ id: PlatformId, handle: orNull(Type.String()) })),
  tags: Type.Array(Type.Enum([...PUBLIC_INTEREST_TAGS]), {
    description: 'The tags: every account with one of them is covered.',
  }),
  reason: Type.String(),
  closing: orNull(ChangeId, 'The change that closes it before its end. Null: none is asked for.'),
  closesAt: orNull(Timestamp, 'The time at which that change takes effect. Null: it waits for a second person.'),
})

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
