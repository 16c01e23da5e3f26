import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Desk } from '../../policy/desk.ts'
import { DeskError } from '../../foundation/errors.ts'
import { OrderId, orNull, PlatformId, Problem } from '../../foundation/schemas/schemas.ts'
import { SignatureBody, SignedBody } from '../../people/signatures/signature-body.ts'
import { staffOf } from '../../people/access/caller.ts'
import { agreeToOrder, answerOrder, confirmOrder } from './answer-order.ts'
import { assessOrder, identifyOrder } from './complete-order.ts'
import { giveOwnVerdict, offerNext } from '../offer/offer-order.ts'
import { OfferReply, offerReply } from '../offer/offer-reply.ts'
import { passOrder } from '../offer/pass-order.ts'
import { revealOrder } from '../offer/reveal-order.ts'
import { OrderReply, orderReply } from '../present/order-reply.ts'
import { signOwnOrder } from '../propose/sign-own-order.ts'
import { findAskedFor, findOrder, type Order } from '../queries.ts'
import { takeUpOrder } from '../propose/take-up-order.ts'

const params = Type.Object({ orderId: OrderId })
const strict = { additionalProperties: false }
const Reason = Type.String({ minLength: 1, maxLength: 2_000 })
const Material = Type.String({
  pattern: '^[0-9a-f]{64}$',
  maxLength: 64,
  description: 'As it was shown with the order.',
})
const Duty = Type.Object({ material: Material, reason: Type.Optional(Reason) }, strict)
const Yes = Type.Object({ signature: SignatureBody, reason: Type.Optional(Reason) }, strict)
const PassBody = Type.Object({ reason: Type.Optional(Reason) }, strict)
const Decline = Type.Object({ material: Material, reason: Reason }, strict)
const Weighed = Type.String({ minLength: 1, maxLength: 4_000 })

export const IdentifiedBody = Type.Object(
  { handle: Type.String({ minLength: 1, maxLength: 256 }), accountId: PlatformId },
  { ...strict, description: 'The handle as you typed it, and the account you picked.' },
)

export const AssessmentBody = Type.Object(
  { whoSpeaks: Weighed, publicInterest: Weighed, harm: Weighed, alternatives: Weighed },
  {
    ...strict,
    description: 'Who speaks, what the public has from hearing it, whom it harms, what else could be done.',
  },
)

const OwnVerdictBody = Type.Object(
  {
    conclusion: Type.Enum(['violation', 'no_violation']),
    rationale: Type.String({ minLength: 1, maxLength: 10_000 }),
    account: Type.Optional(
      orNull(
        PlatformId,
        'Which of `candidates` this is about; null: you can not tell. Required if `candidates` is not empty.',
      ),
    ),
  },
  strict,
)

const answered = { 200: OrderReply, 400: Problem, 403: Problem, 404: Problem, 409: Problem }

/** Where people are asked about others' orders, and answer. */
export const approvalRoutes =
  (desk: Desk): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const next = {
      summary: 'Be asked about an order that waits for others',
      response: { 200: OfferReply, 204: Type.Null({ description: 'Nothing waits that you could agree to.' }) },
    }
    app.post('/v1/approvals/next', { schema: next }, async (request, reply) => {
      const by = staffOf(request)
      const order = await offerNext(desk, by)
      if (order === undefined) return reply.code(204).send(null)
      return reply.send(await offerReply(desk.db, order, by.id))
    })

    const look = { summary: 'An order as you may see it now', params, response: { 200: OfferReply, 404: Problem } }
    app.get('/v1/orders/:orderId/offer', { schema: look }, async (request) =>
      offerReply(desk.db, await findAsked(desk, request.params.orderId, staffOf(request).id), staffOf(request).id),
    )

    const own = {
      summary: 'Say what you make of it, before you are told what its proposer does',
      params,
      body: OwnVerdictBody,
      response: { 200: OfferReply, 400: Problem, 403: Problem, 404: Problem, 409: Problem },
    }
    app.post('/v1/orders/:orderId/own-verdict', { schema: own }, async (request) => {
      const { orderId } = request.params
      const by = staffOf(request)
      await giveOwnVerdict(desk, { orderId, by, ...request.body })
      return offerReply(desk.db, await findAsked(desk, orderId, by.id), by.id)
    })
    const pass = {
      summary: 'Have somebody else asked in your place',
      params,
      body: PassBody,
      response: { 204: Type.Null(), 404: Problem, 409: Problem },
    }
    app.post('/v1/orders/:orderId/pass', { schema: pass }, async (request, reply) => {
      const { reason = null } = request.body
      await passOrder(desk, { orderId: request.params.orderId, by: staffOf(request), reason })
      return reply.code(204).send(null)
    })
    const reveal = {
      summary: 'Show the action before your own review, which forfeits your approval',
      params,
      response: { 200: OfferReply, 404: Problem, 409: Problem },
    }
    app.post('/v1/orders/:orderId/reveal', { schema: reveal }, async (request) => {
      const by = staffOf(request)
      return offerReply(desk.db, await revealOrder(desk, { orderId: request.params.orderId, by }), by.id)
    })
    answerRoutes(app, desk)
    completeRoutes(app, desk)
    done()
  }

type App = Parameters<FastifyPluginCallbackTypebox>[0]

function answerRoutes(app: App, desk: Desk): void {
  const approve = { summary: 'Agree to an order', params, body: Yes, response: answered }
  app.post('/v1/orders/:orderId/approve', { schema: approve }, async (request) => {
    const { signature, reason = null } = request.body
    const asked = { orderId: request.params.orderId, by: staffOf(request), signature, reason }
    return orderReply(desk.db, await agreeToOrder(desk, asked), asked.by.id)
  })
  const answers = [
    ['decline', 'Decline an order, which ends it', 'decline', Decline],
    ['duty', 'Take on to confirm an order once it is in effect', 'duty', Duty],
  ] as const
  for (const [path, summary, answer, body] of answers) {
    app.post(
      `/v1/orders/:orderId/${path}`,
      { schema: { summary, params, body, response: answered } },
      async (request) => {
        const { material, reason = null } = request.body
        const order = await answerOrder(desk, answer, {
          orderId: request.params.orderId,
          by: staffOf(request),
          material,
          reason,
        })
        return orderReply(desk.db, order, staffOf(request).id)
      },
    )
  }
  const confirm = { summary: 'Say that what is in effect is right', params, body: Yes, response: answered }
  app.post('/v1/orders/:orderId/confirm', { schema: confirm }, async (request) => {
    const { signature, reason = null } = request.body
    const asked = { orderId: request.params.orderId, by: staffOf(request), signature, reason }
    return orderReply(desk.restoreDb, await confirmOrder(desk, asked), asked.by.id)
  })
}

function completeRoutes(app: App, desk: Desk): void {
  const identify = {
    summary: 'Say whose account your order is about',
    params,
    body: IdentifiedBody,
    response: answered,
  }
  app.post('/v1/orders/:orderId/identify', { schema: identify }, async (request) => {
    const asked = { orderId: request.params.orderId, by: staffOf(request), identified: request.body }
    return orderReply(desk.db, await identifyOrder(desk, asked), asked.by.id)
  })
  const assess = {
    summary: 'Weigh the public interest of your order',
    params,
    body: AssessmentBody,
    response: answered,
  }
  app.post('/v1/orders/:orderId/assessment', { schema: assess }, async (request) => {
    const asked = { orderId: request.params.orderId, by: staffOf(request), assessment: request.body }
    return orderReply(desk.db, await assessOrder(desk, asked), asked.by.id)
  })
  const sign = {
    summary: 'Sign your order, which restricts a protected account',
    params,
    body: SignedBody,
    response: answered,
  }
  app.post('/v1/orders/:orderId/sign', { schema: sign }, async (request) => {
    const asked = { orderId: request.params.orderId, by: staffOf(request), signature: request.body.signature }
    return orderReply(desk.db, await signOwnOrder(desk, asked), asked.by.id)
  })
  const takeUps = [
    ['resume', 'Take up again what was stopped within a day'],
    ['reinstate', 'Take up again what was restored within a day'],
  ] as const
  for (const [how, summary] of takeUps) {
    const response = { 201: OrderReply, 400: Problem, 403: Problem, 404: Problem, 409: Problem }
    const schema = { summary, params, body: SignedBody, response }
    app.post(`/v1/orders/:orderId/${how}`, { schema }, async (request, reply) => {
      const { signature } = request.body
      const proposed = await takeUpOrder(desk, how, {
        orderId: request.params.orderId,
        by: staffOf(request),
        signature,
      })
      const order = proposed.kind === 'ordered' ? proposed.order : await findTaken(desk, proposed.orderId)
      return reply.code(201).send(await orderReply(desk.db, order, staffOf(request).id))
    })
  }
}

async function findTaken(desk: Desk, orderId: string): Promise<Order> {
  const order = await findOrder(desk.db, orderId)
  if (order === undefined) throw new Error(`order ${orderId} is gone`)
  return order
}

/** The order, if others are asked about it and this person may look at whom it is about. */
async function findAsked(desk: Desk, orderId: string, staffId: string): Promise<Order> {
  const order = await findAskedFor(desk.db, orderId, staffId)
  if (order === undefined)
    throw new DeskError('not_found', `There is no order ${orderId} that you could be asked about.`)
  return order
}
