import type { Clause, Requirement } from '../requirements/requirement.ts'

/** The parts of a requirement in which another one may require less. */
type Loosened = 'people' | 'hold' | 'confirm' | 'identify' | 'assessment' | 'alert'

/**
 * Lists the parts in which the second requirement asks for less than the first. It never lists too few: if meeting one
 * clause doesn't provably meet the other, it counts as less. Pure.
 */
export function listLoosened(before: Requirement, after: Requirement): Loosened[] {
  const loosened: Record<Loosened, boolean> = {
    people: !before.approvals.every((clause) => after.approvals.some((other) => implies(other, clause))),
    hold: after.holdMs < before.holdMs,
    confirm: before.confirmMs !== null && (after.confirmMs === null || after.confirmMs > before.confirmMs),
    identify: before.identify && !after.identify,
    assessment: before.assessment !== null && after.assessment !== before.assessment,
    alert: before.alert && !after.alert,
  }
  return PARTS.filter((part) => loosened[part])
}

const PARTS = ['people', 'hold', 'confirm', 'identify', 'assessment', 'alert'] as const

/** True when the second requirement asks for less than the first in any part. */
export const isLooser = (before: Requirement, after: Requirement): boolean => listLoosened(before, after).length > 0

/** True when all people who meet the one clause also meet the other. */
export const implies = (one: Clause, other: Clause): boolean =>
  one.count >= other.count &&
  (one.teams ?? 0) >= (other.teams ?? 0) &&
  (one.employers ?? 0) >= (other.employers ?? 0) &&
  (other.roles === undefined || (one.roles?.every((role) => other.roles?.includes(role)) ?? false))
