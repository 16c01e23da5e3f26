/** A number of enforcements of the other tool, and of those that would have needed another person. */
export interface Count {
  name: string
  enforcements: number
  needed: number
}

/** An enforcement of the other tool that took an account or content with much reach offline. */
export interface Farthest {
  accountId: string
  handle: string | null
  action: string
  at: string
  endedAt: string | null
  offlineMs: number
  /** The requirement in words. */
  asks: string
  /** Null: the other tool told none. */
  reach: number | null
}

/** The report of `countersign shadow compare --json`. */
export interface BesideReport {
  from: string
  to: string
  enforcements: number
  needed: number
  guards: readonly Count[]
  reach: readonly Count[]
  farthest: readonly Farthest[]
}

/** The most characters of a file: a report has ten enforcements and a row for each guard. */
export const FILE_CHARS_MAX = 2_000_000
const ROWS_MAX = 1_000

type Fields = Readonly<Record<string, unknown>>

/** Reads a report as the command wrote it. Undefined: the text is no such report. Pure. */
export function readBesideReport(text: string): BesideReport | undefined {
  if (text.length > FILE_CHARS_MAX) return undefined
  try {
    return toReport(fieldsOf(JSON.parse(text)))
  } catch {
    return undefined
  }
}

const toReport = (read: Fields): BesideReport => ({
  from: timeOf(read.from),
  to: timeOf(read.to),
  enforcements: countOf(read.enforcements),
  needed: countOf(read.needed),
  guards: rowsOf(read.guards).map(toCount),
  reach: rowsOf(read.reach).map(toCount),
  farthest: rowsOf(read.farthest).map(toFarthest),
})

const toCount = (read: Fields): Count => ({
  name: textOf(read.name),
  enforcements: countOf(read.enforcements),
  needed: countOf(read.needed),
})

const toFarthest = (read: Fields): Farthest => ({
  accountId: textOf(read.accountId),
  handle: read.handle === null ? null : textOf(read.handle),
  action: textOf(read.action),
  at: timeOf(read.at),
  endedAt: read.endedAt === null ? null : timeOf(read.endedAt),
  offlineMs: countOf(read.offlineMs),
  asks: textOf(read.asks),
  reach: typeof fieldsOf(read.facts).reach === 'number' ? countOf(fieldsOf(read.facts).reach) : null,
})

const refuse = (): never => {
  throw new TypeError('the file is no report')
}
const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : refuse()
const rowsOf = (value: unknown): Fields[] =>
  Array.isArray(value) && value.length <= ROWS_MAX ? value.map(fieldsOf) : refuse()
const textOf = (value: unknown): string => (typeof value === 'string' ? value : refuse())
const countOf = (value: unknown): number =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : refuse()
const timeOf = (value: unknown): string => (Number.isNaN(Date.parse(textOf(value))) ? refuse() : textOf(value))
