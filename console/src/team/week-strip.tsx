import { Text } from '@mantine/core'
import type { Reachable } from '../api/shapes.ts'
import { formatHour, formatWeekdayDate } from '../components/format.ts'
import { dayOf, toInstant } from '../components/local-time.ts'
import { useNow } from '../components/use-now.tsx'
import { words } from '../words/words.ts'
import { type CoveredDay, type DayPart, listCoveredDays } from './covered-days.ts'
import './week-strip.css'

/** The coverage of the coming week: a row for each day, with its hours as a strip and the same in words. */
export function WeekStrip({ gaps }: { gaps: Reachable['gaps'] }) {
  const now = useNow()
  return (
    <>
      <Text fw={600} size="sm" mb="xs">
        {words.teamTabs.week}
      </Text>
      <ul className="week-strip" aria-label={words.teamTabs.week}>
        {listCoveredDays(gaps, now, { toInstant, dayOf }).map((day) => (
          <Day key={day.day} of={day} />
        ))}
      </ul>
    </>
  )
}

const Day = ({ of: { day, checked, gaps } }: { of: CoveredDay }) => (
  <li>
    <Text span size="sm">
      {formatWeekdayDate(day)}
    </Text>
    <span className="week-hours" aria-hidden="true">
      <span className="week-checked" style={place(checked)} />
      {gaps.map((gap) => (
        <span key={gap.from} className="week-gap" style={place(gap)} />
      ))}
    </span>
    <Text span size="xs" {...(gaps.length === 0 ? { c: 'dimmed' } : { fw: 600 })}>
      {gaps.length === 0 ? words.teamTabs.covered : words.teamTabs.tooFew({ hours: gaps.map(formatHours).join(', ') })}
    </Text>
  </li>
)

const place = ({ begin, length }: DayPart) => ({ insetInlineStart: `${begin * 100}%`, inlineSize: `${length * 100}%` })

const formatHours = ({ from, until, length }: DayPart): string =>
  length === 1 ? words.teamTabs.wholeDay : words.teamTabs.hours({ from: formatHour(from), until: formatHour(until) })
