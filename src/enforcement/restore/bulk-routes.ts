import { Type } from 'typebox'
import type { App, Desk } from '../../policy/desk.ts'
import { type StaffCaller, staffKey } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { readTime } from '../../foundation/time/read-time.ts'
import { DeskError } from '../../foundation/errors.ts'
import { BulkRestoreId, Problem, Timestamp, strict, GivenTime } from '../../foundation/schemas/schemas.ts'
import { SignatureBody } from '../../people/signatures/signature-body.ts'
import { staffOf } from '../../people/access/caller.ts'
import { nameActors } from '../../people/staff/name-actors.ts'
import { type BulkRestore, findBulkRestore, readProgress, findTwoPeopleReasons } from './bulk-queries.ts'
import { previewBulkRestore, startBulkRestore } from './bulk-restore.ts'
import { twoPeopleMessage } from './restore-rule.ts'
import { said } from '../../foundation/schemas/said.ts'

const PreviewBody = Type.Object(
  {
    by: Type.Object(
      {
        kind: Type.Enum(['staff', 'key', 'source', 'bulk_action'], {
          description:
            'staff: the proposals of a person. key: the results of its reports. source: the enforcements of a source. bulk action: those of a bulk action.',
        }),
        id: Type.String({
          minLength: 1,
          maxLength: 64,
          description: 'A pseudonym or staff_1, key_1, a source such as person, or a source of automation.',
        }),
      },
      strict,
    ),
    since: GivenTime,
    until: Type.Optional(GivenTime),
  },
  strict,
)
const StartBody = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 2_000 }), signature: Type.Optional(SignatureBody) },
  {
    additionalProperties: false,
    description: 'A second person who starts it signs the text that POST /v1/signings prepares as restore_second.',
  },
)
const timeOrNull = Type.Union([Timestamp, Type.Null()])
const count = Type.Integer({ minimum: 0 })

const BulkReply = Type.Object({
  id: BulkRestoreId,
  by: Type.Object({ kind: Type.String(), id: Type.String({ description: 'The id; for people the pseudonym.' }) }),
  since: Timestamp,
  until: Timestamp,
  enforcements: count,
  reach: Type.Integer({ description: 'The sum of the reach of the accounts concerned, each account counted once.' }),
  needsTwo: Type.Union([said('Why two people must start it, one after the other.'), Type.Null()]),
  askedBy: Type.Union([Type.String({ description: 'Who of the two was first.' }), Type.Null()]),
  previewedAt: Timestamp,
  startedAt: timeOrNull,
  doneAt: timeOrNull,
  progress: Type.Object({ waiting: count, restoring: count, restored: count, stopped: count, skipped: count }),
})

/** Routes that undo everything that one person, key or source caused since a time: preview, start and progress. */
export function bulkRestoreRoutes(app: App, desk: Desk): void {
  const preview = {
    summary: 'Prepare a bulk restore: fix its set and count it',
    body: PreviewBody,
    response: { 201: BulkReply },
  }
  app.post('/v1/restores', { schema: preview }, async (request, reply) => {
    const { by, since, until } = request.body
    const scope = {
      byKind: by.kind,
      byId: by.id,
      since: readTime(since, 'since'),
      until: until === undefined ? undefined : readTime(until, 'until'),
    }
    if (scope.until !== undefined && scope.until < scope.since) {
      throw invalidField('until', message('field.notBefore', { other: 'since' }))
    }
    const caller = staffOf(request)
    const bulk = await previewBulkRestore(desk, scope, caller)
    return reply.code(201).send(await bulkReply(desk, bulk, caller))
  })

  const params = Type.Object({ restoreId: BulkRestoreId })
  const read = { summary: 'Read the progress of a bulk restore', params, response: { 200: BulkReply, 404: Problem } }
  app.get('/v1/restores/:restoreId', { schema: read }, async (request) => {
    const { restoreId } = request.params
    const bulk = await findBulkRestore(desk.restoreDb, restoreId)
    if (bulk === undefined) throw new DeskError('not_found', message('restore.unknown', { restoreId }))
    return bulkReply(desk, bulk, staffOf(request))
  })

  const start = {
    summary: 'Start a prepared bulk restore',
    params,
    body: StartBody,
    response: { 202: BulkReply, 403: Problem, 404: Problem },
  }
  app.post('/v1/restores/:restoreId/start', { schema: start }, async (request, reply) => {
    const { restoreId } = request.params
    const by = staffOf(request)
    const bulk = await startBulkRestore(desk, { bulkId: restoreId, by, ...request.body })
    return reply.code(202).send(await bulkReply(desk, bulk, by))
  })
}

async function bulkReply(desk: Desk, bulk: BulkRestore, caller: StaffCaller) {
  const spanMs = bulk.previewedAt.getTime() - bulk.since.getTime()
  const askedBy = bulk.askedBy === null ? null : staffKey(bulk.askedBy)
  const name = await nameActors(desk.restoreDb, askedBy === null ? [] : [askedBy])
  const because = await findTwoPeopleReasons(desk.restoreDb, bulk, caller.id, spanMs)
  return {
    id: bulk.id,
    by: { kind: bulk.byKind, id: bulk.byName },
    since: bulk.since,
    until: bulk.until,
    enforcements: bulk.enforcementCount,
    reach: bulk.reachSum,
    needsTwo: because === undefined ? null : twoPeopleMessage(because),
    askedBy: askedBy === null ? null : name(askedBy),
    previewedAt: bulk.previewedAt,
    startedAt: bulk.startedAt,
    doneAt: bulk.doneAt,
    progress: await readProgress(desk.restoreDb, bulk.id),
  }
}
