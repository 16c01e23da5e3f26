import { STANDING_FACTS } from '../../../policy/guards/facts.ts'
import type { Guard } from '../../../policy/guards/guards-file.ts'
import { isSameRule } from '../../../policy/guards/join-guards.ts'
import { DeskError } from '../../../foundation/errors.ts'

const standingOf = ({ when }: Guard) => STANDING_FACTS.find((name) => when.reads.has(name))

/**
 * Guards that somebody would try on other people's enforcements, without those that turn on where a person stands: by the enforcements such a
 * one of their own speaks up about they would read who leaves. One that is in force as it is may stand in the text. `standing`: those
 * in force, of which is only told what they asked for when they were asked.
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
