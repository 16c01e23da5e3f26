import { Type } from 'typebox'
import type { App, Desk } from '../../policy/desk.ts'
import { CaseId, Problem, strict, Timestamp } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { CaseAnswer, toCaseAnswer } from './case-answer.ts'
import { claimCase } from '../claims/claim-case.ts'
import { claimNextCase } from '../claims/claim-next.ts'
import { releaseClaim } from '../claims/release-claim.ts'
import { renewClaim } from '../claims/renew-claim.ts'

const CaseParams = Type.Object({ caseId: CaseId })
const ReleaseBody = Type.Object(
  {
    reason: Type.Optional(
      Type.String({ minLength: 1, maxLength: 2_000, description: 'The reason, which the next holder sees.' }),
    ),
  },
  strict,
)
const Nothing = Type.Null({ description: 'Done, without a body.' })

/** Routes of the queue: claiming a case, renewing and releasing a claim. */
export function queueRoutes(app: App, desk: Desk): void {
  const claimNext = {
    summary: 'Claim the most urgent case that you may review, for ten minutes',
    description: '204: no case waits that you may review. 409: you already hold two cases.',
    response: { 200: CaseAnswer, 204: Nothing, 409: Problem },
  }
  app.post('/v1/cases/claim-next', { schema: claimNext }, async (request, reply) => {
    const { id, pseudonym } = staffOf(request)
    const claimed = await claimNextCase(desk.db, id)
    return claimed === undefined ? reply.code(204).send(null) : toCaseAnswer(claimed, pseudonym)
  })

  const renew = {
    summary: 'Renew your claim on a case for ten minutes',
    description: '409: the case is closed, or your claim expired and the case is no longer available to you.',
    params: CaseParams,
    response: { 200: Type.Object({ claimedUntil: Timestamp }), 404: Problem, 409: Problem },
  }
  app.post('/v1/cases/:caseId/claim/renew', { schema: renew }, async (request) => {
    const until = await renewClaim(desk.db, request.params.caseId, staffOf(request).id)
    return { claimedUntil: until }
  })

  const release = {
    summary: 'Release your claim on a case',
    description:
      'With a reason it is not offered to you again; you may still choose it. 409: you do not hold the case.',
    params: CaseParams,
    body: Type.Union([ReleaseBody, Type.Null()]),
    response: { 204: Nothing, 404: Problem, 409: Problem },
  }
  app.post('/v1/cases/:caseId/claim/release', { schema: release }, async (request, reply) => {
    const { reason } = request.body ?? {}
    await releaseClaim(desk.db, request.params.caseId, staffOf(request).id, reason)
    return reply.code(204).send(null)
  })

  const claim = {
    summary: 'Claim one case for ten minutes',
    description:
      'The case must fit you as the next case would. 409: another person holds it or has it reserved, it is closed, or you already hold two cases.',
    params: CaseParams,
    response: { 200: CaseAnswer, 403: Problem, 404: Problem, 409: Problem },
  }
  app.post('/v1/cases/:caseId/claim', { schema: claim }, async (request) => {
    const { id, pseudonym } = staffOf(request)
    return toCaseAnswer(await claimCase(desk.db, request.params.caseId, id), pseudonym)
  })
}
