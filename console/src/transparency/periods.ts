import type { Period } from '../components/report-query.ts'

const MONTHS = 12
const HALF = 6

/** Returns the last half year that is over and counted; of a younger desk, the last month, or null before its first. */
export function lastPeriod(countedUntil: string | null): Period | null {
  if (countedUntil === null) return null
  const next = new Date(Date.parse(countedUntil) + 86_400_000)
  const [year, month] = [next.getUTCFullYear(), next.getUTCMonth()]
  const begun = Math.floor(month / HALF) * HALF
  return { from: day(year, begun - HALF), to: day(year, begun, 0) }
}

/** Returns a day as YYYY-MM-DD. A month before January is one of the year before. */
const day = (year: number, month: number, date = 1): string =>
  new Date(Date.UTC(year + Math.floor(month / MONTHS), ((month % MONTHS) + MONTHS) % MONTHS, date))
    .toISOString()
    .slice(0, 'YYYY-MM-DD'.length)
