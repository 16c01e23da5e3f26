import type { Clause, Requirement } from '../requirements/requirement.ts'

/** What of a requirement another one asks less for. */
export type Loosened = 'people' | 'hold' | 'confirm' | 'identify' | 'assessment' | 'page'

/**
 * In what the second asks for less than the first. Never too few: where it can't be told from two clauses whether whoever
 * meets one meets the other, it counts as asking for less. Pure.
 */
export function listLoosened(before: Requirement, after: Requirement): Loosened[] {
  const loosened: Record<Loosened, boolean> = {
    people: !before.approvals.every((clause) => after.approvals.some((other) => implies(other, clause))),
    hold: after.holdMs < before.holdMs,
    confirm: before.confirmMs !== null && (after.confirmMs === null || after.confirmMs > before.confirmMs),
    identify: before.identify && !after.identify,
    assessment: before.assessment !== null && after.assessment !== before.assessment,
    page: before.page && !after.page,
  }
  return PARTS.filter((part) => loosened[part])
}

const PARTS = ['people', 'hold', 'confirm', 'identify', 'assessment', 'page'] as const

/** Whether the second asks for less than the first in anything at all. */
export const isLooser = (before: Requirement, after: Requirement): boolean => listLoosened(before, after).length > 0

/** Whether whoever meets the one clause meets the other, whoever they are. */
export const implies = (one: Clause, other: Clause): boolean =>
  one.count >= other.count &&
  (one.teams ?? 0) >= (other.teams ?? 0) &&
  (one.employers ?? 0) >= (other.employers ?? 0) &&
  (other.roles === undefined || (one.roles?.every((role) => other.roles?.includes(role)) ?? false))
