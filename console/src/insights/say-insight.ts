import type { ChartName, Insight, Unit } from '../api/shapes.ts'
import { sayDay, sayFull, sayHour, sayNumber, sayShortDay } from '../desk/format.ts'
import { words } from '../words/en.ts'

type Point = Insight['points'][number]

/** What a series is called on its chart, in its table and its file. */
export function sayName(chart: ChartName, name: string): string {
  const names: Readonly<Record<string, string>> = words.insights.charts[chart].series
  return names[name] ?? name
}

/** 4.2 hours, 25 %, 12: and in words where nobody can tell. */
export function sayValue(value: number | null, unit: Unit): string {
  if (value === null) return unit === 'people' ? words.insights.noPeople : words.insights.none
  return `${sayNumber(value)} ${words.insights.units[unit]}`.trim()
}

/** When a point is, short enough for an axis. */
export const sayTick = ({ at, hour }: Point, step: Insight['step']): string =>
  hour !== null || at === null ? `${String(hour ?? 0).padStart(2, '0')}:00` : step === 'hour' ? sayHour(at) : sayShortDay(at)

/** The same in full. */
export const sayWhen = ({ at, hour }: Point, step: Insight['step']): string =>
  hour !== null || at === null ? `${String(hour ?? 0).padStart(2, '0')}:00` : step === 'hour' ? sayFull(at) : sayDay(at)

/** The table as a file of commas: numbers as they are and times in ISO 8601, for other programs. Pure. */
export function toCsv({ chart, series, points }: Insight): string {
  const head = ['from', 'until', 'hour', ...series.map(({ name, unit }) => `${chart} ${name} (${unit})`)]
  const rows = points.map(({ at, until, hour, values }) => [at ?? '', until ?? '', hour ?? '', ...values.map((v) => v ?? '')])
  return [head, ...rows].map((row) => row.join(',')).join('\r\n')
}
