import type { Result } from './bench.ts'

const HEADINGS = ['name', 'value', 'unit', 'p50 ms', 'p99 ms', 'limit', 'ratio'] as const

/** A result as the file contains it. */
export interface WrittenResult extends Result {
  /** The value as a share of its limit: for a rate higher is better, for a time lower is better. */
  ratio: number | null
}

/** Rounds to the digits that a reader can distinguish, with the ratio of value to limit. */
export function toWritten({ name, value, unit, p50Ms, p99Ms, limit }: Result): WrittenResult {
  const ratio = limit === null ? null : round(value / limit)
  return {
    name,
    value: round(value),
    unit,
    p50Ms: roundOrNull(p50Ms),
    p99Ms: roundOrNull(p99Ms),
    limit: roundOrNull(limit),
    ratio,
  }
}

/** Formats the results as a table, names on the left, numbers on the right. */
export function formatResults(results: readonly Result[]): string {
  const cells = results.map((result) => {
    const { name, value, unit, p50Ms, p99Ms, limit, ratio } = toWritten(result)
    return [name, value, unit, p50Ms, p99Ms, limit, ratio].map((cell) => (cell === null ? '–' : String(cell)))
  })
  const rows = [[...HEADINGS], ...cells]
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const isText = (column: number): boolean => HEADINGS[column] === 'name' || HEADINGS[column] === 'unit'
  const pad = (cell: string, column: number): string =>
    isText(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)
  return rows.map((row) => row.map(pad).join('  ').trimEnd()).join('\n')
}

const SIGNIFICANT_DIGITS = 4
const round = (value: number): number => Number(value.toPrecision(SIGNIFICANT_DIGITS))
const roundOrNull = (value: number | null): number | null => (value === null ? null : round(value))
