import type { ChartName, Insight, Unit } from '../api/shapes.ts'
import {
  formatDay,
  formatDayOfUtc,
  formatFull,
  formatHour,
  formatMeasure,
  formatNumber,
  formatShortDay,
  formatShortDayOfUtc,
} from '../components/format.ts'
import { words } from '../words/words.ts'
import { fit } from './scale.ts'

type Point = Insight['points'][number]

/** Formats the name of a series, for its chart, table and file. */
export function formatName(chart: ChartName, name: string): string {
  const names: Readonly<Record<string, string>> = words.insights.charts[chart].series
  return names[name] ?? name
}

/** Formats a value: 4.2 hours, 12, 2 people; in words when it is unknown. */
export function formatValue(value: number | null, unit: Unit): string {
  if (value === null) return unit === 'people' ? words.insights.noPeople : words.insights.none
  if (unit === 'count') return formatNumber(value)
  if (unit === 'people') return words.insights.people({ number: formatNumber(value), count: value })
  if (unit === 'a_day') return words.insights.aDay({ number: formatNumber(value) })
  const { unit: fitted, times } = fit(unit, value)
  return fitted === 'hours' || fitted === 'minutes' || fitted === 'seconds' || fitted === 'percent'
    ? formatMeasure(value * times, fitted)
    : formatNumber(value)
}

type Days = Pick<Insight, 'step' | 'zone'>

/** Formats the time of a point, short enough for an axis. */
export function formatTick({ at, hour }: Point, { step, zone }: Days): string {
  if (hour !== null || at === null) return formatHourOfDay(hour)
  if (step !== 'day') return formatHour(at)
  return zone === 'UTC' ? formatShortDayOfUtc(at) : formatShortDay(at)
}

/** Formats the time of a point in full, for tooltips and tables. */
export function formatMoment({ at, hour }: Point, { step, zone }: Days): string {
  if (hour !== null || at === null) return formatHourOfDay(hour)
  if (step !== 'day') return formatFull(at)
  return zone === 'UTC' ? formatDayOfUtc(at) : formatDay(at)
}

const formatHourOfDay = (hour: number | null): string => `${String(hour ?? 0).padStart(2, '0')}:00`
