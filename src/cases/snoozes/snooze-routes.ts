import { type Static, Type } from 'typebox'
import { pageOf } from '../../foundation/database/select-page.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { actorKey, parseSubjectKey } from '../../foundation/domain.ts'
import {
  CaseId,
  orNull,
  Problem,
  SnoozeId,
  SubjectSchema,
  Timestamp,
  Page,
  PageQuery,
  strict,
  GivenTime,
} from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { nameActors } from '../../people/staff/name-actors.ts'
import { readTime } from '../../foundation/time/read-time.ts'
import { endSnooze, snoozeCase } from './snooze-case.ts'
import { listSnoozes, type Snooze } from './snooze-queries.ts'

const Reason = Type.String({ pattern: '\\S', maxLength: 2_000 })

const SnoozeReply = Type.Object({
  id: SnoozeId,
  caseId: CaseId,
  subject: SubjectSchema,
  until: Timestamp,
  reason: Type.String(),
  by: Type.String(),
  madeAt: Timestamp,
  endedAt: orNull(Timestamp),
  how: orNull(
    Type.Enum(['passed', 'ended'], {
      description: 'passed: the case came back by itself, at its time or because it became urgent.',
    }),
  ),
  endedBy: orNull(Type.String()),
})

/** Routes of snoozes: cases that wait until a time. */
export function snoozeRoutes(app: App, desk: Desk): void {
  const snooze = {
    summary: 'Snooze a case that you hold until a time',
    description:
      'The snooze ends by the time the case is due, and before a legal deadline is near. Your claim ends. 409: you do not hold the case, it is due earlier, or a child or a life may be in danger.',
    params: Type.Object({ caseId: CaseId }),
    body: Type.Object({ until: GivenTime, reason: Reason }, strict),
    response: { 201: SnoozeReply, 400: Problem, 403: Problem, 404: Problem, 409: Problem },
  }
  app.post('/v1/cases/:caseId/snoozes', { schema: snooze }, async (request, reply) => {
    const { until, reason } = request.body
    const { caseId } = request.params
    const made = await snoozeCase(desk, { caseId, by: staffOf(request), until: readTime(until, 'until'), reason })
    const [told] = await toReplies(desk, [made])
    if (told === undefined) throw new Error(`the snooze ${made.id} is not there`)
    return reply.code(201).send(told)
  })

  const list = {
    summary: 'List active snoozes of cases that you may open, or all snoozes of one case',
    querystring: Type.Object({ case: Type.Optional(CaseId), ...PageQuery }, strict),
    response: { 200: Page(SnoozeReply) },
  }
  app.get('/v1/snoozes', { schema: list }, async (request) => {
    const filter = { caseId: request.query.case, staffId: staffOf(request).id }
    const { items, nextCursor } = await listSnoozes(desk.db, filter, pageOf(request.query))
    return { items: await toReplies(desk, items), nextCursor }
  })

  const end = {
    summary: 'End a snooze: the case returns to its queue',
    params: Type.Object({ snoozeId: SnoozeId }),
    response: {
      204: Type.Null({ description: 'The case is back in its queue.' }),
      403: Problem,
      404: Problem,
      409: Problem,
    },
  }
  app.post('/v1/snoozes/:snoozeId/end', { schema: end }, async (request, reply) => {
    await endSnooze(desk, request.params.snoozeId, staffOf(request))
    return reply.code(204).send(null)
  })
}

async function toReplies({ db }: Pick<Desk, 'db'>, found: readonly Snooze[]): Promise<Static<typeof SnoozeReply>[]> {
  const keyOf = (staffId: string) => actorKey({ kind: 'staff', id: staffId })
  const people = found.flatMap(({ madeBy, endedBy }) => [madeBy, ...(endedBy === null ? [] : [endedBy])])
  const name = await nameActors(db, people.map(keyOf))
  return found.map(({ madeBy, subject, endedAt, endedBy, ...told }) => ({
    ...told,
    subject: parseSubjectKey(subject),
    by: name(keyOf(madeBy)),
    endedAt: endedAt ?? null,
    endedBy: endedBy === null ? null : name(keyOf(endedBy)),
  }))
}
