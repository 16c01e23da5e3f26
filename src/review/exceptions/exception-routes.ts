import { type Static, Type } from 'typebox'
import { pageOf } from '../../foundation/database/select-page.ts'
import { AssessmentBody } from '../../enforcement/approve/approval-routes.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { parseSubjectKey, staffKey } from '../../foundation/domain.ts'
import {
  CaseId,
  ExceptionId,
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
import { nameActors } from '../../people/staff/name-actors.ts'
import { endException } from './end-exception.ts'
import {
  countExceptions,
  type Exception,
  type ExceptionCount,
  listExceptions,
  listKeptFrom,
} from './exception-queries.ts'

const REASON_LENGTH_MAX = 1_800

/** The note on fields that a person sees only after their independent review. */
const LATER = 'Null: told once you have said what you make of what waits on the same account.'

const ExceptionReply = Type.Object({
  id: ExceptionId,
  decisionId: Type.String(),
  caseId: CaseId,
  subject: SubjectSchema,
  accountId: orNull(PlatformId),
  policyId: Type.String({ description: 'The policy that the content violates.' }),
  assessment: orNull({ ...AssessmentBody, description: LATER }),
  proposedBy: orNull(Type.String({ description: LATER })),
  agreedBy: orNull(Type.String({ description: LATER })),
  agreedAt: Timestamp,
  reviewBy: Timestamp,
  overdue: Type.Boolean({ description: 'True when it is active and its review is overdue.' }),
  endedBy: orNull(Type.String()),
  endedAt: orNull(Timestamp),
  endReason: orNull(Type.String()),
})

const counted = {
  standing: Type.Integer(),
  overdue: Type.Integer({ description: 'The number of active exceptions whose review is overdue.' }),
  ended: Type.Integer(),
}
const Counts = Type.Object({
  ...counted,
  byPolicy: Type.Array(Type.Object({ policyId: Type.String(), ...counted })),
})

const ExceptionQuery = Type.Object(
  {
    ...PageQuery,
    overdue: Type.Optional(Type.Boolean({ description: 'Only overdue exceptions, or only the others.' })),
    ended: Type.Optional(Type.Boolean({ description: 'True for ended exceptions instead of active ones.' })),
  },
  strict,
)

/** Routes that list newsworthy exceptions and those due for review, and end them. */
export function exceptionRoutes(app: App, desk: Desk): void {
  const list = {
    summary: 'List newsworthy exceptions, earliest review first',
    description: 'Lists exceptions of cases that you may open. Ended ones are listed separately.',
    querystring: ExceptionQuery,
    response: { 200: Type.Object({ ...Page(ExceptionReply).properties, counts: Counts }) },
  }
  app.get('/v1/newsworthy-exceptions', { schema: list }, async (request) => {
    const { overdue, ended = false } = request.query
    const { id } = staffOf(request)
    const { items, nextCursor } = await listExceptions(desk.db, id, { overdue, ended }, pageOf(request.query))
    const counts = toCounts(await countExceptions(desk.db, id))
    return { items: await toReplies(desk, items, id), nextCursor, counts }
  })

  const end = {
    summary: 'End a newsworthy exception: its case is decided again',
    params: Type.Object({ exceptionId: ExceptionId }),
    body: Type.Object({ reason: Type.String({ minLength: 1, maxLength: REASON_LENGTH_MAX }) }, strict),
    response: { 200: ExceptionReply, 400: Problem, 403: Problem, 404: Problem, 409: Problem },
  }
  app.post('/v1/newsworthy-exceptions/:exceptionId/end', { schema: end }, async (request, reply) => {
    const { exceptionId } = request.params
    const staffId = staffOf(request).id
    const ended = await endException(desk, { exceptionId, staffId, ...request.body })
    const [answer] = await toReplies(desk, [ended], staffId)
    if (answer === undefined) throw new Error(`${exceptionId} was ended and can not be told`)
    return reply.send(answer)
  })
}

/** Returns exceptions with pseudonyms, without the people whose proposals this person is to review independently. */
async function toReplies(
  { db }: Desk,
  exceptions: readonly Exception[],
  staffId: string,
): Promise<Static<typeof ExceptionReply>[]> {
  const people = exceptions.flatMap(({ proposedBy, agreedBy, endedBy }) => [proposedBy, agreedBy, endedBy])
  const keyOf = (id: string) => staffKey(id)
  const name = await nameActors(
    db,
    people.flatMap((id) => (id === null ? [] : [keyOf(id)])),
  )
  const ids = exceptions.map(({ id }) => id)
  const listHiddenActors = await listKeptFrom(db, staffId, ids)
  return exceptions.map(({ assessment, proposedBy, agreedBy, endedBy, endReason, ...one }) => {
    const isKept = (id: string | null) => id === null || listHiddenActors.get(one.id)?.has(keyOf(id)) === true
    const findName = (id: string | null) => (id === null || isKept(id) ? null : name(keyOf(id)))
    return {
      ...one,
      subject: parseSubjectKey(one.subject),
      assessment: isKept(proposedBy) ? null : assessment,
      proposedBy: findName(proposedBy),
      agreedBy: findName(agreedBy),
      endedBy: findName(endedBy),
      endReason: isKept(endedBy) ? null : endReason,
    }
  })
}

function toCounts(byPolicy: ExceptionCount[]): Static<typeof Counts> {
  const sumOf = (member: keyof typeof counted) => byPolicy.reduce((sum, count) => sum + count[member], 0)
  return { standing: sumOf('standing'), overdue: sumOf('overdue'), ended: sumOf('ended'), byPolicy }
}
