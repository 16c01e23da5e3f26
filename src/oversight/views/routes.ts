import { Type } from 'typebox'
import { mapPage, pageOf } from '../../foundation/database/select-page.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { parseSubjectKey, SUBJECT_KEY_LENGTH_MAX, SUBJECT_KEY_PATTERN } from '../../foundation/domain.ts'
import { readTime } from '../../foundation/time/read-time.ts'
import {
  orNull,
  Page,
  Problem,
  SubjectSchema,
  Timestamp,
  PageQuery,
  strict,
  GivenTime,
} from '../../foundation/schemas/schemas.ts'
import { findStaffId } from '../../people/staff/queries.ts'
import { type FoundView, listViews } from './list-views.ts'
import { VIEW_KINDS } from '../../policy/stage/view.ts'

const STAFF_LENGTH_MAX = 64

const ViewReply = Type.Object({
  id: Type.String(),
  staff: Type.String({ description: 'The pseudonym of the viewer.' }),
  kind: Type.Enum([...VIEW_KINDS]),
  subject: orNull(SubjectSchema),
  accountId: orNull(Type.String()),
  caseId: orNull(Type.String()),
  enforcementId: orNull(Type.String()),
  mediaId: orNull(Type.String({ description: 'The picture, film or sound that was asked for.' })),
  reason: orNull(Type.String()),
  words: orNull(Type.String({ description: 'What was searched for.' })),
  inCase: Type.Boolean({ description: 'True when the viewer held a case about it or was asked about it.' }),
  shown: Type.Integer({ description: 'The number of entries in the list.' }),
  at: Timestamp,
})

const ViewQuery = Type.Object(
  {
    ...PageQuery,
    staff: Type.Optional(
      Type.String({ minLength: 1, maxLength: STAFF_LENGTH_MAX, description: 'An id or a pseudonym.' }),
    ),
    subject: Type.Optional(
      Type.String({
        pattern: SUBJECT_KEY_PATTERN,
        maxLength: SUBJECT_KEY_LENGTH_MAX,
        description: 'The subject, such as content:t12, or account:8821 for everything that belongs to the account.',
      }),
    ),
    kind: Type.Optional(Type.Enum([...VIEW_KINDS])),
    since: Type.Optional(GivenTime),
    until: Type.Optional(GivenTime),
  },
  strict,
)

/** Shows to auditors who saw what. */
export function auditRoutes(app: App, desk: Desk): void {
  const list = {
    summary: 'List recorded views, newest first',
    description: 'Views of the last second may be missing.',
    querystring: ViewQuery,
    response: { 200: Page(ViewReply), 404: Problem },
  }
  app.get('/v1/views', { schema: list }, async (request) => {
    const { staff, subject, kind, since, until } = request.query
    const filter = {
      ...(staff === undefined ? {} : { staffId: await findStaffId(desk.db, staff) }),
      ...(subject === undefined ? {} : { subject }),
      ...(kind === undefined ? {} : { kind }),
      ...(since === undefined ? {} : { since: readTime(since, 'since') }),
      ...(until === undefined ? {} : { until: readTime(until, 'until') }),
    }
    return mapPage(await listViews(desk.db, filter, pageOf(request.query)), toReply)
  })
}

const toReply = ({ subject, ...view }: FoundView) => ({
  ...view,
  subject: subject === null ? null : parseSubjectKey(subject),
})
