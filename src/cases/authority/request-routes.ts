import { Type } from 'typebox'
import { mapPage, pageOf } from '../../foundation/database/select-page.ts'
import type { Caller } from '../../foundation/domain.ts'
import type { Seal } from '../../foundation/outgoing/seal.ts'
import { Page, PageQuery, PlatformId, Problem, strict } from '../../foundation/schemas/schemas.ts'
import { anyCallerOf, staffOf } from '../../people/access/caller.ts'
import { qualifyForKey } from '../../people/access/ids-of-key.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { receiveRequest } from './receive-request.ts'
import { RequestAnswer, RequestBody, RequestReply } from './request-body.ts'
import { listRequests, type RemovalRequest } from './request-queries.ts'
import { openRequester } from './seal-requester.ts'

/** The routes by which people affected request, through the platform or a lead, that a content be taken offline. */
export function removalRequestRoutes(app: App, desk: Desk): void {
  const receiving = {
    summary: 'Receive a removal request',
    description:
      'A valid request is signed, identifies the content, states good faith and gives a contact: it opens a case and starts the legal clock. Any other request is stored and starts nothing; the answer says what is missing.',
    body: RequestBody,
    response: { 200: RequestAnswer, 201: RequestAnswer, 400: Problem, 409: Problem },
  }
  app.post('/v1/removal-requests', { schema: receiving }, async (request, reply) => {
    const caller = anyCallerOf(request)
    const {
      created,
      request: stored,
      caseId,
    } = await receiveRequest(desk, caller, qualifyContentForKey(caller, request.body))
    const { id: requestId, clientId: id, valid, missing, receivedAt } = stored
    return reply.code(created ? 201 : 200).send({ id, requestId, valid, missing, receivedAt, caseId })
  })
  const listing = {
    summary: 'List removal requests about cases that you may open, newest first',
    querystring: Type.Object({ content: Type.Optional(PlatformId), ...PageQuery }, strict),
    response: { 200: Page(RequestReply) },
  }
  app.get('/v1/removal-requests', { schema: listing }, async (request) => {
    const filter = { content: request.query.content, staffId: staffOf(request).id }
    const page = await listRequests(desk.db, filter, pageOf(request.query))
    return mapPage(page, (each) => toReply(desk.outbox.seal, each))
  })
}

/** Returns a request with the desk's id of its content. A person names it by that, a machine by its platform's. */
const qualifyContentForKey = (caller: Caller, { content, ...body }: RequestBody): RequestBody => ({
  ...body,
  ...(content !== undefined && {
    content: caller.kind === 'staff' ? content : qualifyForKey(caller, content, 'content'),
  }),
})

const toReply = (seal: Seal, request: RemovalRequest): RequestReply => {
  const { id, policyId, content, valid, missing, identification, goodFaith, signature, contact, receivedAt } = request
  return {
    ...{ id, policyId, content, valid, missing, identification, goodFaith },
    requesterName: openRequester(seal, request, signature),
    requesterContact: openRequester(seal, request, contact),
    receivedAt,
  }
}
