import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../components/durations.ts'

const TICKS_MAX = 7
/** The steps between two ticks, as on a clock. */
const STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 4, 6, 12, 24].map((hours) => hours * HOUR_MS),
]

/** The step below which ticks show seconds. */
export const SECONDS_BELOW_MS = MINUTE_MS

/** Returns the round moments between two, in steps of a clock, and no more than fit. Pure. */
export function toTicks(from: number, until: number): { step: number; ticks: readonly number[] } {
  const days = Math.ceil((until - from) / (TICKS_MAX * 24 * HOUR_MS)) * 24 * HOUR_MS
  const step = STEPS_MS.find((each) => (until - from) / each <= TICKS_MAX) ?? days
  const first = Math.ceil(from / step) * step
  return { step, ticks: Array.from({ length: Math.floor((until - first) / step) + 1 }, (_, n) => first + n * step) }
}
