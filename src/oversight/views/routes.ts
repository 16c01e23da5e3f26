import { type Static, Type } from 'typebox'
import { mapPage, pageOf, type PageOf, type PageRequest } from '../../foundation/database/select-page.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { parseSubjectKey, SUBJECT_KEY_LENGTH_MAX, SUBJECT_KEY_PATTERN, subjectKey } from '../../foundation/domain.ts'
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
import { type FoundView, hasMoreViews, listViews, ROUTINE_VIEWS, type ViewFilter } from './list-views.ts'
import { Reason } from './request-view-reason.ts'
import { type Export, EXPORT_RULES, exportedAs, ExportFormat, sendExport } from './send-export.ts'
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

const VIEW_FILTER = {
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
  routine: Type.Optional(
    Type.Enum(['true', 'false'], {
      default: 'true',
      description: `false: without the kinds that ordinary work causes all day: ${ROUTINE_VIEWS.join(', ')}. Views with a reason, exports too, are always among the others.`,
    }),
  ),
}
const FilterQuery = Type.Object(VIEW_FILTER)
type FilterQuery = Static<typeof FilterQuery>
type View = Static<typeof ViewReply>

/** Shows to auditors who saw what. */
export function auditRoutes(app: App, desk: Desk): void {
  const list = {
    summary: 'List recorded views, newest first',
    description: 'Views of the last second may be missing.',
    querystring: Type.Object({ ...VIEW_FILTER, ...PageQuery }, strict),
    response: { 200: Page(ViewReply), 404: Problem },
  }
  app.get('/v1/views', { schema: list }, async (request) => readViews(desk, request.query, pageOf(request.query)))

  const file = {
    summary: 'Export recorded views, newest first',
    description: `The views of GET /v1/views with the same filter. ${EXPORT_RULES}`,
    querystring: Type.Object({ ...VIEW_FILTER, format: ExportFormat, reason: Reason }, strict),
    response: { ...exportedAs(ViewReply), 404: Problem },
  }
  app.get('/v1/view-exports', { schema: file }, (request, reply) => {
    const { format, reason, ...filter } = request.query
    return sendExport(
      desk,
      { request, reply },
      {
        ...{ name: 'access-log', format, reason, filter, kind: 'views' },
        hasMore: async (than) => hasMoreViews(desk.db, await toFilter(desk, filter), than),
        list: (page) => readViews(desk, filter, page),
        columns: COLUMNS,
      },
    )
  })
}

const readViews = async (desk: Desk, query: FilterQuery, page: PageRequest): Promise<PageOf<View>> =>
  mapPage(await listViews(desk.db, await toFilter(desk, query), page), toReply)

async function toFilter(desk: Desk, { staff, subject, kind, since, until, routine }: FilterQuery): Promise<ViewFilter> {
  return {
    ...(staff === undefined ? {} : { staffId: await findStaffId(desk.db, staff) }),
    ...(subject === undefined ? {} : { subject }),
    ...(kind === undefined ? {} : { kind }),
    ...(since === undefined ? {} : { since: readTime(since, 'since') }),
    ...(until === undefined ? {} : { until: readTime(until, 'until') }),
    routine: routine !== 'false',
  }
}

const COLUMNS: Export<View>['columns'] = {
  id: ({ id }) => id,
  at: ({ at }) => at.toISOString(),
  staff: ({ staff }) => staff,
  kind: ({ kind }) => kind,
  subject: ({ subject }) => (subject === null ? null : subjectKey(subject)),
  account: ({ accountId }) => accountId,
  case: ({ caseId }) => caseId,
  enforcement: ({ enforcementId }) => enforcementId,
  media: ({ mediaId }) => mediaId,
  reason: ({ reason }) => reason,
  words: ({ words }) => words,
  inCase: ({ inCase }) => inCase,
  shown: ({ shown }) => shown,
}

const toReply = ({ subject, ...view }: FoundView): View => ({
  ...view,
  subject: subject === null ? null : parseSubjectKey(subject),
})
