import { type Static, Type } from 'typebox'
import { OWN_LOSSES } from '../../foundation/domain.ts'
import { orNull } from '../../foundation/schemas/schemas.ts'
import type { StoredAction } from './own-actions.ts'

const Title = Type.Object({ en: Type.String(), de: Type.Optional(Type.String()) })
/** The effect of an action of one's own. */
export const OwnEffectReply = {
  title: Title,
  takes: Type.Array(Type.Enum([...OWN_LOSSES]), { description: 'What it takes from the subject.' }),
  reversible: Type.Boolean({ description: 'False: what it takes can’t be given back.' }),
}

const Parameter = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Array(Type.String())])
/** An enforcement's action of one's own, as it was declared when it was proposed. */
export const OwnActionReply = orNull(
  Type.Object({
    id: Type.String({ description: 'The id of the action, such as payout-hold.' }),
    ...OwnEffectReply,
    parameters: Type.Record(Type.String(), Parameter),
  }),
  'The action of the organisation’s own, which counts as `action`. Null: one of the eight, or withheld.',
)

/** Builds the answer about an enforcement's action of one's own. Null: it is one of the eight. */
export function ownActionReply(own: StoredAction | null): Static<typeof OwnActionReply> {
  if (own === null) return null
  const { action: id, title, takes, reversible, parameters } = own
  const copied = Object.entries(parameters).map(([name, value]) => [name, copyOf(value)] as const)
  return { id, title, takes: [...takes], reversible, parameters: Object.fromEntries(copied) }
}

const copyOf = (value: StoredAction['parameters'][string]) => (typeof value === 'object' ? [...value] : value)
