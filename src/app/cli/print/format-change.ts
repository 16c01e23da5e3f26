import type { Change } from '../../../admin/change/change-queries.ts'
import type { Output } from './describe-command.ts'
import { formatTime } from './format-table.ts'

/** The JSON of every command that proposes a change. */
export const CHANGE_JSON = {
  change: 'id, state, says (the change in words), expiresAt (last time for an answer), takesEffectAt (or null)',
} as const

/** Prints the outcome of a proposed change, and the next step. */
export const printChange = (output: Output<'change'>, change: Change): void =>
  output.result({ change: toChangeJson(change) }, formatChange(change))

/** The part of a change that a script needs to follow it. */
export const toChangeJson = ({ id, state, says, expiresAt, takesEffectAt }: Change) => ({
  id,
  state,
  says,
  expiresAt,
  takesEffectAt,
})

/** Formats the outcome of a proposed change, and the next step. */
export function formatChange({ id, state, says, expiresAt }: Change): string {
  if (state === 'applied') return `${id} is done:\n\n${says}`
  return `${id} waits, and nothing is changed yet:\n\n${says}\n\nAnother person of policy, lead or admin must agree by ${formatTime(expiresAt)}: countersign change agree ${id}`
}
