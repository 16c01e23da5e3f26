import { Type } from 'typebox'
import { pageOf } from '../../foundation/database/select-page.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { actorKey, type Caller } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { DeskError, requireFound } from '../../foundation/errors.ts'
import {
  AuthorityId,
  AuthorityOrderId,
  orNull,
  PageQuery,
  PlatformId,
  Problem,
  Timestamp,
  Page,
  strict,
} from '../../foundation/schemas/schemas.ts'
import { anyCallerOf, readBearer, staffOf } from '../../people/access/caller.ts'
import { qualifyForKey } from '../../people/access/ids-of-key.ts'
import { nameActors } from '../../people/staff/name-actors.ts'
import { ORDER_BODY_BYTES_MAX, OrderAnswer, OrderBody, OrderReply } from './order-body.ts'
import { type AuthorityOrder, findDocument, findOrder, listAuthorities, listOrders } from './order-queries.ts'
import { type BroughtBy, receiveOrder } from './receive-order.ts'

const Params = Type.Object({ orderId: AuthorityOrderId })

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
    'With an authority’s own key it is authenticated. A lead enters an order that arrived another way, with its document. Each content to be taken offline gets a case, and its legal clock starts. Sending the same order again returns 200 and the same answer.',
  body: OrderBody,
  response: { 200: OrderAnswer, 201: OrderAnswer, 400: Problem, 403: Problem, 409: Problem, 413: Problem },
}
const listing = {
  summary: 'List orders of authorities about cases that you may open, newest first',
  querystring: Type.Object({ content: Type.Optional(PlatformId), ...PageQuery }, strict),
  response: { 200: Page(OrderReply) },
}
const reading = {
  summary: 'Read one order of an authority',
  params: Params,
  response: { 200: OrderReply, 404: Problem },
}
const downloading = {
  summary: 'Download the document of an order',
  description: 'The file as it was sent, as a download. It comes from outside and was not scanned.',
  produces: ['*/*'],
  params: Params,
  response: { 200: Type.Unsafe<DocumentReply>({ type: 'string', format: 'binary' }), 404: Problem },
}

/** Returns an order with the desk's ids. A person names contents by these, an authority by those of its platform. */
const nameOwnContents = (caller: Caller, body: OrderBody): OrderBody =>
  caller.kind === 'staff'
    ? body
    : { ...body, contents: body.contents.map((id, place) => qualifyForKey(caller, id, `contents/${place}`)) }

/** The reply with a document: its bytes, and the contents it is about, which are recorded as viewed and not sent. */
interface DocumentReply {
  contents: readonly string[]
  bytes: Buffer
}

/** The routes by which orders of authorities arrive and are read. */
export function authorityOrderRoutes(app: App, desk: Desk): void {
  const registered = {
    summary: 'List registered and revoked authorities',
    querystring: Type.Object(PageQuery, strict),
    response: { 200: AuthoritiesReply },
  }
  app.get('/v1/authorities', { schema: registered }, ({ query }) => listAuthorities(desk.db, pageOf(query)))
  app.post('/v1/authority-orders', { schema: receiving, bodyLimit: ORDER_BODY_BYTES_MAX }, async (request, reply) => {
    const caller = anyCallerOf(request)
    const by: BroughtBy =
      caller.kind === 'key' ? { caller, bearer: readBearer(request.headers.authorization) ?? '' } : { caller }
    const { created, order, cases } = await receiveOrder(desk, by, nameOwnContents(caller, request.body))
    const { id, reference, receivedAt } = order
    return reply.code(created ? 201 : 200).send({ id, reference, receivedAt, cases: [...cases] })
  })
  app.get('/v1/authority-orders', { schema: listing }, async (request) => {
    const filter = { content: request.query.content, staffId: staffOf(request).id }
    const { items, nextCursor } = await listOrders(desk.db, filter, pageOf(request.query))
    return { items: await toReplies(desk, items), nextCursor }
  })
  app.get('/v1/authority-orders/:orderId', { schema: reading }, async (request) => {
    const [told] = await toReplies(desk, [await findTheirs(desk, request.params.orderId, staffOf(request).id)])
    if (told === undefined) throw new Error('an order that was found is not told')
    return told
  })
  app.get('/v1/authority-orders/:orderId/document', { schema: downloading }, async (request, reply) => {
    const { id, contents } = await findTheirs(desk, request.params.orderId, staffOf(request).id)
    const document = requireFound(await findDocument(desk.db, id), message('order.noDocument', { id }))
    const fileName = `${id}.${FILE_ENDINGS[document.mediaType] ?? 'bin'}`
    void reply.headers(DOCUMENT_HEADERS).header('content-disposition', `attachment; filename="${fileName}"`)
    void reply.type(document.mediaType)
    // Fastify sends bytes unchanged, although its serializer type demands a string.
    void reply.serializer((answer: DocumentReply) => answer.bytes as unknown as string)
    return { contents, bytes: document.bytes }
  })
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
  return orders.map(({ bodyHash: _hash, enteredBy, receivedAt, ...order }) => ({
    ...order,
    authenticated: order.authorityId !== null,
    receivedAt,
    enteredBy: enteredBy === null ? null : name(keyOf(enteredBy)),
  }))
}
