import { Type } from 'typebox'
import { mapPage, pageOf } from '../../foundation/database/select-page.ts'
import { ACTIONS, type StaffCaller, SUBJECT_KINDS, staffKey } from '../../foundation/domain.ts'
import { DURATION_MS_MAX, MINUTE_MS } from '../../foundation/durations.ts'
import { BulkActionId, CaseId, LabelName, Page, PageQuery, Problem, strict } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { SignedBody } from '../../people/signatures/signature-body.ts'
import { nameActors } from '../../people/staff/name-actors.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { ownActionReply } from '../../policy/items/own-action-reply.ts'
import { OwnActionBody } from '../../review/decide/decision-body.ts'
import {
  approveBulkAction,
  continueBulkAction,
  declineBulkAction,
  stopBulkAction,
} from '../approve/answer-bulk-action.ts'
import { listAppealed, listKeptFrom } from '../approve/kept-from.ts'
import { drawSample, judgeDrawn } from '../approve/sample.ts'
import { proposeBulkAction } from '../propose/propose-bulk-action.ts'
import { type BulkAction, listBulkActions } from './bulk-action-queries.ts'
import { BulkActionItem, BulkActionReply, bulkActionReply } from './bulk-action-reply.ts'
import { readBulkAction } from './move-bulk-action.ts'

/** The most characters of a pasted list: a hundred thousand ids of usual length. */
const LIST_LENGTH_MAX = 8_000_000
/** The longest search text that fits into the stored description of the set. */
const SEARCH_LENGTH_MAX = 1_000
const LIST_BODY_BYTES_MAX = 8_388_608

/** The query of a search as for GET /v1/search, without the search for reporters. */
const SearchedFor = {
  kind: Type.Enum(['account', 'case']),
  q: Type.String({ minLength: 1, maxLength: SEARCH_LENGTH_MAX, description: 'The query, as for GET /v1/search.' }),
  on: Type.Enum([...SUBJECT_KINDS], {
    description: 'For cases: their contents, or the accounts of those. For accounts: account.',
  }),
}
const ProposeBody = Type.Object(
  {
    policyId: Type.String({ minLength: 1, maxLength: 64 }),
    enforcement: Type.Object(
      {
        action: Type.Enum([...ACTIONS]),
        durationMs: Type.Optional(Type.Integer({ minimum: MINUTE_MS, maximum: DURATION_MS_MAX })),
        label: Type.Optional(LabelName),
        own: Type.Optional(OwnActionBody),
      },
      strict,
    ),
    foundBy: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 2_000,
        description: 'The way in which the list was found. For a search and for copies the desk writes it.',
      }),
    ),
    rationale: Type.String({ minLength: 1, maxLength: 10_000 }),
    list: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: LIST_LENGTH_MAX,
        description:
          'One subject in each line: account:8821, the bare id of an account, or JSON with kind and id. All are accounts, or all are contents.',
      }),
    ),
    search: Type.Optional(
      Type.Object(SearchedFor, {
        ...strict,
        description: 'Instead of a list: every subject that this search finds for you now.',
      }),
    ),
    copiesOf: Type.Optional({
      ...CaseId,
      description: 'Instead of a list: the contents with the same files as this case, as listed for you.',
    }),
  },
  strict,
)
const ReasonBody = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 2_000 }) }, strict)
const LookedBody = Type.Object(
  {
    stage: Type.Integer({
      minimum: 0,
      maximum: 1_000,
      description: 'The number of the stage that you reviewed, from `progress`.',
    }),
  },
  strict,
)
const params = Type.Object({ bulkActionId: BulkActionId })
const drawnParams = Type.Object({ bulkActionId: BulkActionId, place: Type.Integer({ minimum: 1, maximum: 1_000 }) })

const answers = { 200: BulkActionReply, 400: Problem, 403: Problem, 404: Problem, 409: Problem }

/**
 * Routes of bulk actions. One person proposes one decision over many subjects, another judges a sample before they
 * learn the action and approves it, and any reviewer may stop it.
 */
export function bulkActionRoutes(app: App, desk: Desk): void {
  const replyWith = (bulkAction: BulkAction, by: StaffCaller) => bulkActionReply(desk, bulkAction, by)

  const list = {
    summary: 'List bulk actions, newest first',
    querystring: Type.Object(PageQuery, strict),
    response: { 200: Page(BulkActionItem) },
  }
  app.get('/v1/bulk-actions', { schema: list }, async (request) => listFor(desk, request.query, staffOf(request)))

  const propose = {
    summary: 'Propose a bulk action: one decision over many subjects',
    body: ProposeBody,
    response: { 201: BulkActionReply, 400: Problem, 403: Problem, 422: Problem, 503: Problem },
  }
  app.post('/v1/bulk-actions', { schema: propose, bodyLimit: LIST_BODY_BYTES_MAX }, async (request, reply) => {
    const by = staffOf(request)
    const { search, ...body } = request.body
    const looked = search === undefined ? {} : { search: { kind: search.kind, words: search.q, on: search.on } }
    return reply.code(201).send(await replyWith(await proposeBulkAction(desk, { ...body, ...looked, by }), by))
  })

  const read = {
    summary: 'Read a bulk action as far as you may see it',
    params,
    response: { 200: BulkActionReply, 404: Problem },
  }
  app.get('/v1/bulk-actions/:bulkActionId', { schema: read }, async (request) =>
    replyWith(await readBulkAction(desk.restoreDb, request.params.bulkActionId), staffOf(request)),
  )

  const draw = {
    summary: 'Draw a sample of a bulk action to judge blind',
    params,
    response: answers,
  }
  app.post('/v1/bulk-actions/:bulkActionId/sample', { schema: draw }, async (request) => {
    const by = staffOf(request)
    await drawSample(desk, request.params.bulkActionId, by)
    return replyWith(await readBulkAction(desk.db, request.params.bulkActionId), by)
  })
  const judge = {
    summary: 'Judge one subject of your sample',
    params: drawnParams,
    body: Type.Object({ conclusion: Type.Enum(['violation', 'no_violation']) }, strict),
    response: answers,
  }
  app.post('/v1/bulk-actions/:bulkActionId/sample/:place', { schema: judge }, async (request) => {
    const by = staffOf(request)
    await judgeDrawn(desk, { ...request.params, ...request.body, by })
    return replyWith(await readBulkAction(desk.db, request.params.bulkActionId), by)
  })

  answerRoutes(app, desk, replyWith)
}

function answerRoutes(
  app: App,
  desk: Desk,
  replyWith: (bulkAction: BulkAction, by: StaffCaller) => ReturnType<typeof bulkActionReply>,
): void {
  const approve = {
    summary: 'Approve a bulk action after judging a sample: it starts',
    params,
    body: SignedBody,
    response: answers,
  }
  app.post('/v1/bulk-actions/:bulkActionId/approve', { schema: approve }, async (request) => {
    const by = staffOf(request)
    return replyWith(await approveBulkAction(desk, { ...request.params, ...request.body, by }), by)
  })
  const ends = [
    ['decline', 'Decline a bulk action after judging a sample', declineBulkAction],
    ['stop', 'Stop a bulk action: no further subject is touched', stopBulkAction],
  ] as const
  for (const [path, summary, end] of ends) {
    const schema = { summary, params, body: ReasonBody, response: answers }
    app.post(`/v1/bulk-actions/:bulkActionId/${path}`, { schema }, async (request) => {
      const by = staffOf(request)
      return replyWith(await end(desk, { ...request.params, ...request.body, by }), by)
    })
  }
  const proceed = {
    summary: 'Continue a bulk action after reviewing a stage',
    description: 'A repeated request continues it once: each stage is reviewed again.',
    params,
    body: LookedBody,
    response: answers,
  }
  app.post('/v1/bulk-actions/:bulkActionId/continue', { schema: proceed }, async (request) => {
    const by = staffOf(request)
    return replyWith(await continueBulkAction(desk, { ...request.params, ...request.body, by }), by)
  })
}

async function listFor({ restoreDb: db }: Desk, query: { limit?: number; cursor?: string }, by: StaffCaller) {
  const page = await listBulkActions(db, pageOf(query))
  const proposers = page.items.map(({ proposedBy }) => staffKey(proposedBy))
  const [name, kept, appealed] = await Promise.all([
    nameActors(db, proposers),
    listKeptFrom(db, page.items, by),
    listAppealed(db, page.items, by),
  ])
  return mapPage(page, (bulkAction) => {
    const { id, state, action, ownAction, policyId, foundBy, proposedBy } = bulkAction
    return {
      ...{
        id,
        state,
        subjects: bulkAction.subjectCount,
        ordinary: bulkAction.ordinaryCount,
        done: bulkAction.doneCount,
      },
      proposedAt: bulkAction.proposedAt,
      asked: kept.has(id)
        ? null
        : {
            ...{ action, own: ownActionReply(ownAction), policyId, foundBy },
            proposedBy: appealed.has(id) ? null : name(staffKey(proposedBy)),
          },
    }
  })
}
