/** The parts of the run: thefts at the platform, and the rows of SECURITY.md's threat table. */
export const PARTS = ['platform', 'table'] as const
export type Part = (typeof PARTS)[number]

/** One theft and its outcome. */
export interface Outcome {
  part: Part
  /** The attacker of the threat table, or what was stolen. */
  attacker: string
  /** The asset of the threat table, or what was tried with it. */
  asset: string
  /** The platform's answer; in the table, the result of the row's tests. */
  outcome: string
  /** False when SECURITY.md states otherwise, or when no passing test shows it. */
  asSaid: boolean
}

/** Returns the object that `--json` prints: every row, and the number of rows in each part. */
export function summarise(rows: readonly Outcome[]): {
  rows: readonly Outcome[]
  totals: Partial<Record<Part, { rows: number; wrong: number }>>
} {
  const totals: Partial<Record<Part, { rows: number; wrong: number }>> = {}
  for (const { part, asSaid } of rows) {
    const before = totals[part] ?? { rows: 0, wrong: 0 }
    totals[part] = { rows: before.rows + 1, wrong: before.wrong + (asSaid ? 0 : 1) }
  }
  return { rows, totals }
}
