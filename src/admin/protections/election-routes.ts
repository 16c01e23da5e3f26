import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Desk } from '../../policy/desk.ts'
import { PUBLIC_INTEREST_TAGS } from '../../policy/requirements/protected.ts'
import { ChangeId, orNull, PlatformId, Timestamp } from '../../foundation/schemas/schemas.ts'
import { toIso } from '../../foundation/time/to-iso.ts'
import { listElectionWindows, WINDOW_STATES } from './list-election-windows.ts'

const WindowReply = Type.Object({
  id: ChangeId,
  state: Type.Enum([...WINDOW_STATES], {
    description: 'asked: a second person must agree. coming: two people agreed. open: it is in force now.',
  }),
  from: Timestamp,
  until: Timestamp,
  accounts: Type.Array(Type.Object({ id: PlatformId, handle: orNull(Type.String()) })),
  tags: Type.Array(Type.Enum([...PUBLIC_INTEREST_TAGS]), {
    description: 'It covers each account that has one of them.',
  }),
  reason: Type.String(),
  closing: orNull(ChangeId, 'The change that closes it before its end. Null: none is asked for.'),
  closesAt: orNull(Timestamp, 'When that change takes effect. Null: it waits for a second person.'),
})

/** Lists the times in which what one person does alone ends after 15 minutes. */
export const electionRoutes =
  (desk: Desk): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const schema = {
      summary: 'Election windows that are asked for, coming or open',
      description:
        'Open, a window ends what one person does alone on its accounts after 15 minutes instead of an hour unless a second person confirms it: an interim measure, and a content hidden because of a document. POST /v1/changes opens one (election_window) and closes it early (election_window_end).',
      response: { 200: Type.Object({ items: Type.Array(WindowReply) }) },
    }
    app.get('/v1/election-windows', { schema }, async () => ({
      items: (await listElectionWindows(desk.db)).map(({ from, until, tags, closesAt, ...window }) => ({
        ...window,
        from: from.toISOString(),
        until: until.toISOString(),
        tags: PUBLIC_INTEREST_TAGS.filter((tag) => tags.includes(tag)),
        closesAt: toIso(closesAt),
      })),
    }))
    done()
  }
