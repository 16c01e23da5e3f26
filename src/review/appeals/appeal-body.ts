import { type Static, Type } from 'typebox'
import { APPEAL_ENDS } from '../../enforcement/end/end-appeals.ts'
import {
  AppealId,
  EnforcementId,
  orNull,
  PlatformId,
  SubjectSchema,
  strict,
  Timestamp,
} from '../../foundation/schemas/schemas.ts'
import { QuestionPart } from './questions/question-part.ts'

const WORDS_CHARS_MAX = 10_000
const NEW_EVIDENCE_CHARS_MAX = 2_000

/** A complaint of a person affected by an enforcement. Its id is scoped to the API key that sends it. */
export const AppealBody = Type.Object(
  {
    id: PlatformId,
    enforcementId: Type.Optional(EnforcementId),
    subject: Type.Optional({
      ...SubjectSchema,
      description: 'Instead of the enforcement: the subject; its latest enforcement in effect is meant.',
    }),
    appellantId: {
      ...PlatformId,
      description: 'The appellant, by the id of the platform. It is shown to no person here.',
    },
    words: Type.String({
      pattern: '\\S',
      maxLength: WORDS_CHARS_MAX,
      description: 'The appeal in the words of the appellant.',
    }),
    newEvidence: Type.Optional(
      Type.String({
        pattern: '\\S',
        maxLength: NEW_EVIDENCE_CHARS_MAX,
        description:
          'The evidence that was not known at an earlier judgement. Without it the earlier judgement is final.',
      }),
    ),
    language: Type.Optional(
      Type.String({
        pattern: '^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*$',
        maxLength: 35,
        description: 'The language of the appeal, as a BCP 47 tag.',
      }),
    ),
  },
  strict,
)
export type AppealBody = Static<typeof AppealBody>

/** The state of an appeal, for the platform to pass on. It names no reviewer. */
export const AppealAnswer = Type.Object({
  id: Type.String({ description: 'The id that the sender gave it.' }),
  appealId: AppealId,
  enforcementId: EnforcementId,
  subject: SubjectSchema,
  state: Type.Enum(['open', ...APPEAL_ENDS], {
    description:
      'upheld: the enforcement stays. lessened: it was undone, and a lesser one took its place. overturned: it was undone because of the appeal. restored: it was undone for another reason. ended: it expired.',
  }),
  receivedAt: Timestamp,
  dueAt: orNull(Timestamp, 'The time by which it is due to be judged.'),
  endedAt: orNull(Timestamp),
  reason: orNull(Type.String({ description: 'The reason, as sent to the person who appealed.' })),
  question: orNull(QuestionPart, 'A question to the appellant, to be passed on. Null: none was asked.'),
  judgeable: Type.Boolean({
    description:
      'False when every person here took part in the enforcement, so none can uphold it. It can still be undone.',
  }),
})
export type AppealAnswer = Static<typeof AppealAnswer>
