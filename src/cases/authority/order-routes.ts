import type { FastifyReply } from 'fastify'
import { type Static, Type } from 'typebox'
import { AttemptLimit } from '../../foundation/bounds/attempt-limit.ts'
import { pageOf } from '../../foundation/database/select-page.ts'
import { actorKey, type Caller, type KeyCaller, parseSubjectKey } from '../../foundation/domain.ts'
import { MINUTE_MS } from '../../foundation/durations.ts'
import { DeskError, requireFound } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import {
  AuthorityId,
  orNull,
  Page,
  PageQuery,
  PlatformId,
  Problem,
  strict,
  Timestamp,
} from '../../foundation/schemas/schemas.ts'
import { anyCallerOf, readBearer, staffOf } from '../../people/access/caller.ts'
import { qualifyForKey } from '../../people/access/ids-of-key.ts'
import { nameActors } from '../../people/staff/name-actors.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { SubjectReads } from '../openings/subject-reads.ts'
import { ActBody } from './order-acts/act-body.ts'
import { actOnOrder } from './order-acts/act-on-order.ts'
import { listActs, listItems } from './order-acts/act-queries.ts'
import { ELEMENTS, type Element, ORDER_STATES, OrderParams } from './order-acts/order-terms.ts'
import { ORDER_BODY_BYTES_MAX, OrderAnswer, OrderBody, OrderReply, WholeOrderReply } from './order-body.ts'
import { type AuthorityOrder, findDocument, findOrder, listAuthorities, listOrders } from './order-queries.ts'
import { type BroughtBy, receiveOrder } from './receive-order.ts'

const AuthoritiesReply = Page(
  Type.Object({
    id: AuthorityId,
    name: Type.String(),
    country: Type.String(),
    contact: Type.String({ description: 'The contact to check that an order is genuine.' }),
    registeredAt: Timestamp,
    revokedAt: orNull(Timestamp),
  }),
)

/** The headers of a document from outside: no browser shows it as a page of the desk, and nothing in it runs. */
const DOCUMENT_HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}
const FILE_ENDINGS: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'text/plain': 'txt',
  'image/png': 'png',
  'image/jpeg': 'jpg',
}

const receiving = {
  summary: 'Receive an order of an authority',
  description:
    'With an authority’s own key it is authenticated. A lead enters an order that arrived another way, with its document. Each content and account gets a case, and the clock of the order starts. It takes nothing offline. Sending the same order again returns 200 and the same answer. An address that can’t be looked up now stays unresolved, and leads are alerted.',
  body: OrderBody,
  response: {
    ...{ 200: OrderAnswer, 201: OrderAnswer, 400: Problem, 403: Problem, 409: Problem, 413: Problem },
    ...{ 429: Problem, 503: Problem },
  },
}
const listing = {
  summary: 'List orders of authorities about cases that you may open, newest first',
  querystring: Type.Object(
    {
      content: Type.Optional(PlatformId),
      account: Type.Optional(PlatformId),
      state: Type.Optional(Type.Enum([...ORDER_STATES])),
      ...PageQuery,
    },
    strict,
  ),
  response: { 200: Page(OrderReply) },
}
const reading = {
  summary: 'Read one order of an authority, with its items and the acts on it',
  params: OrderParams,
  response: { 200: WholeOrderReply, 404: Problem },
}
const acting = {
  summary: 'Record what you did with an order of an authority',
  description:
    'Verify it, answer it, contest it, resume it, extend its silence, or preserve what it names. It takes nothing offline. 409: the order is not in the state for it.',
  params: OrderParams,
  body: ActBody,
  response: { 201: WholeOrderReply, 400: Problem, 403: Problem, 404: Problem, 409: Problem },
}
const downloading = {
  summary: 'Download the document of an order',
  description: 'The file as it was sent, as a download. It comes from outside and was not scanned.',
  produces: ['*/*'],
  params: OrderParams,
  response: { 200: Type.Unsafe<DocumentReply>({ type: 'string', format: 'binary' }), 404: Problem },
}

/** Returns an order with the desk's ids. A person names contents by these, an authority by those of its platform. */
const nameOwnContents = (caller: Caller, body: OrderBody): OrderBody =>
  caller.kind === 'staff'
    ? body
    : { ...body, ...qualified(caller, body, 'contents'), ...qualified(caller, body, 'accounts') }

const qualified = (caller: KeyCaller, body: OrderBody, field: 'contents' | 'accounts') => {
  const ids = body[field]
  return ids && { [field]: ids.map((id, place) => qualifyForKey(caller, id, `${field}/${place}`)) }
}

/** The reply with a document: its bytes, and the contents and accounts it is about, which are recorded as viewed and not sent. */
interface DocumentReply {
  contents: readonly string[]
  accounts: readonly string[]
  bytes: Buffer
}

/** The routes by which orders of authorities arrive and are read. */
export function authorityOrderRoutes(app: App, desk: Desk): void {
  const registered = {
    summary: 'List registered and revoked authorities',
    querystring: Type.Object(PageQuery, strict),
    response: { 200: AuthoritiesReply },
  }
  const reads = new SubjectReads(desk)
  const limit = new AttemptLimit({ max: ORDERS_OF_KEY_A_MINUTE_MAX, windowMs: MINUTE_MS })
  app.get('/v1/authorities', { schema: registered }, ({ query }) => listAuthorities(desk.db, pageOf(query)))
  app.post('/v1/authority-orders', { schema: receiving, bodyLimit: ORDER_BODY_BYTES_MAX }, async (request, reply) => {
    const caller = anyCallerOf(request)
    if (caller.kind === 'key') limitKey(limit, caller, reply)
    const by: BroughtBy =
      caller.kind === 'key' ? { caller, bearer: readBearer(request.headers.authorization) ?? '' } : { caller }
    const { created, order, cases } = await receiveOrder(desk, reads, by, nameOwnContents(caller, request.body))
    const { id, reference, receivedAt, dueAt, unresolved } = order
    return reply.code(created ? 201 : 200).send({ id, reference, receivedAt, dueAt, cases: [...cases], unresolved })
  })
  app.get('/v1/authority-orders', { schema: listing }, async (request) => {
    const { content, account, state } = request.query
    const filter = { content, account, state, staffId: staffOf(request).id }
    const { items, nextCursor } = await listOrders(desk.db, filter, pageOf(request.query))
    return { items: await toReplies(desk, items), nextCursor }
  })
  app.get('/v1/authority-orders/:orderId', { schema: reading }, async (request) => {
    return toWholeReply(desk, await findTheirs(desk, request.params.orderId, staffOf(request).id), staffOf(request).id)
  })
  app.post('/v1/authority-orders/:orderId/acts', { schema: acting }, async (request, reply) => {
    const by = staffOf(request)
    const { orderId } = request.params
    await actOnOrder(desk, { order: await findTheirs(desk, orderId, by.id), body: request.body, by })
    return reply.code(201).send(await toWholeReply(desk, await findTheirs(desk, orderId, by.id), by.id))
  })
  app.get('/v1/authority-orders/:orderId/document', { schema: downloading }, async (request, reply) => {
    const { id, contents, accounts } = await findTheirs(desk, request.params.orderId, staffOf(request).id)
    const document = requireFound(await findDocument(desk.db, id), message('order.noDocument', { id }))
    const fileName = `${id}.${FILE_ENDINGS[document.mediaType] ?? 'bin'}`
    void reply.headers(DOCUMENT_HEADERS).header('content-disposition', `attachment; filename="${fileName}"`)
    void reply.type(document.mediaType)
    // Fastify sends bytes unchanged, although its serializer type demands a string.
    void reply.serializer((answer: DocumentReply) => answer.bytes as unknown as string)
    return { contents, accounts, bytes: document.bytes }
  })
}

/** The most orders that one API key of an authority sends within a minute: a stolen key opens no flood of cases and clocks. */
export const ORDERS_OF_KEY_A_MINUTE_MAX = 60

/** Refuses an API key above its rate, and states when it may send again. Each process counts by itself. */
function limitKey(limit: AttemptLimit, { id }: KeyCaller, reply: FastifyReply): void {
  if (limit.admit(id)) return
  void reply.header('retry-after', String(MINUTE_MS / 1_000))
  throw new DeskError('too_many', message('order.tooMany', { count: ORDERS_OF_KEY_A_MINUTE_MAX }))
}

async function findTheirs({ db }: Desk, orderId: string, staffId: string): Promise<AuthorityOrder> {
  const order = await findOrder(db, orderId, staffId)
  if (order !== undefined) return order
  throw new DeskError('not_found', message('order.unknown', { orderId }))
}

async function toReplies({ db }: Desk, orders: readonly AuthorityOrder[]): Promise<OrderReply[]> {
  const keyOf = (id: string) => actorKey({ kind: 'staff', id })
  const name = await nameActors(
    db,
    orders.flatMap(({ enteredBy }) => (enteredBy === null ? [] : [keyOf(enteredBy)])),
  )
  return orders.map((order) => {
    const {
      bodyHash: _hash,
      contact: _contact,
      legalBasis: _basis,
      reasons: _reasons,
      redress: _redress,
      ...rest
    } = order
    const { unresolved: _unresolved, enteredBy, ...told } = rest
    const by = enteredBy === null ? null : name(keyOf(enteredBy))
    return { ...told, authenticated: order.authorityId !== null, enteredBy: by }
  })
}

async function toWholeReply(
  desk: Desk,
  order: AuthorityOrder,
  staffId: string,
): Promise<Static<typeof WholeOrderReply>> {
  const [[told], items, acts] = await Promise.all([
    toReplies(desk, [order]),
    listItems(desk.db, order.id, staffId),
    listActs(desk.db, order.id, staffId),
  ])
  if (told === undefined) throw new Error('an order that was found is not told')
  const byOf = (staffId: string) => actorKey({ kind: 'staff', id: staffId })
  const name = await nameActors(
    desk.db,
    acts.map(({ actedBy }) => byOf(actedBy)),
  )
  const { contact, legalBasis, reasons, redress, unresolved } = order
  return {
    ...told,
    ...{ authorityContact: contact, legalBasis, reasons, redress, unresolved, missing: listMissing(order) },
    items: items.map(({ subject, ...item }) => ({ ...item, subject: parseSubjectKey(subject) })),
    acts: acts.map(({ kind, outcome = null, ground = null, until, note, at, actedBy }) => ({
      ...{ kind, outcome, ground, until, note, at, by: name(byOf(actedBy)) },
    })),
  }
}

/** Lists what the law asks of an order and this one lacks. After its words were deleted there is nothing to tell. */
function listMissing(order: AuthorityOrder): Element[] {
  if (order.kind === 'other' || order.erased || order.verified === null) return []
  const { contact, authorityId, legalBasis, reasons, redress, contents, accounts } = order
  const has: Readonly<Record<Element, boolean>> = {
    contact: contact !== null || authorityId !== null,
    legalBasis: legalBasis !== null,
    reasons: reasons !== null,
    redress: redress !== null,
    item: contents.length + accounts.length > 0,
  }
  return ELEMENTS.filter((element) => !has[element])
}
