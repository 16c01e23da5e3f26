import { STANDING_FACTS } from '../../../policy/guards/facts.ts'
import type { Guard } from '../../../policy/guards/guards-file.ts'
import { isSameRule } from '../../../policy/guards/join-guards.ts'
import { DeskError } from '../../../foundation/errors.ts'

const standingOf = ({ when }: Guard) => STANDING_FACTS.find((name) => when.reads.has(name))

/**
 * Returns the guards that a person may try on others' enforcements, without those that read a person's standing. With
 * such a guard of their own they could find out who is leaving. One that is in force unchanged may stay in the text.
 * `standing`: those in force; a replay reports only what they required at the time.
 */
export function partStanding(
  tried: readonly Guard[],
  inForce: readonly Guard[],
): { guards: readonly Guard[]; standing: readonly Guard[] } {
  const standing = inForce.filter((guard) => standingOf(guard) !== undefined)
  const errors = tried.flatMap((guard) => {
    const fact = standingOf(guard)
    if (fact === undefined || standing.some((known) => isSameRule(known, guard))) return []
    return [{ field: 'text', detail: `has a guard ${guard.id} that turns on ${fact}, ${TOLD_NOWHERE}` }]
  })
  if (errors.length === 0) return { guards: tried.filter((guard) => standingOf(guard) === undefined), standing }
  const named = errors.map(({ field, detail }) => `${field} ${detail}.`).join(' ')
  throw new DeskError('invalid_input', `Nothing was judged: ${named}`, { errors })
}

const TOLD_NOWHERE =
  'which enforcements are judged by and nobody is told: on enforcements of others only the guards about it that are in force are replayed. Leave it out, or as it is'
