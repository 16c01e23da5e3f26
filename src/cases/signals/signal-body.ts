import { type Static, Type } from 'typebox'
import { CATEGORIES } from '../../foundation/domain.ts'
import { PlatformId, SignalId, SubjectSchema, Timestamp } from '../../foundation/schemas/schemas.ts'

const NAME_CHARS_MAX = 100
const VERSION_CHARS_MAX = 64
const strict = { additionalProperties: false }

const said = {
  id: PlatformId,
  subject: SubjectSchema,
  category: Type.Enum(CATEGORIES, { description: 'What it would be.' }),
  at: Timestamp,
}

/** A signal of a classifier or a list about a subject. Its id is scoped to the API key that sends it. */
export const SignalBody = Type.Union([
  Type.Object(
    {
      ...said,
      kind: Type.Literal('classifier'),
      classifier: Type.String({ minLength: 1, maxLength: NAME_CHARS_MAX }),
      version: Type.String({ minLength: 1, maxLength: VERSION_CHARS_MAX }),
      score: Type.Number({ minimum: 0, maximum: 1, description: 'How sure it is.' }),
    },
    strict,
  ),
  Type.Object(
    {
      ...said,
      kind: Type.Literal('hash_match'),
      list: Type.String({ minLength: 1, maxLength: NAME_CHARS_MAX, description: 'On which list its hash stands.' }),
    },
    strict,
  ),
])
export type SignalBody = Static<typeof SignalBody>

export const SignalAnswer = Type.Object({
  id: Type.String({ description: 'The id it was sent with.' }),
  signalId: SignalId,
  source: Type.String({ description: 'Whose signals this key sends.' }),
  receivedAt: Timestamp,
})
export type SignalAnswer = Static<typeof SignalAnswer>
