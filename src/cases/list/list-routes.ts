import { type Static, Type } from 'typebox'
import { mapPage, pageOf } from '../../foundation/database/select-page.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { CATEGORIES, SUBJECT_KEY_LENGTH_MAX, SUBJECT_KEY_PATTERN } from '../../foundation/domain.ts'
import {
  BulkActionId,
  CaseId,
  orNull,
  Page,
  PageQuery,
  Problem,
  Timestamp,
  strict,
} from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { CASE_SORTS } from './case-sorts.ts'
import { COUNTED_MAX, countQueues } from './count-queues.ts'
import { type CaseFilter, listCases } from './list-cases.ts'
import { ListedCase, toListedCase } from './listed-case.ts'
import { previewCase } from './preview-case.ts'
import { PLATFORM_NAME } from '../../foundation/platforms.ts'

const flag = (description: string) => Type.Optional(Type.Enum(['true', 'false'], { description }))
const text = (maxLength: number, description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength, description }))
const POWERS_OF_TEN = ['1000', '10000', '100000', '1000000', '10000000'] as const

const CaseQuery = Type.Object(
  {
    ...PageQuery,
    sort: Type.Optional(
      Type.Enum([...CASE_SORTS], {
        default: 'age',
        description:
          'age: oldest first. priority: as the queue gives cases out. due: earliest first. reach: widest first.',
      }),
    ),
    queue: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    state: Type.Optional(Type.Enum(['open', 'closed'])),
    subject: Type.Optional(
      Type.String({
        pattern: SUBJECT_KEY_PATTERN,
        maxLength: SUBJECT_KEY_LENGTH_MAX,
        description: 'Such as account:8821 or content:t12.',
      }),
    ),
    bulkAction: Type.Optional({
      ...BulkActionId,
      description: 'Only appeals against enforcements of this bulk action.',
    }),
    claimedBy: Type.Optional(Type.Literal('me')),
    breached: flag('Only open cases that missed their due time, or only the others.'),
    escalated: flag('Only cases with an escalation that waits for its answer, or only the others.'),
    appeal: flag('Only cases that judge an appeal, or only the others.'),
    returned: flag('Only open cases that came back after a decision, or only the others.'),
    language: text(35, 'The language of the subject, in any case of letters.'),
    category: Type.Optional(Type.Enum(CATEGORIES)),
    item: text(64, 'The item type, such as listing.'),
    platform: Type.Optional(
      Type.String({
        pattern: PLATFORM_NAME.source,
        maxLength: 30,
        description: 'The platform of the subject. default: the platform without a name.',
      }),
    ),
    signal: text(64, 'The source of a signal about the subject, or any.'),
    reachAtLeast: Type.Optional(
      Type.Enum([...POWERS_OF_TEN], { description: 'The least reach. An unknown reach counts as 100,000.' }),
    ),
    assignee: text(64, 'me, none, or the pseudonym of the person who holds the case or for whom it is reserved.'),
    text: text(200, 'The beginning of a handle or a name, words of them, or the id of a case.'),
  },
  strict,
)

const CasePreview = Type.Object({
  ...ListedCase.properties,
  tags: Type.Array(Type.String()),
  accountCreatedAt: orNull(Timestamp),
  contentKind: orNull(Type.String()),
  excerpt: orNull(Type.String({ description: 'The beginning of the text of the content.' })),
  mediaCount: Type.Integer(),
  isSensitive: Type.Boolean({ description: 'True when a medium of the content is sensitive or restricted.' }),
  categories: Type.Array(Type.Object({ category: Type.Enum(CATEGORIES), count: Type.Integer() }), {
    description: 'The categories of its newest reports, the most frequent first.',
  }),
  comments: Type.Array(Type.String(), { description: 'The comments of its newest reports, cut.' }),
})

const QueueCounts = Type.Object({
  queues: Type.Array(
    Type.Object({
      queue: Type.String(),
      open: Type.Integer({ description: `The number of its open cases, counted up to ${COUNTED_MAX}.` }),
      late: Type.Integer({ description: 'The number of those that missed their due time.' }),
    }),
  ),
})

/** Routes that show the cases of the queues. They claim no case. */
export function listRoutes(app: App, desk: Desk): void {
  const list = {
    summary: 'List the cases that you may open',
    querystring: CaseQuery,
    response: { 200: Page(ListedCase) },
  }
  app.get('/v1/cases', { schema: list }, async (request) => {
    const { id, pseudonym } = staffOf(request)
    const { sort = 'age' } = request.query
    const filter = { ...toFilter(request.query, pseudonym), ...(request.query.claimedBy && { claimedBy: id }) }
    const page = await listCases(desk.db, id, { ...filter, sort }, pageOf(request.query))
    return mapPage(page, toListedCase)
  })

  const preview = {
    summary: 'Preview a case without claiming it',
    description: 'The view is recorded. 404: there is no such case, or you may not open it.',
    params: Type.Object({ caseId: CaseId }),
    response: { 200: CasePreview, 404: Problem },
  }
  app.get('/v1/cases/:caseId/preview', { schema: preview }, async (request) => {
    const found = await previewCase(desk.db, request.params.caseId, staffOf(request).id)
    const { tags, accountCreatedAt, contentKind, excerpt, mediaCount, isSensitive, categories, comments } = found
    const more = { tags, contentKind, excerpt, mediaCount, isSensitive, categories, comments }
    return { ...toListedCase(found), ...more, accountCreatedAt }
  })

  const count = {
    summary: 'Count the cases of each queue that you may open',
    response: { 200: QueueCounts },
  }
  app.get('/v1/queues', { schema: count }, async (request) => ({
    queues: await countQueues(desk.db, staffOf(request).id, [...desk.policies.queues.keys()]),
  }))
}

const FLAGS = { breached: 'late', escalated: 'escalated', appeal: 'appeal', returned: 'returned' } as const

function toFilter(query: Static<typeof CaseQuery>, me: string): CaseFilter {
  const { queue, state, subject, bulkAction, language, category, item, platform, signal, text: called } = query
  const { reachAtLeast, assignee } = query
  const named = { queue, state, subject, bulkAction, language, category, item, platform, signal, text: called }
  const flags = Object.entries(FLAGS).flatMap(([asked, name]) => {
    const wanted = query[asked as keyof typeof FLAGS]
    return wanted === undefined ? [] : [[name, wanted === 'true']]
  })
  return {
    ...Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)),
    ...Object.fromEntries(flags),
    ...(reachAtLeast !== undefined && { reachAtLeast: Number(reachAtLeast) }),
    ...(assignee !== undefined && { assignee: assignee === 'none' ? null : assignee === 'me' ? me : assignee }),
  }
}
