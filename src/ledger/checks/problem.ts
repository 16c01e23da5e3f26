/** A difference between the database and the ledger. */
export interface Problem {
  table: string
  /** The key of the differing row; for a missing row, the known part of its key. */
  id: string
  fault: 'changed' | 'removed' | 'added' | 'unnumbered' | 'cut' | 'recomputed' | 'forged'
  /** A plain description of the difference. */
  detail: string
}

/** The most differences that are listed; the rest is only counted. */
const PROBLEMS_LISTED_MAX = 1_000

/** Collects differences up to a limit, however many there are. */
export class Problems {
  readonly listed: Problem[] = []
  count = 0

  add(...problems: readonly Problem[]): void {
    this.count += problems.length
    this.listed.push(...problems.slice(0, PROBLEMS_LISTED_MAX - this.listed.length))
  }
}
