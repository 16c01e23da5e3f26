import { LineChart } from '@mantine/charts'
import type { Incident } from '../api/shapes.ts'
import { formatHour, formatLength, formatSecond } from '../components/format.ts'
import { words } from '../words/words.ts'
import { SECONDS_BELOW_MS, toTicks } from './ticks.ts'

const UP = 1
const OFFLINE = 0
/** The room for the line below, and for the marks above. */
const BELOW = 0.2
const ABOVE = 0.5
/** The margin before the first mark and after the last, as a share of the length. */
const MARGIN = 0.08
const MARGIN_MS_MIN = 2_000
/** The smallest distance of two marks, as a share of the line: closer marks would overlap. */
const APART = 0.02

/** The marks drawn on the line: proposed, offline, notified, restore requested, back. The table lists the others. */
const ON_LINE: Readonly<Record<string, string>> = { asked: '◔', offline: '■', told: '✉', restore_asked: '↶', back: '✓' }

/** Shows when the account was up and when it was offline, over time. The table below states the same. */
export function OfflineLine({ incident }: { incident: Incident }) {
  const { from, until, points } = toLine(incident)
  const { step, ticks } = toTicks(from, until)
  const formatTick = step < SECONDS_BELOW_MS ? formatSecond : formatHour
  return (
    <LineChart
      h={160}
      data={points}
      dataKey="at"
      series={[{ name: 'state', label: words.incidents.line, color: 'var(--state-ended)' }]}
      curveType="stepAfter"
      strokeWidth={3}
      withDots={false}
      withTooltip={false}
      gridAxis="none"
      role="img"
      aria-label={words.incidents.lineAbout({ from: formatSecond(toTime(from)), until: formatSecond(toTime(until)) })}
      xAxisProps={{
        type: 'number',
        scale: 'time',
        domain: [from, until],
        ticks: [...ticks],
        tickFormatter: (at: number) => formatTick(toTime(at)),
      }}
      yAxisProps={{
        domain: [OFFLINE - BELOW, UP + ABOVE],
        ticks: [OFFLINE, UP],
        width: 'auto',
        tickFormatter: (state: number) => (state === UP ? words.incidents.up : words.incidents.isOffline),
      }}
      referenceLines={toMarks(incident, (until - from) * APART)}
      referenceAreas={toAreas(incident)}
    />
  )
}

const toTime = (at: number): string => new Date(at).toISOString()

function toLine({ marks, offline, now }: Incident) {
  const times = [...marks.map(({ at }) => at), ...offline.flatMap((stretch) => [stretch.from, stretch.until ?? now])]
  const [first, last] = [Math.min(...times.map(Date.parse)), Math.max(...times.map(Date.parse))]
  const margin = Math.max((last - first) * MARGIN, MARGIN_MS_MIN)
  const [from, until] = [first - margin, last + margin]
  const turns = offline.flatMap((stretch) => [
    { at: Date.parse(stretch.from), state: OFFLINE },
    ...(stretch.until === null ? [] : [{ at: Date.parse(stretch.until), state: UP }]),
  ])
  const end = { at: until, state: turns.at(-1)?.state ?? UP }
  return { from, until, points: [{ at: from, state: UP }, ...turns, end] }
}

/** Each stretch in which it was offline, with how long that was. */
const toAreas = ({ offline, now }: Incident) =>
  offline.map((stretch) => {
    const [x1, x2] = [Date.parse(stretch.from), Date.parse(stretch.until ?? now)]
    return { x1, x2, y1: OFFLINE, y2: UP, color: 'var(--state-alarm)', fillOpacity: 0.25, label: formatLength(x2 - x1) }
  })

/** Returns the first mark of each kind; marks of about the same time stand beside each other. */
function toMarks({ marks }: Incident, apartMs: number) {
  const first = new Map<string, number>()
  for (const { kind, at } of marks) if (kind in ON_LINE && !first.has(kind)) first.set(kind, Date.parse(at))
  const lines: { x: number; label: string }[] = []
  for (const [kind, x] of [...first].sort(([, one], [, other]) => one - other)) {
    const near = lines.at(-1)
    if (near !== undefined && x - near.x < apartMs) near.label += ` ${ON_LINE[kind]}`
    else lines.push({ x, label: ON_LINE[kind] ?? '' })
  }
  return lines.map((line) => ({
    ...line,
    color: 'var(--state-ended)',
    strokeDasharray: '3 3',
    labelPosition: 'insideTop' as const,
  }))
}
