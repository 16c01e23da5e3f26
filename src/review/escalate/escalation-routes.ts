import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Desk } from '../../policy/desk.ts'
import { CaseId, Problem, Timestamp } from '../../foundation/schemas/schemas.ts'
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
        description: 'Of a newsworthy exception: whether it holds. Then the case is closed, else it goes back.',
      }),
    ),
    reviewBy: Type.Optional({
      ...Timestamp,
      description: `Of an exception you agree to: by when it must be looked at again, in ${REVIEW_DAYS} days unless said, in ${REVIEW_DAYS_MAX} at most. As you signed it, or left out.`,
    }),
    signature: Type.Optional({
      ...SignatureBody,
      description: 'Of whoever agrees to an exception: over what POST /v1/signings prepares as exception_agree.',
    }),
  },
  { additionalProperties: false },
)

/** Receives the answers to escalations. */
export const escalationRoutes =
  (desk: Desk): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const schema = {
      summary:
        'Answer what was asked about a case you hold, and send it back to whoever asked, or agree to an exception',
      description: '409: you do not hold it, or nobody asked anything about it.',
      params: Type.Object({ caseId: CaseId }),
      body: AnswerBody,
      response: {
        204: Type.Null({
          description:
            'It stands before all others of its queue, and its first reviewer gets it first; or you agreed, and it is closed.',
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
    done()
  }
