import type { Outcome, SubjectName } from './gate.ts'

/**
 * The rules of a history, each named by its action and triggered by its own signal. The last two have the same effect
 * as two others.
 */
export const RULES = ['hides', 'labels', 'suspends', 'limits', 'routes', 'watches', 'would-hide'] as const
export type RuleName = (typeof RULES)[number]
/** The most actions of all rules together within an hour. */
export const ACTS_MAX = 3
export const ACTS_WITHIN_MS = 3_600_000
/** The time for which a rule is in shadow mode first. */
export const TRIED_MS = 24 * 3_600_000

export interface SeenRun {
  rule: RuleName
  mode: 'shadow' | 'live'
  outcome: 'would' | 'done' | 'stands' | 'left' | 'unknown'
  subject: SubjectName
  enforcementId: string | null
  atMs: number
}

export interface AutomationActs {
  /** Sends a signal about a subject that one rule reacts to, and runs the rules. */
  signal(rule: RuleName, subject: SubjectName): Promise<Outcome>
  /** One person stops a rule, or all rules. */
  stop(by: number, rule: RuleName | null): Promise<Outcome>
  /** One person proposes to resume all stopped rules; the other, if there is one, agrees. */
  goOn(by: number, other: number | null): Promise<Outcome>
}
