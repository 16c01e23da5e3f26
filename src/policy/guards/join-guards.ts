import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Guard, Guards } from './guards-file.ts'

/** Joins two sets of guards. The result is never looser than either, because requirements only add up. */
export function joinGuards(adopted: Guards, other: Guards): Guards {
  if (adopted.hash === other.hash) return adopted
  const added = other.guards.filter((guard) => !adopted.guards.some((known) => isSameGuard(known, guard)))
  return {
    guards: [...adopted.guards, ...added],
    reads: new Set([...adopted.reads, ...other.reads]),
    // The shorter wait for approvals requires more, because an enforcement without its approvals in time never takes
    // effect.
    expiresMs: Math.min(adopted.expiresMs, other.expiresMs),
    budgets: [...adopted.budgets, ...other.budgets],
    items: adopted.items,
    hash: createHash('sha256').update(`${adopted.hash}\n${other.hash}`).digest('hex'),
  }
}

/** True when two guards have the same id and the same rule; their reasons may differ. */
const isSameGuard = (one: Guard, other: Guard): boolean => one.id === other.id && isSameRule(one, other)

/** True when two guards apply to the same actions, by the same condition, and require the same. */
export const isSameRule = (one: Guard, other: Guard): boolean =>
  one.when.text === other.when.text &&
  one.as === other.as &&
  isDeepStrictEqual([...one.actions].sort(), [...other.actions].sort()) &&
  isDeepStrictEqual(one.requirement, other.requirement)
