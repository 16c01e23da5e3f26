import type { ChartName, Insight, Unit } from '../api/shapes.ts'
import { sayDay, sayFull, sayHour, sayMeasure, sayNumber, sayShortDay } from '../desk/format.ts'
import { words } from '../words/words.ts'
import { fit } from './scale.ts'

type Point = Insight['points'][number]

/** Formats the name of a series, for its chart, table and file. */
export function sayName(chart: ChartName, name: string): string {
  const names: Readonly<Record<string, string>> = words.insights.charts[chart].series
  return names[name] ?? name
}

/** Formats a value: 4.2 hours, 12, 2 people; in words when it is unknown. */
export function sayValue(value: number | null, unit: Unit): string {
  if (value === null) return unit === 'people' ? words.insights.noPeople : words.insights.none
  if (unit === 'count') return sayNumber(value)
  if (unit === 'people') return words.insights.people({ number: sayNumber(value), count: value })
  if (unit === 'a_day') return words.insights.aDay({ number: sayNumber(value) })
  const { unit: fitted, times } = fit(unit, value)
  return fitted === 'hours' || fitted === 'minutes' || fitted === 'seconds' || fitted === 'percent'
    ? sayMeasure(value * times, fitted)
    : sayNumber(value)
}

/** When a point is, short enough for an axis. */
export const sayTick = ({ at, hour }: Point, step: Insight['step']): string =>
  hour !== null || at === null
    ? `${String(hour ?? 0).padStart(2, '0')}:00`
    : step === 'day'
      ? sayShortDay(at)
      : sayHour(at)

/** The same in full. */
export const sayWhen = ({ at, hour }: Point, step: Insight['step']): string =>
  hour !== null || at === null ? `${String(hour ?? 0).padStart(2, '0')}:00` : step === 'day' ? sayDay(at) : sayFull(at)
