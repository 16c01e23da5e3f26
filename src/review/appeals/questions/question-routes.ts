import { Type } from 'typebox'
import { inAnsweredTransaction } from '../../../foundation/database/db.ts'
import { refuseUnstorable } from '../../../foundation/database/refuse-unstorable.ts'
import { parseSubjectKey } from '../../../foundation/domain.ts'
import { requireFound } from '../../../foundation/errors.ts'
import { message } from '../../../foundation/messages/message.ts'
import { AppealId, CaseId, Problem, strict } from '../../../foundation/schemas/schemas.ts'
import { keyOf, staffOf } from '../../../people/access/caller.ts'
import { isOfKeyPlatform } from '../../../people/access/ids-of-key.ts'
import type { App, Desk } from '../../../policy/desk.ts'
import { findAppeal } from '../appeal-queries.ts'
import { ANSWER_CHARS_MAX, answerQuestion } from './answer-question.ts'
import { askAppellant } from './ask-appellant.ts'
import { QuestionPart, toQuestionPart } from './question-part.ts'
import { findQuestion } from './question-queries.ts'

const QUESTION_CHARS_MAX = 1_000

/** Routes by which a judge asks the appellant one question, and by which a platform passes the answer on. */
export function questionRoutes(app: App, desk: Desk): void {
  const asking = {
    summary: 'Ask the appellant one question about the appeal whose case you hold',
    description:
      'One question per appeal. The appellant reads it on their page, and gets a letter where an address is known. The case leaves the queue until the answer, for a week at most, and the time to decide stands still. Meanwhile the appeal can be overturned, and nothing that keeps a restriction is decided.',
    params: Type.Object({ caseId: CaseId }),
    body: Type.Object(
      {
        question: Type.String({
          pattern: '\\S',
          maxLength: QUESTION_CHARS_MAX,
          description: 'The question, which the appellant receives.',
        }),
      },
      strict,
    ),
    response: { 201: QuestionPart, 403: Problem, 404: Problem, 409: Problem },
  }
  app.post('/v1/cases/:caseId/appeal/question', { schema: asking }, async (request, reply) => {
    const asked = await askAppellant(desk, { ...request.params, by: staffOf(request), question: request.body.question })
    return reply.code(201).send(toQuestionPart(asked))
  })
  const answering = {
    summary: 'Pass on the answer to the question of an appeal that you sent',
    description: 'One answer, within the time that the appeal states. The same answer again returns the same.',
    params: Type.Object({ appealId: AppealId }),
    body: Type.Object(
      {
        answer: Type.String({
          pattern: '\\S',
          maxLength: ANSWER_CHARS_MAX,
          description: 'The answer in the words of the appellant.',
        }),
      },
      strict,
    ),
    response: { 200: QuestionPart, 404: Problem, 409: Problem },
  }
  app.post('/v1/appeals/:appealId/answer', { schema: answering }, async (request) => {
    const key = keyOf(request)
    const { appealId } = request.params
    const { answer } = request.body
    refuseUnstorable({ answer })
    const found = await findAppeal(desk.db, key.id, appealId)
    const own = found && isOfKeyPlatform(key, parseSubjectKey(found.subject)) ? found : undefined
    requireFound(own, message('appeal.unknown', { appealId }))
    return inAnsweredTransaction(desk.db, async (tx) => {
      await answerQuestion(tx, { appealId, answer, keyId: key.id })
      const asked = await findQuestion(tx, appealId)
      return toQuestionPart(requireFound(asked, message('appeal.noQuestion', { appealId })))
    })
  })
}
