import { Type } from 'typebox'
import type { App, Desk } from '../../policy/desk.ts'
import { CaseId, Problem, strict } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { CaseAnswer, toCaseAnswer } from './case-answer.ts'
import { takeOverClaim } from '../claims/take-over-claim.ts'
import { transferCase } from './transfer-case.ts'
import { storeExposureLimit } from '../claims/store-exposure-limit.ts'
import { storeVendorPlaces } from '../routing/vendor-places.ts'

const CaseParams = Type.Object({ caseId: CaseId })
const Reason = Type.String({ minLength: 1, maxLength: 2_000, description: 'The reason, which the next holder sees.' })

const TakeOverBody = Type.Object({ reason: Reason }, strict)
const TransferBody = Type.Object(
  {
    to: Type.Object(
      {
        queue: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
        person: Type.Optional(
          Type.String({ minLength: 1, maxLength: 64, description: 'The pseudonym of the person.' }),
        ),
      },
      { ...strict, minProperties: 1, maxProperties: 1, description: 'The queue or the person that receives the case.' },
    ),
    reason: Reason,
  },
  strict,
)

/** Routes that move cases between reviewers and queues. */
export function moveRoutes(app: App, desk: Desk): void {
  app.addHook('onReady', async () => {
    await storeVendorPlaces(desk.db, desk.policies.vendors)
    await storeExposureLimit(desk.db, desk.policies.exposure)
  })

  const takeOver = {
    summary: 'Take over a case that another person holds',
    description:
      'For leads. The take-over is recorded, and the previous holder is notified. 409: no other person holds the case, or you already hold two cases.',
    params: CaseParams,
    body: TakeOverBody,
    response: { 200: CaseAnswer, 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem },
  }
  app.post('/v1/cases/:caseId/claim/take-over', { schema: takeOver }, async (request) => {
    const { id: staffId, pseudonym } = staffOf(request)
    const { reason } = request.body
    return toCaseAnswer(await takeOverClaim(desk.db, { caseId: request.params.caseId, staffId, reason }), pseudonym)
  })

  const transfer = {
    summary: 'Transfer a case to another queue or to a person',
    description:
      'For the holder and for leads. A person must be at work and allowed to review the case; it is reserved for them for half an hour. 409: you may not transfer the case, or it cannot go there.',
    params: CaseParams,
    body: TransferBody,
    response: {
      204: Type.Null({ description: 'Transferred; no person holds it.' }),
      400: Problem,
      401: Problem,
      403: Problem,
      404: Problem,
      409: Problem,
    },
  }
  app.post('/v1/cases/:caseId/transfer', { schema: transfer }, async (request, reply) => {
    const { to, reason } = request.body
    const receiver = to.person === undefined ? { queue: to.queue ?? '' } : { person: to.person }
    await transferCase(desk, { caseId: request.params.caseId, by: staffOf(request), to: receiver, reason })
    return reply.code(204).send(null)
  })
}
