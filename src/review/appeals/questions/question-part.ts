import { type Static, Type } from 'typebox'
import { orNull, Timestamp } from '../../../foundation/schemas/schemas.ts'
import type { AppealQuestion } from './question-queries.ts'

/** The question of a judge to the person who appeals, and the answer. */
export const QuestionPart = Type.Object({
  question: orNull(
    Type.String(),
    'Null: deleted, or another person asked it and it is withheld until your own conclusion on the appeal.',
  ),
  askedAt: Timestamp,
  answerBy: {
    ...Timestamp,
    description: 'The end of the time for an answer. Until it or the answer, the time to decide stands still.',
  },
  answer: orNull(Type.String(), 'The answer in the words of the appellant. Null: none came, or it is deleted.'),
  answeredAt: orNull(Timestamp, 'The time of the answer. Null: none came.'),
})
export type QuestionPart = Static<typeof QuestionPart>

/** Returns the parts of a question that its readers get. */
export const toQuestionPart = ({ isOpen: _open, ...question }: AppealQuestion): QuestionPart => question
