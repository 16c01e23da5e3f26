import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Desk } from '../../policy/desk.ts'
import { PAGE_SIZE_DEFAULT, PageQuery, PlatformId, Problem } from '../../foundation/schemas/schemas.ts'
import { anyCallerOf, staffOf } from '../../people/access/caller.ts'
import { receiveRequest } from './receive-request.ts'
import { RequestAnswer, RequestBody, RequestReply } from './request-body.ts'
import { listRequests, type RemovalRequest } from './request-queries.ts'

/** The routes on which people affected ask, by the platform or through a lead, that something be taken offline. */
export const removalRequestRoutes =
  (desk: Desk): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const receiving = {
      summary: 'Receive a removal request',
      description:
        'A valid request is signed, identifies the content, states good faith and gives a contact: it opens a case and starts the legal clock. Any other request is stored and starts nothing; the answer says what is missing.',
      body: RequestBody,
      response: { 200: RequestAnswer, 201: RequestAnswer, 400: Problem, 409: Problem },
    }
    app.post('/v1/removal-requests', { schema: receiving }, async (request, reply) => {
      const { created, request: stored, caseId } = await receiveRequest(desk, anyCallerOf(request), request.body)
      const { id: requestId, clientId: id, valid, missing, receivedAt } = stored
      return reply
        .code(created ? 201 : 200)
        .send({ id, requestId, valid, missing, receivedAt: receivedAt.toISOString(), caseId })
    })
    const listing = {
      summary: 'List removal requests about cases that you may open, newest first',
      querystring: Type.Object(
        { content: Type.Optional(PlatformId), limit: PageQuery.limit },
        { additionalProperties: false },
      ),
      response: { 200: Type.Object({ items: Type.Array(RequestReply) }) },
    }
    app.get('/v1/removal-requests', { schema: listing }, async (request) => {
      const { content, limit = PAGE_SIZE_DEFAULT } = request.query
      const found = await listRequests(desk.db, { content, limit, staffId: staffOf(request).id })
      return { items: found.map(toReply) }
    })
    done()
  }

const toReply = (request: RemovalRequest): RequestReply => {
  const { id, policyId, content, valid, missing, identification, goodFaith, signature, contact, receivedAt } = request
  return {
    ...{ id, policyId, content, valid, missing, identification, goodFaith },
    requesterName: signature,
    requesterContact: contact,
    receivedAt: receivedAt.toISOString(),
  }
}
