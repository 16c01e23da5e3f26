import { tracedFrom } from '../../foundation/telemetry/stored-traces.ts'
import { randomUUID } from 'node:crypto'
import { Type } from 'typebox'
import { AssessmentBody } from '../../enforcement/approve/approval-routes.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { ESCALATION_QUEUES, URGENCIES, CONCLUSIONS } from '../../foundation/domain.ts'
import { CaseId, EnforcementId, Problem, strict } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { BasisBody } from '../basis/basis-body.ts'
import { decide } from './decide.ts'
import { ActionBody } from './decision-body.ts'

const ACTIONS_MAX = 8

const DecisionBody = Type.Object(
  {
    draftId: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        description: 'The id that the client gives the draft. The same draft sent twice is one decision.',
      }),
    ),
    conclusion: Type.Enum([...CONCLUSIONS], {
      description:
        'The conclusion. A newsworthy_exception needs an assessment and takes effect when a second person agrees: the case goes to the queue policy.',
    }),
    policyId: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    rationale: Type.String({ minLength: 1, maxLength: 10_000 }),
    actions: Type.Optional(Type.Array(ActionBody, { maxItems: ACTIONS_MAX })),
    basis: Type.Optional(BasisBody),
    assessment: Type.Optional(AssessmentBody),
    escalateTo: Type.Optional(
      Type.Enum([...ESCALATION_QUEUES], {
        description:
          'With escalate: the queue to ask. The rationale states the question. The case comes back with an answer.',
      }),
    ),
    urgency: Type.Optional(Type.Enum([...URGENCIES], { description: 'The urgency for the queue that is asked.' })),
  },
  strict,
)

const DecisionReply = Type.Object({
  decisionId: Type.String(),
  caseId: CaseId,
  conclusion: Type.Enum([...CONCLUSIONS]),
  enforcements: Type.Array(EnforcementId, { description: 'The enforcements that this decision proposed.' }),
  unsigned: Type.Array(EnforcementId, {
    description:
      'Those that wait for your signature before anyone is asked: POST /v1/signings with the act propose, then POST /v1/enforcements/{enforcementId}/sign.',
  }),
  joined: Type.Array(EnforcementId, {
    description: 'Enforcements of the same kind that already wait, which you joined as a proposer.',
  }),
  standing: Type.Array(EnforcementId, {
    description: 'Enforcements that already stand and last at least as long: no new one was proposed.',
  }),
})

/** The route that receives the decisions of reviewers. */
export function decisionRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'Decide a case that you hold',
    params: Type.Object({ caseId: CaseId }),
    body: DecisionBody,
    response: {
      200: DecisionReply,
      201: DecisionReply,
      400: Problem,
      401: Problem,
      403: Problem,
      404: Problem,
      409: Problem,
      422: Problem,
    },
  }
  app.post('/v1/cases/:caseId/decisions', { schema }, async (request, reply) => {
    const { draftId = randomUUID(), actions = [], ...body } = request.body
    const { caseId } = request.params
    const decided = await tracedFrom(
      desk.db,
      caseId,
      { name: 'decide case', attributes: { 'countersign.case_id': caseId } },
      () => decide(desk, { ...body, draftId, actions, caseId, by: staffOf(request) }),
    )
    const { fresh, decisionId, caseId: decidedCase, conclusion, enforcements, unsigned, joined, standing } = decided
    const answer = {
      decisionId,
      caseId: decidedCase,
      conclusion,
      enforcements: [...enforcements],
      unsigned: [...unsigned],
      joined: [...joined],
      standing: [...standing],
    }
    return reply.code(fresh ? 201 : 200).send(answer)
  })
}
