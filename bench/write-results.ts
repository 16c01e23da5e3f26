import type { Result } from './bench.ts'

const HEADINGS = ['name', 'value', 'unit', 'p50 ms', 'p99 ms', 'limit', 'ratio'] as const

/** A result as it is written to the file. */
export interface WrittenResult extends Result {
  /** The value as a share of its limit: of a rate the higher the better, of a time the lower. */
  ratio: number | null
}

/** Rounded to what can be told apart, with the ratio of value to limit. */
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

/** The results as a table, names to the left, numbers to the right. */
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
