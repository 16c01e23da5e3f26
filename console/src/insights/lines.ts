import type { Insight, Unit } from '../api/shapes.ts'
import type { StateTone } from '../shell/theme.ts'
import { formatName } from './format-insight.ts'

/** One series as it is drawn, with its place among the values of each point. */
export interface Line {
  key: string
  label: string
  place: number
  unit: Unit
  colour: string
  dash: string
  isBar: boolean
  /** The number that every line of a divided chart shows. Undefined: each line shows another number. */
  measure?: string
}

/** Totals of a period's part are bars; levels at its end and measured values are lines. */
const BARS: readonly Unit[] = ['count', 'a_day']
const SUMS: readonly string[] = ['minutes', 'wrong_minutes']
const LEVELS: readonly string[] = ['waiting']
const isBar = (name: string, unit: Unit): boolean =>
  SUMS.includes(name) || (BARS.includes(unit) && !LEVELS.includes(name))

/** The tones of series with a meaning; each other series takes the next free colour. */
const TONES: Readonly<Record<string, StateTone>> = {
  waiting: 'waits',
  closed: 'safe',
  late: 'alarm',
  overturned: 'alarm',
  rate: 'alarm',
  lapsed: 'waits',
  agreed: 'safe',
  differed: 'alarm',
  looked_late: 'waits',
  declined: 'alarm',
  fast: 'waits',
  saved: 'safe',
  ran_out: 'ended',
  wrong_minutes: 'alarm',
  wrong: 'alarm',
  ended: 'ended',
  age_p95: 'alarm',
  p95: 'alarm',
  decisions: 'safe',
}
const SOLID = '0'
const DASHED = '6 3'
const DASHES: Readonly<Record<string, string>> = { age_p95: DASHED, p95: DASHED }
/** Neighbours differ in their dashes too, so that colour is not the only difference. */
const GROUP_DASHES = [SOLID, DASHED, '2 3', '9 3 2 3']

/** Lists the lines of a chart: one for each series or, of a divided chart, one for each group. */
export function listLines(insight: Insight, measure: string, nameGroup: (group: number) => string): Line[] {
  const { chart, by, groups, series } = insight
  if (by === null)
    return series.map(({ name, unit }, place) => ({
      ...{ key: name, label: formatName(chart, name), place, unit },
      colour: `var(--state-${TONES[name] ?? 'clock'})`,
      dash: DASHES[name] ?? SOLID,
      isBar: isBar(name, unit),
    }))
  return series.flatMap(({ name, unit, group }, place) => {
    if (name !== measure) return []
    const isOthers = (groups[group]?.others ?? 0) > 0
    return {
      ...{ key: `group ${group}`, label: nameGroup(group), place, unit },
      colour: isOthers ? 'var(--state-ended)' : `var(--group-${group})`,
      dash: GROUP_DASHES[group % GROUP_DASHES.length] ?? SOLID,
      isBar: false,
      measure: formatName(chart, name),
    }
  })
}

/** Returns the measure that a divided chart shows: the chosen one, or its first. */
export const measureOf = ({ series }: Insight, chosen: string | undefined): string =>
  series.find(({ name }) => name === chosen)?.name ?? series[0]?.name ?? ''
