import { Type } from '@fastify/type-provider-typebox'
import { mapPage, pageOf } from '../../foundation/database/select-page.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { DRIFT_KINDS, type DriftKind, driftMessage, MENDED } from './drift.ts'
import { DeskError } from '../../foundation/errors.ts'
import {
  DriftId,
  orNull,
  PlatformId,
  Problem,
  SubjectSchema,
  Timestamp,
  Page,
  PageQuery,
  strict,
} from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { findAccountReading, type ListedDrift, listDrifts, summariseDriftDetection } from './list-drifts.ts'
import { restoreDrift, closeDrift } from './resolve-drift.ts'
import { said } from '../../foundation/schemas/said.ts'

const KINDS = Object.keys(DRIFT_KINDS) as DriftKind[]

const DriftReply = Type.Object({
  id: DriftId,
  subject: SubjectSchema,
  accountId: PlatformId,
  handle: orNull(Type.String()),
  reach: orNull(Type.Integer()),
  kind: Type.Enum(KINDS),
  says: said('The drift in words.'),
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

const DriftDetectionReply = Type.Object({
  accounts: Type.Integer({ description: 'The number of protected accounts, which are watched.' }),
  oldestReadAt: orNull(Timestamp, 'The time of the oldest reading. Null: none.'),
  unread: Type.Integer({
    description: 'The number of accounts that could not be read at the last attempt; their state is unknown.',
  }),
  unreadSince: orNull(Timestamp),
  hasOpenDrift: Type.Boolean({ description: 'True when a drift that you may see is open.' }),
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

const params = Type.Object({ driftId: DriftId })
const done204 = { 204: Type.Null(), 404: Problem, 409: Problem }

/** Routes that list drift, and by which one person corrects or closes it. */
export function driftRoutes(app: App, desk: Desk): void {
  const detection = {
    summary: 'Read the state of drift detection for protected accounts',
    querystring: Type.Object({ account: Type.Optional(PlatformId) }, strict),
    response: { 200: DriftDetectionReply },
  }
  app.get('/v1/drift-detection', { schema: detection }, async (request) => {
    const { query } = request
    const summary = await summariseDriftDetection(desk.restoreDb)
    const open = await listDrifts(
      desk.restoreDb,
      { staffId: staffOf(request).id, openOnly: true },
      pageOf({ limit: 1 }),
    )
    const account = query.account === undefined ? undefined : await findAccountReading(desk.restoreDb, query.account)
    return { ...summary, hasOpenDrift: open.items.length > 0, account: account ?? null }
  })
  const list = {
    summary: 'List drift of protected accounts, open drifts first',
    querystring: Type.Object(
      {
        open: Type.Optional(Type.Boolean({ description: 'Only open drifts.' })),
        account: Type.Optional(PlatformId),
        ...PageQuery,
      },
      strict,
    ),
    response: { 200: Page(DriftReply) },
  }
  app.get('/v1/drifts', { schema: list }, async (request) => {
    const { open = false, account } = request.query
    const filter = {
      staffId: staffOf(request).id,
      openOnly: open,
      ...(account !== undefined && { accountId: account }),
    }
    return mapPage(await listDrifts(desk.restoreDb, filter, pageOf(request.query)), toReply)
  })
  const read = { summary: 'Read one drift', params, response: { 200: DriftReply, 404: Problem } }
  app.get('/v1/drifts/:driftId', { schema: read }, async (request) => {
    const { driftId } = request.params
    const filter = { staffId: staffOf(request).id, driftId }
    const [found] = (await listDrifts(desk.restoreDb, filter, pageOf({ limit: 1 }))).items
    if (found === undefined) throw new DeskError('not_found', message('drift.unknown', { driftId: driftId }))
    return toReply(found)
  })
  const up = { summary: 'Correct a drift at once, through the platform', params, response: done204 }
  app.post('/v1/drifts/:driftId/bring-up', { schema: up }, async (request, reply) => {
    await restoreDrift(desk, { driftId: request.params.driftId, by: staffOf(request) })
    return reply.code(204).send(null)
  })
  const body = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 2_000 }) }, strict)
  const close = { summary: 'Close a drift', params, body, response: { ...done204, 400: Problem } }
  app.post('/v1/drifts/:driftId/close', { schema: close }, async (request, reply) => {
    const { reason } = request.body
    await closeDrift(desk, { driftId: request.params.driftId, by: staffOf(request), reason })
    return reply.code(204).send(null)
  })
}

const toReply = (found: ListedDrift) => ({
  ...found,
  subject: parseSubjectKey(found.subject),
  says: driftMessage(found.kind),
  mends: MENDED.includes(found.kind),
})
