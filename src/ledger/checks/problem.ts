/** A difference between the database and the ledger. */
export interface Problem {
  table: string
  /** The row's key; for a missing row, the part of the key that is known. */
  id: string
  fault: 'changed' | 'removed' | 'added' | 'unnumbered' | 'cut' | 'recomputed' | 'forged'
  /** A plain description of the difference. */
  detail: string
}

/** The most problems listed; the rest is only counted. */
const PROBLEMS_LISTED_MAX = 1_000

/** Collects problems within bounds, however many there are. */
export class Problems {
  readonly listed: Problem[] = []
  count = 0

  add(...problems: readonly Problem[]): void {
    this.count += problems.length
    this.listed.push(...problems.slice(0, PROBLEMS_LISTED_MAX - this.listed.length))
  }
}
