import { message } from '../../../foundation/messages/message.ts'
import { invalidFields } from '../../../foundation/schemas/invalid-field.ts'
import { STANDING_FACTS } from '../../../policy/guards/facts.ts'
import type { Guard } from '../../../policy/guards/guards-file.ts'
import { isSameRule } from '../../../policy/guards/join-guards.ts'

const standingOf = ({ when }: Guard) => STANDING_FACTS.find((name) => when.reads.has(name))

/**
 * Returns the guards that a person may replay on other people's enforcements, without those that read facts about a
 * departure. With such a guard of their own they could find out who is leaving. One that is in force unchanged may stay
 * in the text. `standing`: the ones in force; a replay reports only what they required at the time.
 */
export function partStanding(
  tried: readonly Guard[],
  inForce: readonly Guard[],
): { guards: readonly Guard[]; standing: readonly Guard[] } {
  const standing = inForce.filter((guard) => standingOf(guard) !== undefined)
  const errors = tried.flatMap((guard) => {
    const fact = standingOf(guard)
    if (fact === undefined || standing.some((known) => isSameRule(known, guard))) return []
    return [{ field: 'text', detail: message('ruleSet.standing', { guard: guard.id, fact }) }]
  })
  if (errors.length === 0) return { guards: tried.filter((guard) => standingOf(guard) === undefined), standing }
  throw invalidFields(errors)
}
