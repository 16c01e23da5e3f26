import { type Static, Type } from 'typebox'
import { APPEAL_ENDS } from '../../enforcement/end/end-appeals.ts'
import {
  AppealId,
  EnforcementId,
  orNull,
  PlatformId,
  SubjectSchema,
  Timestamp,
} from '../../foundation/schemas/schemas.ts'

const WORDS_CHARS_MAX = 10_000
const NEW_EVIDENCE_CHARS_MAX = 2_000
const strict = { additionalProperties: false }

/** A complaint of a person affected by an enforcement. Its id is scoped to the API key that sends it. */
export const AppealBody = Type.Object(
  {
    id: PlatformId,
    enforcementId: Type.Optional(EnforcementId),
    subject: Type.Optional({
      ...SubjectSchema,
      description: 'Instead of the enforcement: what was last taken from it and still is.',
    }),
    appellantId: { ...PlatformId, description: 'Who appeals, as the platform knows them. Shown to nobody here.' },
    words: Type.String({ pattern: '\\S', maxLength: WORDS_CHARS_MAX, description: 'What they say, as they say it.' }),
    newEvidence: Type.Optional(
      Type.String({
        pattern: '\\S',
        maxLength: NEW_EVIDENCE_CHARS_MAX,
        description:
          'What was not known when an earlier appeal against the enforcement was judged, as they say it. Without it what was judged is final.',
      }),
    ),
    language: Type.Optional(
      Type.String({
        pattern: '^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*$',
        maxLength: 35,
        description: 'In which language.',
      }),
    ),
  },
  strict,
)
export type AppealBody = Static<typeof AppealBody>

/** The state of an appeal, for the platform to pass on. It names no reviewer. */
export const AppealAnswer = Type.Object({
  id: Type.String({ description: 'The id it was sent with.' }),
  appealId: AppealId,
  enforcementId: EnforcementId,
  subject: SubjectSchema,
  state: Type.Enum(['open', ...APPEAL_ENDS], {
    description:
      'upheld: the enforcement stays. overturned: it was undone because of the appeal. restored: it was undone for another reason. ended: it ran out.',
  }),
  receivedAt: Timestamp,
  dueAt: orNull(Timestamp, 'By when it is to be judged.'),
  endedAt: orNull(Timestamp),
  reason: orNull(Type.String({ description: 'What whoever appealed is to be told.' })),
  judgeable: Type.Boolean({
    description:
      'False: at this desk works nobody who had no part in the order, so nobody can judge that it stays. It can still be undone.',
  }),
})
export type AppealAnswer = Static<typeof AppealAnswer>
