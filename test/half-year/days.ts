import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { DAY_MS } from '../../src/foundation/durations.ts'
import { RunError } from '../real-run/run-error.ts'

/** The reports that X received in that half-year, by its own transparency report. */
export const REPORTS = 224_102_000
const BEGIN_MS = Date.UTC(2024, 0, 1)
const DAYS = 182
const YEAR_MS = 366 * DAY_MS

export interface Day {
  /** Its beginning. */
  date: Date
  reports: number
}

interface Division {
  /** One report of so many is played. */
  scale: number
  /** The same days follow a year later, when what came in the first ones is no longer stored. */
  again?: boolean
  /**
   * A CSV file with the columns `date` and `statements_of_reasons`: the reports are spread over the days as these numbers
   * are. Left out: evenly.
   */
  volumesFile?: string | undefined
}

/** The days of the half-year, with their shares of X's reports. Throws when the file lacks one of the days. */
export function listDays({ scale, again = false, volumesFile }: Division): Day[] {
  const dates = Array.from({ length: DAYS }, (_, day) => new Date(BEGIN_MS + day * DAY_MS))
  const volumes = volumesFile === undefined ? dates.map(() => 1) : readVolumes(volumesFile, dates)
  const total = volumes.reduce((sum, volume) => sum + volume, 0)
  let [seen, given] = [0, 0]
  const days = dates.map((date, day) => {
    seen += volumes[day] ?? 0
    const reports = Math.round(((REPORTS / scale) * seen) / total) - given
    given += reports
    return { date, reports }
  })
  const later = days.map(({ date, reports }) => ({ date: new Date(date.getTime() + YEAR_MS), reports }))
  return again ? [...days, ...later] : days
}

function readVolumes(file: string, dates: readonly Date[]): number[] {
  const rows = parse(readFileSync(file), { columns: true }) as { date: string; statements_of_reasons: string }[]
  const volumeOn = new Map(rows.map((row) => [row.date, Number(row.statements_of_reasons)]))
  return dates.map((date) => {
    const day = date.toISOString().slice(0, 10)
    const volume = volumeOn.get(day)
    if (volume === undefined || !(volume >= 0)) throw new RunError(`${file}: no statements_of_reasons for ${day}.`)
    return volume
  })
}
