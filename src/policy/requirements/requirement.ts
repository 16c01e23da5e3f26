import type { Role } from '../../foundation/domain.ts'

/** A clause: a number of approvals, by these roles if named, from at least this many teams and employers. */
export interface Clause {
  count: number
  roles?: readonly Role[]
  /** The fewest teams from which the approvers come. */
  teams?: number
  employers?: number
  /** True for the additional approval that an exceeded budget requires. */
  more?: true
}

/** The conditions of an enforcement, before and after it takes effect. */
export interface Requirement {
  /** The clauses, each of which must be met. Empty: no approval is required. */
  approvals: readonly Clause[]
  /** The hold between the approvals and the effect. */
  holdMs: number
  /**
   * The time after its effect within which another person must confirm it; otherwise it is undone. Null: no
   * confirmation is required.
   */
  confirmMs: number | null
  /** True when the proposer must identify the account. */
  identify: boolean
  assessment: 'newsworthiness' | null
  /** True when leads are alerted at once. */
  alert: boolean
}

export const NOTHING_REQUIRED: Requirement = {
  approvals: [],
  holdMs: 0,
  confirmMs: null,
  identify: false,
  assessment: null,
  alert: false,
}

/**
 * Joins two requirements. The result is never looser than either: clauses add up, the longest hold and the shortest
 * confirmation apply.
 */
export const join = (a: Requirement, b: Requirement): Requirement => ({
  approvals: [...a.approvals, ...b.approvals],
  holdMs: Math.max(a.holdMs, b.holdMs),
  confirmMs:
    a.confirmMs === null ? b.confirmMs : b.confirmMs === null ? a.confirmMs : Math.min(a.confirmMs, b.confirmMs),
  identify: a.identify || b.identify,
  assessment: a.assessment ?? b.assessment,
  alert: a.alert || b.alert,
})

/** An approver, with their roles, team and employer at this moment. */
export interface Agreeing {
  staffId: string
  roles: readonly Role[]
  team: string
  employer: string
}

/**
 * True when the approvers meet every clause. One person counts once, and towards every clause that they fit.
 * Twin of enforcement_is_agreed in SQL.
 */
export const isMet = (clauses: readonly Clause[], agreeing: readonly Agreeing[]): boolean =>
  clauses.every((clause) => countMissing(clause, agreeing) === 0)

/** Returns the fewest people whom a clause still lacks. Zero: the approvers meet it. */
function countMissing({ count, roles, teams = 0, employers = 0 }: Clause, agreeing: readonly Agreeing[]): number {
  const fitting = agreeing.filter((one) => roles === undefined || roles.some((role) => one.roles.includes(role)))
  const distinct = (values: readonly string[]) => new Set(values).size
  return Math.max(
    0,
    count - distinct(fitting.map(({ staffId }) => staffId)),
    teams - distinct(fitting.map(({ team }) => team)),
    employers - distinct(fitting.map(({ employer }) => employer)),
  )
}

/**
 * Counts the approvals given and needed, of the clause that lacks the most people: the numbers are equal only when every
 * clause is met.
 */
export function countApprovals(
  clauses: readonly Clause[],
  agreeing: readonly Agreeing[],
): { given: number; needed: number } {
  const counted = clauses.map((clause) => {
    const missing = countMissing(clause, agreeing)
    const needed = Math.max(clause.count, clause.teams ?? 0, clause.employers ?? 0, missing)
    return { missing, given: needed - missing, needed }
  })
  const [last] = counted.sort((a, b) => b.missing - a.missing || b.needed - a.needed)
  return { given: last?.given ?? 0, needed: last?.needed ?? 0 }
}
