import '@mantine/charts/styles.css'
import { LineChart } from '@mantine/charts'
import type { Incident } from '../api/shapes.ts'
import { sayLasting, saySecond } from '../desk/format.ts'
import { words } from '../words/en.ts'

const UP = 1
const DARK = 0
/** Room for the line below, and for the signs of what happened above. */
const BELOW = 0.2
const ABOVE = 0.5
/** On each side of what happened, a part of its length so that the line has a beginning and an end. */
const MARGIN = 0.08
const MARGIN_MS_MIN = 2_000
const TICKS = 6

/** Which marks stand on the line itself: asked, dark, told, restore asked, back. The rest stands in the table. */
const ON_LINE: Readonly<Record<string, string>> = { asked: '◔', dark: '■', told: '✉', restore_asked: '↶', back: '✓' }

/** When the account was up and when it was dark, along time. The table below says the same. */
export function DarkLine({ incident }: { incident: Incident }) {
  const { from, until, points } = toLine(incident)
  const step = (until - from) / TICKS
  return (
    <LineChart
      h={160}
      data={points}
      dataKey="at"
      series={[{ name: 'state', label: words.incidents.line, color: 'var(--state-dark)' }]}
      curveType="stepAfter"
      strokeWidth={3}
      withDots={false}
      withTooltip={false}
      gridAxis="none"
      role="img"
      aria-label={words.incidents.lineAbout(saySecond(toTime(from)), saySecond(toTime(until)))}
      xAxisProps={{
        type: 'number',
        scale: 'time',
        domain: [from, until],
        ticks: Array.from({ length: TICKS + 1 }, (_, place) => from + place * step),
        tickFormatter: (at: number) => saySecond(toTime(at)),
      }}
      yAxisProps={{
        domain: [DARK - BELOW, UP + ABOVE],
        ticks: [DARK, UP],
        width: 48,
        tickFormatter: (state: number) => (state === UP ? words.incidents.up : words.incidents.isDark),
      }}
      referenceLines={toMarks(incident)}
      referenceAreas={toAreas(incident)}
    />
  )
}

const toTime = (at: number): string => new Date(at).toISOString()

function toLine({ marks, dark, now }: Incident) {
  const times = [...marks.map(({ at }) => at), ...dark.flatMap((stretch) => [stretch.from, stretch.until ?? now])]
  const [first, last] = [Math.min(...times.map(Date.parse)), Math.max(...times.map(Date.parse))]
  const margin = Math.max((last - first) * MARGIN, MARGIN_MS_MIN)
  const [from, until] = [first - margin, last + margin]
  const turns = dark.flatMap((stretch) => [
    { at: Date.parse(stretch.from), state: DARK },
    ...(stretch.until === null ? [] : [{ at: Date.parse(stretch.until), state: UP }]),
  ])
  const end = { at: until, state: turns.at(-1)?.state ?? UP }
  return { from, until, points: [{ at: from, state: UP }, ...turns, end] }
}

/** Each stretch in which it was dark, with how long that was. */
const toAreas = ({ dark, now }: Incident) =>
  dark.map((stretch) => {
    const [x1, x2] = [Date.parse(stretch.from), Date.parse(stretch.until ?? now)]
    return { x1, x2, y1: DARK, y2: UP, color: 'var(--state-dark)', fillOpacity: 0.12, label: sayLasting(x2 - x1) }
  })

/** The first of each kind: marks of one second would cover each other. */
function toMarks({ marks }: Incident) {
  const first = new Map<string, number>()
  for (const { kind, at } of marks) if (kind in ON_LINE && !first.has(kind)) first.set(kind, Date.parse(at))
  return [...first].map(([kind, x]) => ({
    x,
    label: ON_LINE[kind] ?? '',
    color: 'var(--state-ended)',
    strokeDasharray: '3 3',
    labelPosition: 'insideTop' as const,
  }))
}
