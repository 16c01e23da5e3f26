import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'
import type { Desk } from '../policy/desk.ts'
import { ORDER_STATES, type OrderState, subjectKey } from '../foundation/domain.ts'
import { NOTHING_REQUIRED } from '../policy/requirements/requirement.ts'
import { DeskError } from '../foundation/errors.ts'
import { readPosition, writePosition } from '../foundation/database/page-position.ts'
import { OrderId, PAGE_SIZE_DEFAULT, Page, PageQuery, PlatformId, Problem } from '../foundation/schemas/schemas.ts'
import { SignatureBody } from '../people/signatures/signature-body.ts'
import { staffOf } from '../people/access/caller.ts'
import { readOrderHistory } from './present/order-history.ts'
import { readWaits } from './waits/read-waits.ts'
import { historyReply, OrderHistoryReply, OrderReply, orderReplies, orderReply } from './present/order-reply.ts'
import { ACTING } from './order-state.ts'
import { findOrderFor, listOrders } from './queries.ts'
import { restoreOrder } from './restore/restore-order.ts'
import { tellGuards } from './present/tell-guards.ts'
import { listVerdicts } from './replay/verdict-queries.ts'

const params = Type.Object({ orderId: OrderId })
const reason = Type.String({ minLength: 1, maxLength: 2_000 })

const ListQuery = Type.Object(
  {
    ...PageQuery,
    state: Type.Optional(Type.Enum([...ORDER_STATES])),
    account: Type.Optional(PlatformId),
    content: Type.Optional(PlatformId),
    needsAttention: Type.Optional(Type.Boolean({ description: 'Only those that a person should look at.' })),
  },
  { additionalProperties: false },
)

const StopBody = Type.Object(
  { reason: Type.Optional(reason), signature: Type.Optional(SignatureBody) },
  {
    additionalProperties: false,
    description: 'Signed by the second of two where undoing takes two, as for a restore.',
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
    description: 'The second of two who are needed signs what POST /v1/signings prepares as restore_second.',
  },
)

/** Being undone, or waiting for the second of two who must ask. */
const UNDOING: readonly OrderState[] = [...ACTING, 'restoring']

/** Where orders are looked at, stopped and undone. */
export const orderRoutes =
  (desk: Desk): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const list = {
      summary: 'List orders, the newest first',
      querystring: ListQuery,
      response: { 200: Page(OrderReply) },
    }
    app.get('/v1/orders', { schema: list }, (request) => readList(desk, request.query, staffOf(request).id))

    const read = {
      summary: 'One order and all that happened to it',
      params,
      response: { 200: OrderHistoryReply, 404: Problem },
    }
    app.get('/v1/orders/:orderId', { schema: read }, async (request) => {
      const { orderId } = request.params
      const order = await findOrderFor(desk.restoreDb, orderId, staffOf(request).id)
      if (order === undefined) throw new DeskError('not_found', `There is no order ${orderId}.`)
      const history = await readOrderHistory(desk.restoreDb, orderId)
      const asked = await readAsked(desk, orderId)
      const waits = await readWaits(desk.restoreDb, order)
      return historyReply(desk.restoreDb, order, staffOf(request).id, { ...history, ...asked, waits })
    })

    undoRoutes(app, desk)
    done()
  }

type App = Parameters<FastifyPluginCallbackTypebox>[0]

function undoRoutes(app: App, desk: Desk): void {
  const undone = { 200: OrderReply, 202: OrderReply, 403: Problem, 404: Problem }
  const stop = { summary: 'Stop an order, wherever it is', params, body: StopBody, response: undone }
  app.post('/v1/orders/:orderId/stop', { schema: stop }, async (request, reply) => {
    const order = await restoreOrder(desk, {
      orderId: request.params.orderId,
      by: staffOf(request),
      cause: 'undo',
      reason: request.body.reason ?? null,
      signature: request.body.signature,
      stopping: true,
    })
    const told = await orderReply(desk.restoreDb, order, staffOf(request).id)
    return reply.code(UNDOING.includes(order.state) ? 202 : 200).send(told)
  })

  const restore = {
    summary: 'Undo an order and bring back what it took',
    params,
    body: RestoreBody,
    response: undone,
  }
  app.post('/v1/orders/:orderId/restore', { schema: restore }, async (request, reply) => {
    const order = await restoreOrder(desk, {
      orderId: request.params.orderId,
      by: staffOf(request),
      cause: request.body.cause ?? 'mistake',
      reason: request.body.reason ?? null,
      signature: request.body.signature,
    })
    const told = await orderReply(desk.restoreDb, order, staffOf(request).id)
    return reply.code(UNDOING.includes(order.state) ? 202 : 200).send(told)
  })
}

async function readList(desk: Desk, query: Static<typeof ListQuery>, staffId: string) {
  const size = query.limit ?? PAGE_SIZE_DEFAULT
  const page = { after: readPosition(query.cursor), size: size + 1 }
  const orders = await listOrders(desk.restoreDb, staffId, filterOf(query), page)
  const last = orders.length > size ? orders[size - 1] : undefined
  const items = await orderReplies(desk.restoreDb, orders.slice(0, size), staffId)
  return { items, ...(last ? { next: writePosition(last) } : {}) }
}

/** What is asked of an order, and by which guards: whoever may not know it is not told. */
async function readAsked(desk: Desk, orderId: string) {
  const verdicts = await listVerdicts(desk.restoreDb, orderId)
  const { requirement } = verdicts.at(-1) ?? { requirement: NOTHING_REQUIRED }
  return { requirement, guards: tellGuards(verdicts, desk.policies.guards.guards) }
}

function filterOf(query: {
  state?: (typeof ORDER_STATES)[number]
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
