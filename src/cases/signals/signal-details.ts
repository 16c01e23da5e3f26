import { createHash } from 'node:crypto'
import { type Static, Type } from 'typebox'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'

const RATIONALE_CHARS_MAX = 2_000
const CLAUSE_CHARS_MAX = 200
const MODEL_CHARS_MAX = 100
const LABEL_CHARS_MAX = 64
const SPANS_MAX = 50
const TEXT_CHARS_MAX = 100_000
const SHA256 = '^[0-9a-f]{64}$'

const Span = Type.Object(
  {
    start: Type.Integer({ minimum: 0, maximum: TEXT_CHARS_MAX, description: 'The first character, counted from 0.' }),
    end: Type.Integer({ minimum: 1, maximum: TEXT_CHARS_MAX, description: 'The character after the last one.' }),
    label: Type.Optional(
      Type.String({ minLength: 1, maxLength: LABEL_CHARS_MAX, description: 'A name for the passage.' }),
    ),
  },
  { additionalProperties: false },
)

/** The explanation of a signal by its source: evidence beside the score, which no guard or rule reads. */
export const DETAILS = {
  rationale: Type.Optional(
    Type.String({ minLength: 1, maxLength: RATIONALE_CHARS_MAX, description: 'The reason, in words.' }),
  ),
  clause: Type.Optional(
    Type.String({ minLength: 1, maxLength: CLAUSE_CHARS_MAX, description: 'The clause of a policy that it applies.' }),
  ),
  model: Type.Optional(
    Type.String({ minLength: 1, maxLength: MODEL_CHARS_MAX, description: 'The model, with its version.' }),
  ),
  spans: Type.Optional(
    Type.Array(Span, {
      maxItems: SPANS_MAX,
      description: 'The passages of the text that caused it, in Unicode code points. They need textSha256.',
    }),
  ),
  textSha256: Type.Optional(
    Type.String({
      pattern: SHA256,
      description:
        'The SHA-256, in hex, of the text in UTF-8 to which the spans refer. Another text shows none of them.',
    }),
  ),
}
const Details = Type.Object(DETAILS)
export type Details = Static<typeof Details>

/** Returns the details of a signal. Null: it states none. Refuses passages of no text, and empty ones. */
export function readDetails({ rationale, clause, model, spans, textSha256 }: Details): Details | null {
  if (spans !== undefined && textSha256 === undefined) throw invalidField('textSha256', message('signal.noText'))
  const empty = spans?.findIndex(({ start, end }) => end <= start) ?? -1
  if (empty >= 0) throw invalidField(`spans/${empty}/end`, message('signal.emptySpan'))
  const details = {
    ...{ ...(rationale !== undefined && { rationale }), ...(clause !== undefined && { clause }) },
    ...{ ...(model !== undefined && { model }), ...(spans !== undefined && { spans }) },
    ...(textSha256 !== undefined && { textSha256 }),
  }
  return Object.keys(details).length === 0 ? null : details
}

/** True when the passages of a signal are those of this text. */
export const fitsText = ({ textSha256 }: Details, text: string | null): boolean =>
  text !== null && textSha256 === createHash('sha256').update(text, 'utf8').digest('hex')
