import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Guard, Guards } from './guards-file.ts'

/** Both together: never looser than either, whatever they say, because what guards ask for only joins. */
export function joinGuards(adopted: Guards, other: Guards): Guards {
  if (adopted.hash === other.hash) return adopted
  const added = other.guards.filter((guard) => !adopted.guards.some((known) => isSameGuard(known, guard)))
  return {
    guards: [...adopted.guards, ...added],
    reads: new Set([...adopted.reads, ...other.reads]),
    // What people have not agreed to in time never takes effect, so the shorter time asks for more.
    expiresMs: Math.min(adopted.expiresMs, other.expiresMs),
    budgets: [...adopted.budgets, ...other.budgets],
    hash: createHash('sha256').update(`${adopted.hash}\n${other.hash}`).digest('hex'),
  }
}

/** Whether two guards say the same of every enforcement; what they are called and why they are there is left out. */
const isSameGuard = (one: Guard, other: Guard): boolean => one.id === other.id && isSameRule(one, other)

/** Whether two guards look at the same enforcements, by the same condition, and ask for the same. */
export const isSameRule = (one: Guard, other: Guard): boolean =>
  one.when.text === other.when.text &&
  one.as === other.as &&
  isDeepStrictEqual([...one.actions].sort(), [...other.actions].sort()) &&
  isDeepStrictEqual(one.requirement, other.requirement)
