import { type Static, Type } from 'typebox'
import { CATEGORIES } from '../../foundation/domain.ts'
import {
  CaseId,
  CaseOpeningId,
  orNull,
  PlatformId,
  Problem,
  SubjectSchema,
  strict,
} from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { requireCanonical } from '../../people/access/ids-of-key.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { type FoundSubject, lookUpSubjects } from './look-up-subjects.ts'
import { openOwnCase } from './open-own-case.ts'
import { OPENED_A_DAY_MAX, OPENING_SOURCES } from './opening-queries.ts'
import { READS_A_MINUTE_MAX, SubjectReads } from './subject-reads.ts'

const OpeningBody = Type.Object(
  {
    subject: SubjectSchema,
    category: Type.Enum(CATEGORIES, { description: 'The category that leads the case to its queue.' }),
    source: Type.Enum([...OPENING_SOURCES], { description: 'The origin of the information, such as the press.' }),
    reason: Type.String({ pattern: '\\S', maxLength: 2_000, description: 'The reason, which its reviewers see.' }),
    reference: Type.Optional(
      Type.String({
        pattern: '\\S',
        maxLength: 200,
        description: 'The reference of a document, such as a file number.',
      }),
    ),
  },
  strict,
)
const OpeningReply = Type.Object({
  caseId: CaseId,
  openingId: CaseOpeningId,
  opened: Type.Boolean({ description: 'False: the subject had an open case, and your reason was added to it.' }),
  mayOpen: Type.Boolean({ description: 'False: the case needs a clearance that you lack.' }),
})

const Found = Type.Object({
  subject: SubjectSchema,
  accountId: PlatformId,
  handle: orNull(Type.String()),
  displayName: orNull(Type.String()),
  reach: orNull(Type.Integer({ description: 'The highest of 180 days. Null: unknown.' })),
  protected: Type.Boolean(),
  excerpt: orNull(
    Type.String({ description: 'The beginning of a content. Null: an account, or a text that you may not see.' }),
  ),
  openCaseId: orNull(CaseId, 'The case about it that is open. Null: none, or none at your place of work.'),
})
export const LookupReply = Type.Object({ items: Type.Array(Found) })
export type LookupReply = Static<typeof LookupReply>

/** Routes by which a person opens a case about a subject that no report is about. */
export function openingRoutes(app: App, desk: Desk): void {
  const reads = new SubjectReads(desk)
  const lookup = {
    summary: 'Look up an account or a content by handle, id or address',
    description: `Finds those that you may see, and reads from the platform what the desk does not know. 429: the platform was read ${READS_A_MINUTE_MAX} times for you within a minute. 503: the platform could not be asked.`,
    body: Type.Object({ name: Type.String({ minLength: 1, maxLength: 1_000 }) }, strict),
    response: { 200: LookupReply, 400: Problem, 403: Problem, 429: Problem, 503: Problem },
  }
  app.post('/v1/subject-lookups', { schema: lookup }, async (request) => {
    const found = await lookUpSubjects(desk.db, reads, request.body.name, staffOf(request).id)
    return { items: found.map(toFound) }
  })

  const open = {
    summary: 'Open a case about an account or a content yourself',
    description: `It waits in the queue of its category and passes the same guards as every case. You may decide it, but not approve an enforcement in it as the second person. 404: the platform has no such subject. 429: you opened ${OPENED_A_DAY_MAX} cases within 24 hours, and leads are alerted; or the platform was read ${READS_A_MINUTE_MAX} times for you within a minute.`,
    body: OpeningBody,
    response: { 201: OpeningReply, 400: Problem, 403: Problem, 404: Problem, 429: Problem, 503: Problem },
  }
  app.post('/v1/cases', { schema: open }, async (request, reply) => {
    const { reason, reference, ...rest } = request.body
    requireCanonical(rest.subject.id, 'subject/id')
    const said = { reason: reason.trim(), reference: reference?.trim() ?? null }
    return reply.code(201).send(await openOwnCase(desk, reads, { ...rest, ...said, by: staffOf(request) }))
  })
}

const toFound = ({ kind, id, ...found }: FoundSubject): Static<typeof Found> => ({ ...found, subject: { kind, id } })
