import { type Static, Type } from 'typebox'
import { pageOf } from '../foundation/database/select-page.ts'
import { ENFORCEMENT_STATES, type EnforcementState, subjectKey } from '../foundation/domain.ts'
import { negotiateLanguage } from '../foundation/messages/negotiate-language.ts'
import { EnforcementId, Page, PageQuery, PlatformId, Problem, strict } from '../foundation/schemas/schemas.ts'
import { traceAct } from '../foundation/telemetry/stored-traces.ts'
import { staffOf } from '../people/access/caller.ts'
import { SignatureBody } from '../people/signatures/signature-body.ts'
import type { App, Desk } from '../policy/desk.ts'
import { NOTHING_REQUIRED } from '../policy/requirements/requirement.ts'
import { ACTING } from './enforcement-state.ts'
import { readEnforcementHistory } from './present/enforcement-history.ts'
import {
  EnforcementHistoryReply,
  EnforcementReply,
  enforcementReplies,
  enforcementReply,
  historyReply,
} from './present/enforcement-reply.ts'
import { listFiredGuards } from './present/list-fired-guards.ts'
import { listEnforcements, readEnforcementFor } from './queries.ts'
import { listVerdicts } from './replay/verdict-queries.ts'
import { giveLaterReason } from './restore/later-reason.ts'
import { restoreEnforcement } from './restore/restore-enforcement.ts'
import { readWaits } from './waits/read-waits.ts'

const params = Type.Object({ enforcementId: EnforcementId })
const reason = Type.String({ minLength: 1, maxLength: 2_000 })

const ListQuery = Type.Object(
  {
    ...PageQuery,
    state: Type.Optional(Type.Enum([...ENFORCEMENT_STATES])),
    account: Type.Optional(PlatformId),
    content: Type.Optional(PlatformId),
    needsAttention: Type.Optional(Type.Boolean({ description: 'Only those that need a person.' })),
  },
  strict,
)

const StopBody = Type.Object(
  { reason: Type.Optional(reason), signature: Type.Optional(SignatureBody) },
  {
    additionalProperties: false,
    description: 'The second person signs where undoing takes two people, as for a restore.',
  },
)
const RestoreBody = Type.Object(
  {
    cause: Type.Optional(Type.Enum(['mistake', 'appeal', 'undo'], { default: 'mistake' })),
    reason: Type.Optional(reason),
    signature: Type.Optional(SignatureBody),
  },
  {
    additionalProperties: false,
    description:
      'Where two people are needed, the second signs the text that POST /v1/signings prepares as restore_second.',
  },
)

/** The enforcement is being undone, or waits for the second of two people who must ask. */
const UNDOING: readonly EnforcementState[] = [...ACTING, 'restoring']

/** Routes that list, stop and restore enforcements. */
export function enforcementRoutes(app: App, desk: Desk): void {
  const list = {
    summary: 'List enforcements, newest first',
    querystring: ListQuery,
    response: { 200: Page(EnforcementReply) },
  }
  app.get('/v1/enforcements', { schema: list }, (request) => readList(desk, request.query, staffOf(request).id))

  const read = {
    summary: 'Read an enforcement and its history',
    params,
    response: { 200: EnforcementHistoryReply, 404: Problem },
  }
  app.get('/v1/enforcements/:enforcementId', { schema: read }, async (request) => {
    const { enforcementId } = request.params
    const enforcement = await readEnforcementFor(desk.restoreDb, enforcementId, staffOf(request).id)
    const history = await readEnforcementHistory(desk.restoreDb, enforcementId)
    const asked = await readAsked(desk, enforcementId)
    const waits = await readWaits(desk.restoreDb, enforcement)
    const language = negotiateLanguage(request.headers['accept-language'])
    const reader = { staffId: staffOf(request).id, language }
    return historyReply(desk.restoreDb, enforcement, reader, { ...history, ...asked, waits })
  })

  undoRoutes(app, desk)
}

function undoRoutes(app: App, desk: Desk): void {
  const undone = { 200: EnforcementReply, 202: EnforcementReply, 403: Problem, 404: Problem }
  const stop = { summary: 'Stop an enforcement in any state', params, body: StopBody, response: undone }
  app.post('/v1/enforcements/:enforcementId/stop', { schema: stop }, async (request, reply) => {
    const asked = {
      enforcementId: request.params.enforcementId,
      by: staffOf(request),
      cause: 'undo',
      reason: request.body.reason ?? null,
      signature: request.body.signature,
      stopping: true,
    } as const
    // The trace is looked for on other connections than those of restores.
    const enforcement = await traceAct(desk.db, asked.enforcementId, 'stop enforcement', () =>
      restoreEnforcement(desk, asked),
    )
    const told = await enforcementReply(desk.restoreDb, enforcement, staffOf(request).id)
    return reply.code(UNDOING.includes(enforcement.state) ? 202 : 200).send(told)
  })

  const restore = {
    summary: 'Restore an enforcement: undo its effect',
    params,
    body: RestoreBody,
    response: undone,
  }
  app.post('/v1/enforcements/:enforcementId/restore', { schema: restore }, async (request, reply) => {
    const asked = {
      enforcementId: request.params.enforcementId,
      by: staffOf(request),
      cause: request.body.cause ?? 'mistake',
      reason: request.body.reason ?? null,
      signature: request.body.signature,
    }
    const enforcement = await traceAct(desk.db, asked.enforcementId, 'restore enforcement', () =>
      restoreEnforcement(desk, asked),
    )
    const told = await enforcementReply(desk.restoreDb, enforcement, staffOf(request).id)
    return reply.code(UNDOING.includes(enforcement.state) ? 202 : 200).send(told)
  })

  const explain = {
    summary: 'Give the reason of your stop or restore afterwards, once',
    params,
    body: Type.Object({ reason }, strict),
    response: { 204: Type.Null(), 403: Problem, 404: Problem, 409: Problem },
  }
  app.post('/v1/enforcements/:enforcementId/reason', { schema: explain }, async (request, reply) => {
    const { enforcementId } = request.params
    await giveLaterReason(desk, { enforcementId, by: staffOf(request), reason: request.body.reason })
    return reply.code(204).send(null)
  })
}

async function readList(desk: Desk, query: Static<typeof ListQuery>, staffId: string) {
  const { items, nextCursor } = await listEnforcements(desk.restoreDb, staffId, filterOf(query), pageOf(query))
  return { items: await enforcementReplies(desk.restoreDb, items, staffId), nextCursor }
}

/** Reads the requirement of an enforcement, and its guards without those that the reader may not know. */
async function readAsked(desk: Desk, enforcementId: string) {
  const verdicts = await listVerdicts(desk.restoreDb, enforcementId)
  const { requirement } = verdicts.at(-1) ?? { requirement: NOTHING_REQUIRED }
  return { requirement, guards: listFiredGuards(verdicts, desk.policies.guards.guards) }
}

function filterOf(query: {
  state?: (typeof ENFORCEMENT_STATES)[number]
  account?: string
  content?: string
  needsAttention?: boolean
}) {
  const { state, account, content, needsAttention } = query
  const id = account ?? content
  return {
    ...(state === undefined ? {} : { states: [state] }),
    ...(id === undefined ? {} : { subject: subjectKey({ kind: account === undefined ? 'content' : 'account', id }) }),
    ...(needsAttention === undefined ? {} : { needsAttention }),
  }
}
