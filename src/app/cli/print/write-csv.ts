import { closeSync, openSync, writeSync } from 'node:fs'
import { reasonOf, StartError } from '../../../foundation/store/start-error.ts'

type Row = readonly (string | number | boolean)[]

interface CsvFile {
  write(rows: readonly Row[]): void
  end(): void
}

/** Opens a CSV file with headings (RFC 4180), to which rows are appended. Its former content is lost. */
export function openCsv(path: string, headings: readonly string[]): CsvFile {
  const write = (file: number, rows: readonly Row[]) =>
    writeSync(file, rows.map((row) => `${row.map(field).join(',')}\r\n`).join(''))
  const attempt = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw new StartError(`${path} can't be written: ${reasonOf(error)}.`, { cause: error })
    }
  }
  const file = attempt(() => openSync(path, 'w'))
  attempt(() => write(file, [headings]))
  return { write: (rows) => void attempt(() => write(file, rows)), end: () => closeSync(file) }
}

/** Spreadsheets run text that begins like this as a formula (OWASP, CSV injection), full-width forms included. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/

/** Text that a spreadsheet would run begins with an apostrophe, which it doesn't show. Numbers stay numbers. */
const field = (value: string | number | boolean): string => {
  const text = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) || text !== String(value) ? `"${text.replaceAll('"', '""')}"` : text
}
