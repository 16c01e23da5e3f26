import { type FastifyPluginCallbackTypebox, Type } from '@fastify/type-provider-typebox'
import type { Desk } from '../../policy/desk.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { FINDINGS, type FindingKind, MENDED } from './finding.ts'
import { DeskError } from '../../foundation/errors.ts'
import {
  FindingId,
  orNull,
  PAGE_SIZE_DEFAULT,
  PlatformId,
  Problem,
  SubjectSchema,
  Timestamp,
  PageQuery,
} from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { findWatchedAccount, type ListedFinding, listFindings, summariseWatch } from './list-findings.ts'
import { bringUpFound, closeFinding } from './see-to-finding.ts'
import { toIso } from '../../foundation/time/to-iso.ts'

const strict = { additionalProperties: false }
const KINDS = Object.keys(FINDINGS) as FindingKind[]

const FindingReply = Type.Object({
  id: FindingId,
  subject: SubjectSchema,
  accountId: PlatformId,
  handle: orNull(Type.String()),
  reach: orNull(Type.Integer()),
  kind: Type.Enum(KINDS),
  says: Type.String({ description: 'The finding in words.' }),
  was: orNull(Type.String()),
  isNow: orNull(Type.String()),
  answer: Type.Enum(['brought_up', 'told'], {
    description: 'brought_up: the desk is correcting it. told: people must correct it.',
  }),
  mends: Type.Boolean({
    description: 'True when it can be corrected from here; it ends when the platform shows the correction.',
  }),
  foundAt: Timestamp,
  times: Type.Integer(),
  lastAt: Timestamp,
  endedAt: orNull(Timestamp, 'The time at which the platform showed the correction. Null: not yet.'),
  closedBy: orNull(Type.String()),
  closedAt: orNull(Timestamp),
  closeReason: orNull(Type.String()),
})

const WatchReply = Type.Object({
  accounts: Type.Integer({ description: 'The number of protected accounts, which are watched.' }),
  oldestReadAt: orNull(Timestamp, 'The time of the oldest reading. Null: none.'),
  unread: Type.Integer({
    description: 'The number of accounts that could not be read at the last attempt; their state is unknown.',
  }),
  unreadSince: orNull(Timestamp),
  account: orNull(
    Type.Object({
      readAt: orNull(Timestamp),
      visit: orNull(
        Type.Enum(['shown', 'not_shown', 'unknown']),
        'The result for a visitor. Null: there is no page to visit.',
      ),
      unreadSince: orNull(Timestamp),
      unreadWhy: orNull(Type.String()),
    }),
    'The requested account. Null: it is not protected, or none was requested.',
  ),
})

const params = Type.Object({ findingId: FindingId })
const done204 = { 204: Type.Null(), 404: Problem, 409: Problem }

/** Routes that list drift, and by which one person corrects or closes it. */
export const watchRoutes =
  (desk: Desk): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const watch = {
      summary: 'Read the state of drift detection for protected accounts',
      querystring: Type.Object({ account: Type.Optional(PlatformId) }, strict),
      response: { 200: WatchReply },
    }
    app.get('/v1/watch', { schema: watch }, async ({ query }) => {
      const { oldestReadAt, unreadSince, ...counts } = await summariseWatch(desk.restoreDb)
      const account = query.account === undefined ? undefined : await findWatchedAccount(desk.restoreDb, query.account)
      const times = { oldestReadAt: toIso(oldestReadAt), unreadSince: toIso(unreadSince) }
      const told = account && { ...account, readAt: toIso(account.readAt), unreadSince: toIso(account.unreadSince) }
      return { ...counts, ...times, account: told ?? null }
    })
    const list = {
      summary: 'List drift of protected accounts, open findings first',
      querystring: Type.Object(
        {
          open: Type.Optional(Type.Boolean({ description: 'Only open findings.' })),
          account: Type.Optional(PlatformId),
          limit: PageQuery.limit,
        },
        strict,
      ),
      response: { 200: Type.Object({ items: Type.Array(FindingReply) }) },
    }
    app.get('/v1/findings', { schema: list }, async (request) => {
      const { open = false, account, limit = PAGE_SIZE_DEFAULT } = request.query
      const filter = {
        staffId: staffOf(request).id,
        openOnly: open,
        ...(account !== undefined && { accountId: account }),
      }
      return { items: (await listFindings(desk.restoreDb, { ...filter, limit })).map(toReply) }
    })
    const read = { summary: 'Read one drift finding', params, response: { 200: FindingReply, 404: Problem } }
    app.get('/v1/findings/:findingId', { schema: read }, async (request) => {
      const { findingId } = request.params
      const [found] = await listFindings(desk.restoreDb, { staffId: staffOf(request).id, findingId, limit: 1 })
      if (found === undefined) throw new DeskError('not_found', message('drift.unknown', { driftId: findingId }))
      return toReply(found)
    })
    const up = { summary: 'Correct a drift finding at once, through the platform', params, response: done204 }
    app.post('/v1/findings/:findingId/bring-up', { schema: up }, async (request, reply) => {
      await bringUpFound(desk, { findingId: request.params.findingId, by: staffOf(request) })
      return reply.code(204).send(null)
    })
    const body = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 2_000 }) }, strict)
    const close = { summary: 'Close a drift finding', params, body, response: { ...done204, 400: Problem } }
    app.post('/v1/findings/:findingId/close', { schema: close }, async (request, reply) => {
      const { reason } = request.body
      await closeFinding(desk, { findingId: request.params.findingId, by: staffOf(request), reason })
      return reply.code(204).send(null)
    })
    done()
  }

const toReply = (found: ListedFinding) => ({
  ...found,
  subject: parseSubjectKey(found.subject),
  says: FINDINGS[found.kind].says,
  mends: MENDED.includes(found.kind),
  foundAt: found.foundAt.toISOString(),
  lastAt: found.lastAt.toISOString(),
  endedAt: toIso(found.endedAt),
  closedAt: toIso(found.closedAt),
})
