import { type Static, Type } from 'typebox'
import { CATEGORIES } from '../../foundation/domain.ts'
import { PlatformId, SignalId, SubjectSchema, Timestamp, strict, GivenTime } from '../../foundation/schemas/schemas.ts'
import { DETAILS } from './signal-details.ts'

const NAME_CHARS_MAX = 100
const VERSION_CHARS_MAX = 64

const said = {
  id: PlatformId,
  subject: SubjectSchema,
  category: Type.Enum(CATEGORIES, { description: 'The category that the classifier suggests.' }),
  at: GivenTime,
  ...DETAILS,
}

/** A signal of a classifier or a list about a subject. Its id is scoped to the API key that sends it. */
export const SignalBody = Type.Union([
  Type.Object(
    {
      ...said,
      kind: Type.Literal('classifier'),
      classifier: Type.String({ minLength: 1, maxLength: NAME_CHARS_MAX }),
      version: Type.String({ minLength: 1, maxLength: VERSION_CHARS_MAX }),
      score: Type.Number({ minimum: 0, maximum: 1, description: 'The confidence of the source, from 0 to 1.' }),
    },
    strict,
  ),
  Type.Object(
    {
      ...said,
      kind: Type.Literal('hash_match'),
      list: Type.String({ minLength: 1, maxLength: NAME_CHARS_MAX, description: 'The list that contains its hash.' }),
    },
    strict,
  ),
])
export type SignalBody = Static<typeof SignalBody>

export const SignalAnswer = Type.Object({
  id: Type.String({ description: 'The id that the sender gave it.' }),
  signalId: SignalId,
  source: Type.String({ description: 'The source whose signals this key sends.' }),
  receivedAt: Timestamp,
})
export type SignalAnswer = Static<typeof SignalAnswer>
