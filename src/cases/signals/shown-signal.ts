import { type Static, Type } from 'typebox'
import { fitsText } from './signal-details.ts'
import { Signal, type Signal as StoredSignal } from './signal-queries.ts'
import { orNull } from '../../foundation/schemas/schemas.ts'

const Text = Type.String()

const Span = Type.Object({
  start: Type.Integer({ description: 'The first character of the passage, counted from 0.' }),
  end: Type.Integer({ description: 'The character after the last one of the passage.' }),
  label: orNull(Text, 'The name that the source gave to the passage. Null: none.'),
})

/** A signal as a case shows it, with the explanation of its source. */
export const ShownSignal = Type.Object({
  ...Signal.properties,
  rationale: orNull(Text, 'The reason, as the source states it.'),
  clause: orNull(Text, 'The clause of a policy, as the source names it.'),
  model: orNull(Text, 'The model, with its version.'),
  spans: Type.Array(Span, {
    description: 'The passages of the text of the content that caused it, in Unicode code points, by their start.',
  }),
  isOfOtherText: Type.Boolean({
    description: 'True when its passages are those of another text, such as one before an edit.',
  }),
})
export type ShownSignal = Static<typeof ShownSignal>

/** Returns a signal as a case shows it. Passages are shown of exactly the text to which the source referred. */
export function toShownSignal({ details, ...signal }: StoredSignal, text: string | null): ShownSignal {
  const { rationale = null, clause = null, model = null, spans = [] } = details ?? {}
  const fits = details !== null && fitsText(details, text)
  const shown = fits ? spans.map(({ start, end, label = null }) => ({ start, end, label })) : []
  return {
    ...{ ...signal, rationale, clause, model },
    spans: shown.sort((one, other) => one.start - other.start),
    isOfOtherText: spans.length > 0 && !fits,
  }
}
