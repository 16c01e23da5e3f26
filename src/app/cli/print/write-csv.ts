import { closeSync, openSync, writeSync } from 'node:fs'
import { formatCsvLine, type CsvRow } from '../../../foundation/csv.ts'
import { reasonOf, StartError } from '../../../foundation/store/start-error.ts'

interface CsvFile {
  write(rows: readonly CsvRow[]): void
  end(): void
}

/** Opens a CSV file with headings (RFC 4180), to which rows are appended. Its former content is lost. */
export function openCsv(path: string, headings: readonly string[]): CsvFile {
  const write = (file: number, rows: readonly CsvRow[]) => writeSync(file, rows.map(formatCsvLine).join(''))
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
