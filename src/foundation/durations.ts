/** The units of time in milliseconds. No other file of this folder defines them. */
export const SECOND_MS = 1_000
export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000
/** Ten years: a longer action must be without an end. Twin of duration_ms in SQL. */
export const DURATION_MS_MAX = 315_576_000_000

const UNITS = [
  { name: 'day', ms: DAY_MS },
  { name: 'hour', ms: HOUR_MS },
  { name: 'minute', ms: MINUTE_MS },
] as const
const SECOND = { name: 'second', ms: SECOND_MS }

/** Formats a duration in words, such as 7 days, 90 minutes or 30 seconds: in the largest unit that is exact. */
export function formatDuration(ms: number): string {
  const unit = UNITS.find((each) => ms >= each.ms && ms % each.ms === 0) ?? SECOND
  const count = Math.round(ms / unit.ms)
  return `${count} ${unit.name}${count === 1 ? '' : 's'}`
}

/** Formats a duration as policy files write it: 30s, 5m, 2h. */
export const formatDurationToken = (ms: number): string =>
  ms % HOUR_MS === 0 ? `${ms / HOUR_MS}h` : ms % MINUTE_MS === 0 ? `${ms / MINUTE_MS}m` : `${ms / SECOND_MS}s`
