import { Type } from 'typebox'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { EnforcementId, orNull, PlatformId, Problem, strict } from '../../foundation/schemas/schemas.ts'
import { traceAct } from '../../foundation/telemetry/stored-traces.ts'
import { staffOf } from '../../people/access/caller.ts'
import { SignatureBody, SignedBody } from '../../people/signatures/signature-body.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { giveIndependentReview, offerNext } from '../offer/offer-enforcement.ts'
import { OfferReply, offerReply } from '../offer/offer-reply.ts'
import { passEnforcement } from '../offer/pass-enforcement.ts'
import { revealEnforcement } from '../offer/reveal-enforcement.ts'
import { EnforcementReply, enforcementReply } from '../present/enforcement-reply.ts'
import { resubmitEnforcement } from '../propose/resubmit-enforcement.ts'
import { signOwnEnforcement } from '../propose/sign-own-enforcement.ts'
import { type Enforcement, findAskedFor, findEnforcement } from '../queries.ts'
import { agreeToEnforcement, answerEnforcement, confirmEnforcement } from './answer-enforcement.ts'
import { assessEnforcement, identifyEnforcement } from './complete-enforcement.ts'

const params = Type.Object({ enforcementId: EnforcementId })
const Reason = Type.String({ minLength: 1, maxLength: 2_000 })
const Material = Type.String({
  pattern: '^[0-9a-f]{64}$',
  maxLength: 64,
  description: 'The hash of the material, as the enforcement showed it.',
})
const Duty = Type.Object({ material: Material, reason: Type.Optional(Reason) }, strict)
const Yes = Type.Object({ signature: SignatureBody, reason: Type.Optional(Reason) }, strict)
const PassBody = Type.Object({ reason: Type.Optional(Reason) }, strict)
const Decline = Type.Object({ material: Material, reason: Reason }, strict)
const Weighed = Type.String({ minLength: 1, maxLength: 4_000 })

export const IdentifiedBody = Type.Object(
  { handle: Type.String({ minLength: 1, maxLength: 256 }), accountId: PlatformId },
  { ...strict, description: 'The handle that you typed, and the account that you picked.' },
)

export const AssessmentBody = Type.Object(
  { whoSpeaks: Weighed, publicInterest: Weighed, harm: Weighed, alternatives: Weighed },
  {
    ...strict,
    description: 'The assessment: the speaker, the public interest, the harm and the alternatives.',
  },
)

const IndependentReviewBody = Type.Object(
  {
    conclusion: Type.Enum(['violation', 'no_violation']),
    rationale: Type.String({ minLength: 1, maxLength: 10_000 }),
    account: Type.Optional(
      orNull(
        PlatformId,
        'The one of `candidates` that this is about. Null: you cannot tell. Required if `candidates` is not empty.',
      ),
    ),
  },
  strict,
)

const answered = { 200: EnforcementReply, 400: Problem, 403: Problem, 404: Problem, 409: Problem }

/** Routes by which people are offered the enforcements of others, and answer. */
export function approvalRoutes(app: App, desk: Desk): void {
  const next = {
    summary: 'Get the next enforcement that you may approve',
    response: { 200: OfferReply, 204: Type.Null({ description: 'No enforcement waits that you could approve.' }) },
  }
  app.post('/v1/approvals/next', { schema: next }, async (request, reply) => {
    const by = staffOf(request)
    const enforcement = await offerNext(desk, by)
    if (enforcement === undefined) return reply.code(204).send(null)
    return reply.send(await offerReply(desk.db, enforcement, by.id))
  })

  const look = {
    summary: 'Read an enforcement that is offered to you',
    params,
    response: { 200: OfferReply, 404: Problem },
  }
  app.get('/v1/enforcements/:enforcementId/offer', { schema: look }, async (request) =>
    offerReply(desk.db, await findAsked(desk, request.params.enforcementId, staffOf(request).id), staffOf(request).id),
  )

  const own = {
    summary: 'Give your independent review before you see the action',
    params,
    body: IndependentReviewBody,
    response: { 200: OfferReply, 400: Problem, 403: Problem, 404: Problem, 409: Problem },
  }
  app.post('/v1/enforcements/:enforcementId/independent-review', { schema: own }, async (request) => {
    const { enforcementId } = request.params
    const by = staffOf(request)
    await giveIndependentReview(desk, { enforcementId, by, ...request.body })
    return offerReply(desk.db, await findAsked(desk, enforcementId, by.id), by.id)
  })
  passRoutes(app, desk)
  answerRoutes(app, desk)
  completeRoutes(app, desk)
}

function passRoutes(app: App, desk: Desk): void {
  const pass = {
    summary: 'Pass an enforcement on to another approver',
    params,
    body: PassBody,
    response: { 204: Type.Null(), 404: Problem, 409: Problem },
  }
  app.post('/v1/enforcements/:enforcementId/pass', { schema: pass }, async (request, reply) => {
    const { reason = null } = request.body
    await passEnforcement(desk, { enforcementId: request.params.enforcementId, by: staffOf(request), reason })
    return reply.code(204).send(null)
  })
  const reveal = {
    summary: 'Reveal the action before your review: you may no longer approve',
    params,
    response: { 200: OfferReply, 404: Problem, 409: Problem },
  }
  app.post('/v1/enforcements/:enforcementId/reveal', { schema: reveal }, async (request) => {
    const by = staffOf(request)
    return offerReply(
      desk.db,
      await revealEnforcement(desk, { enforcementId: request.params.enforcementId, by }),
      by.id,
    )
  })
}

const SPANS = { decline: 'decline enforcement', duty: 'take duty to confirm' } as const

function answerRoutes(app: App, desk: Desk): void {
  const approve = { summary: 'Approve an enforcement', params, body: Yes, response: answered }
  app.post('/v1/enforcements/:enforcementId/approve', { schema: approve }, async (request) => {
    const { signature, reason = null } = request.body
    const asked = { enforcementId: request.params.enforcementId, by: staffOf(request), signature, reason }
    const agree = () => agreeToEnforcement(desk, asked)
    const enforcement = await traceAct(desk.db, asked.enforcementId, 'approve enforcement', agree)
    return enforcementReply(desk.db, enforcement, asked.by.id)
  })
  const answers = [
    ['decline', 'Decline an enforcement: it ends', 'decline', Decline],
    ['duty', 'Take the duty to confirm an enforcement once it is in effect', 'duty', Duty],
  ] as const
  for (const [path, summary, answer, body] of answers) {
    app.post(
      `/v1/enforcements/:enforcementId/${path}`,
      { schema: { summary, params, body, response: answered } },
      async (request) => {
        const { material, reason = null } = request.body
        const { enforcementId } = request.params
        const asked = { enforcementId, by: staffOf(request), material, reason }
        const enforcement = await traceAct(desk.db, enforcementId, SPANS[answer], () =>
          answerEnforcement(desk, answer, asked),
        )
        return enforcementReply(desk.db, enforcement, asked.by.id)
      },
    )
  }
  const confirm = { summary: 'Confirm an enforcement that is in effect', params, body: Yes, response: answered }
  app.post('/v1/enforcements/:enforcementId/confirm', { schema: confirm }, async (request) => {
    const { signature, reason = null } = request.body
    const asked = { enforcementId: request.params.enforcementId, by: staffOf(request), signature, reason }
    const confirming = () => confirmEnforcement(desk, asked)
    const enforcement = await traceAct(desk.db, asked.enforcementId, 'confirm enforcement', confirming)
    return enforcementReply(desk.restoreDb, enforcement, asked.by.id)
  })
}

function completeRoutes(app: App, desk: Desk): void {
  const identify = {
    summary: 'Identify the account of your enforcement',
    params,
    body: IdentifiedBody,
    response: answered,
  }
  app.post('/v1/enforcements/:enforcementId/identify', { schema: identify }, async (request) => {
    const asked = { enforcementId: request.params.enforcementId, by: staffOf(request), identified: request.body }
    return enforcementReply(desk.db, await identifyEnforcement(desk, asked), asked.by.id)
  })
  const assess = {
    summary: 'Assess the public interest of your enforcement',
    params,
    body: AssessmentBody,
    response: answered,
  }
  app.post('/v1/enforcements/:enforcementId/assessment', { schema: assess }, async (request) => {
    const asked = { enforcementId: request.params.enforcementId, by: staffOf(request), assessment: request.body }
    return enforcementReply(desk.db, await assessEnforcement(desk, asked), asked.by.id)
  })
  const sign = {
    summary: 'Sign your enforcement that restricts a protected account',
    params,
    body: SignedBody,
    response: answered,
  }
  app.post('/v1/enforcements/:enforcementId/sign', { schema: sign }, async (request) => {
    const asked = {
      enforcementId: request.params.enforcementId,
      by: staffOf(request),
      signature: request.body.signature,
    }
    return enforcementReply(desk.db, await signOwnEnforcement(desk, asked), asked.by.id)
  })
  const resubmissions = [
    ['resume', 'Resubmit an enforcement that was stopped within a day'],
    ['reinstate', 'Resubmit an enforcement that was restored within a day'],
  ] as const
  for (const [how, summary] of resubmissions) {
    const response = { 201: EnforcementReply, 400: Problem, 403: Problem, 404: Problem, 409: Problem }
    const schema = { summary, params, body: SignedBody, response }
    app.post(`/v1/enforcements/:enforcementId/${how}`, { schema }, async (request, reply) => {
      const { signature } = request.body
      const proposed = await resubmitEnforcement(desk, how, {
        enforcementId: request.params.enforcementId,
        by: staffOf(request),
        signature,
      })
      const enforcement =
        proposed.kind === 'created' ? proposed.enforcement : await findTaken(desk, proposed.enforcementId)
      return reply.code(201).send(await enforcementReply(desk.db, enforcement, staffOf(request).id))
    })
  }
}

async function findTaken(desk: Desk, enforcementId: string): Promise<Enforcement> {
  const enforcement = await findEnforcement(desk.db, enforcementId)
  if (enforcement === undefined) throw new Error(`enforcement ${enforcementId} is gone`)
  return enforcement
}

/** Returns the enforcement, if approvers are asked about it and this person may see its subject. */
async function findAsked(desk: Desk, enforcementId: string, staffId: string): Promise<Enforcement> {
  const enforcement = await findAskedFor(desk.db, enforcementId, staffId)
  if (enforcement === undefined) throw new DeskError('not_found', message('enforcement.notAsked', { enforcementId }))
  return enforcement
}
