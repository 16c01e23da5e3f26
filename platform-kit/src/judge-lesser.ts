import type { LesserMeasure } from './store.ts'

const WEEK_MS = 7 * 86_400_000

/** What one person took in the last week. What the desk no longer speaks of was given back by now. */
export const listLesser = (
  measures: readonly LesserMeasure[],
  spokenOf: ReadonlySet<string>,
  nowMs: number,
): LesserMeasure[] =>
  measures
    .filter(({ untilMs }) => untilMs > nowMs - WEEK_MS)
    .map((measure) =>
      spokenOf.has(measure.order) ? measure : { ...measure, untilMs: Math.min(measure.untilMs, nowMs) },
    )

/** For how long some of these stood within the last week and may stand from now on, each moment counted once. */
export function sumStoodMs(measures: readonly LesserMeasure[], nowMs: number): number {
  let [sum, end] = [0, nowMs - WEEK_MS]
  for (const { sinceMs, untilMs } of [...measures].sort((one, other) => one.sinceMs - other.sinceMs)) {
    sum += Math.max(0, untilMs - Math.max(sinceMs, end))
    end = Math.max(end, untilMs)
  }
  return sum
}
