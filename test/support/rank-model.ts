import { HOUR_MS } from '../../src/foundation/durations.ts'
import type { Severity } from '../../src/policy/queues.ts'

/** The facts from which a case's rank is computed. None changes as time passes. */
export interface RankFacts {
  severity: Severity
  /** The class of its account's reach, as `reachClass` computes it. */
  reachClass: number
  /** The weights of all its reporters, each counted once and as it was when they reported. */
  reporterWeight: number
  /** The hours by which a reviewer moved the case ahead. */
  boostHours: number
  openedAt: Date
}

/** The hours by which a case of this severity is ahead of one of the lowest. */
const SEVERITY_HOURS: Record<Severity, number> = { 1: 0, 2: 24, 3: 72, 4: 168, 5: 720 }
const HOURS_PER_REACH_CLASS = 4
const HOURS_PER_DOUBLING = 6

/**
 * The rank of a case: the hours it is ahead by, less the hours from 1970 to its opening. A higher rank is given out first.
 * All cases wait equally longer as time passes, so the enforcement of two never changes by itself and is never worked out anew:
 * a case overtakes another by waiting as many hours longer as the other is more urgent. A reach ten times as high puts a
 * case 4 hours ahead, each doubling of reporters 6, by quarters. SQL alone ranks at a desk.
 * Twin of case_rank in SQL.
 */
export function rankOf({ severity, reachClass, reporterWeight, boostHours, openedAt }: RankFacts): number {
  const ahead =
    SEVERITY_HOURS[severity] +
    HOURS_PER_REACH_CLASS * reachClass +
    HOURS_PER_DOUBLING * doublings(reporterWeight) +
    boostHours
  return ahead - openedAt.getTime() / HOUR_MS
}

/** In quarters, so that of many reports few move their case; the little beside them keeps a whole one whole. */
const doublings = (reporterWeight: number): number => Math.floor(4 * Math.log2(1 + reporterWeight) + 1e-9) / 4

/**
 * Returns the number of digits of a reach; 0 for no reach or no account. Unknown counts as 100,000: until it is read,
 * it may be that.
 * Twin of reach_class in SQL.
 */
export function reachClass(reach: number | null | 'absent'): number {
  if (reach === null) return UNKNOWN_REACH_CLASS
  return reach === 'absent' || reach === 0 ? 0 : String(reach).length
}
const UNKNOWN_REACH_CLASS = 6

/** A reporter's earlier reports: how many were decided, and how many of these upheld. */
export interface ReporterRecord {
  upheld: number
  decided: number
}

/** A new reporter counts as if two of four earlier reports had been upheld. */
const PRIOR = { upheld: 2, decided: 4 }

/**
 * Returns a reporter's weight: 1 when new, towards 2 for one who is always right, towards 0 for one who never is.
 * Twin of reporter_weight in SQL.
 */
export const weighReporter = ({ upheld, decided }: ReporterRecord): number =>
  (2 * (upheld + PRIOR.upheld)) / (decided + PRIOR.decided)
