import { Type } from 'typebox'
import type { App, Desk } from '../../policy/desk.ts'
import { CaseId, Problem, strict, GivenTime } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { SignatureBody } from '../../people/signatures/signature-body.ts'
import { REVIEW_DAYS, REVIEW_DAYS_MAX } from '../exceptions/agree-exception.ts'
import { answerCase } from './answer-case.ts'

const ANSWER_LENGTH_MAX = 10_000

const AnswerBody = Type.Object(
  {
    answer: Type.String({ minLength: 1, maxLength: ANSWER_LENGTH_MAX }),
    agrees: Type.Optional(
      Type.Boolean({
        description: 'For a newsworthy exception: true to agree, which closes the case; false to return it.',
      }),
    ),
    reviewBy: Type.Optional({
      ...GivenTime,
      description: `For an exception that you agree to: the time of its next review, by default in ${REVIEW_DAYS} days, at most in ${REVIEW_DAYS_MAX}. It must equal the signed value.`,
    }),
    signature: Type.Optional({
      ...SignatureBody,
      description:
        'The signature of the person who agrees to an exception, over the text that POST /v1/signings prepares as exception_agree.',
    }),
  },
  strict,
)

/** Receives the answers to escalations. */
export function escalationRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'Answer an escalation of a case that you hold, or agree to an exception',
    description:
      'The case returns to the person who escalated it. 409: you do not hold the case, or it was not escalated.',
    params: Type.Object({ caseId: CaseId }),
    body: AnswerBody,
    response: {
      204: Type.Null({
        description: 'The case is first in its queue and goes to its first reviewer, or you agreed and it is closed.',
      }),
      400: Problem,
      401: Problem,
      403: Problem,
      404: Problem,
      409: Problem,
    },
  }
  app.post('/v1/cases/:caseId/answer', { schema }, async (request, reply) => {
    const { id: staffId } = staffOf(request)
    await answerCase(desk, { caseId: request.params.caseId, staffId, ...request.body })
    return reply.code(204).send(null)
  })
}
