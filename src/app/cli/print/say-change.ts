import type { Change } from '../../../admin/change/change-queries.ts'
import { formatTime } from './format-table.ts'

/** Formats the outcome of a proposed change, and the next step. */
export function sayChange({ id, state, says, expiresAt }: Change): string {
  if (state === 'applied') return `${id} is done:\n\n${says}`
  return `${id} waits, and nothing is changed yet:\n\n${says}\n\nSomebody else of policy, lead or admin must agree by ${formatTime(expiresAt)}: countersign change agree ${id}`
}
