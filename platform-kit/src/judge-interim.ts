import type { InterimMeasure } from './store.ts'

const WEEK_MS = 7 * 86_400_000

/** Lists the interim measures of the last week. A measure that the desk no longer states has been restored. */
export const listInterim = (
  measures: readonly InterimMeasure[],
  spokenOf: ReadonlySet<string>,
  nowMs: number,
): InterimMeasure[] =>
  measures
    .filter(({ untilMs }) => untilMs > nowMs - WEEK_MS)
    .map((measure) =>
      spokenOf.has(measure.enforcement) ? measure : { ...measure, untilMs: Math.min(measure.untilMs, nowMs) },
    )

/**
 * Sums the time for which these measures were active within the last week and may be from now on, each moment counted
 * once. A hijack lock has limits of its own. Twin of interim_ms_used in SQL.
 */
export function sumStoodMs(measures: readonly InterimMeasure[], nowMs: number): number {
  let [sum, end] = [0, nowMs - WEEK_MS]
  const bounded = measures.filter(({ hijack }) => hijack !== true)
  for (const { sinceMs, untilMs } of bounded.sort((one, other) => one.sinceMs - other.sinceMs)) {
    sum += Math.max(0, untilMs - Math.max(sinceMs, end))
    end = Math.max(end, untilMs)
  }
  return sum
}
