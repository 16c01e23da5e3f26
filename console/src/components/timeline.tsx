import { Anchor, Button, Group, Select, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { dayOf, toStartOf } from './local-time.ts'
import type { StateTone } from '../shell/theme.ts'
import { words } from '../words/words.ts'
import { CopyText } from './copy-text.tsx'
import { formatDay, formatSecond } from './format.ts'
import { Icon } from './state-pill.tsx'
import { SHOWS, type Show, type TimelineView } from './timeline-view.ts'
import { DAY_MS } from './durations.ts'

/** One thing that happened, as a line; `more` opens in place. */
export interface TimelineEntry {
  id: string
  at: string
  kind: Exclude<Show, 'all'>
  /** True for an entry about a whole day, without a time. */
  allDay?: true
  /** The state of the entry; undefined: its text states it. */
  mark?: { tone: StateTone; icon?: string }
  what: ReactNode
  more?: ReactNode
}

interface Props {
  entries: readonly TimelineEntry[]
  view: TimelineView
  /** The address of one entry. */
  hrefOf: (entry: TimelineEntry) => string
}

/** One line of time, the newest first, day by day; days on which nothing happened are one line. */
export function Timeline({ entries, view, hrefOf }: Props) {
  return (
    <Stack gap="sm">
      {toDays(entries).map(({ day, items, quietDays }) => (
        <section key={day} aria-label={day}>
          {quietDays > 0 && (
            <Text size="sm" c="dimmed" mb="sm">
              {words.timeline.quiet({ days: quietDays })}
            </Text>
          )}
          <Title order={3} size="h6" mb={4}>
            {day}
          </Title>
          <Stack gap={4}>
            {items.map((entry) => (
              <Line key={entry.id} entry={entry} href={hrefOf(entry)} isChosen={entry.id === view.entry} />
            ))}
          </Stack>
        </section>
      ))}
    </Stack>
  )
}

/** The entries by the reader's own days, with how many days nothing happened on after each. Pure. */
function toDays(entries: readonly TimelineEntry[]) {
  const days: { day: string; at: number; items: TimelineEntry[]; quietDays: number }[] = []
  for (const entry of entries) {
    const day = formatDay(entry.at)
    const before = days.at(-1)
    if (before?.day === day) {
      before.items.push(entry)
      continue
    }
    const at = Date.parse(toStartOf(dayOf(entry.at)))
    const quietDays = before === undefined ? 0 : Math.round((before.at - at) / DAY_MS) - 1
    days.push({ day, at, items: [entry], quietDays })
  }
  return days
}

function Line({ entry, href, isChosen }: { entry: TimelineEntry; href: string; isChosen: boolean }) {
  const [isOpen, setOpen] = useState(isChosen)
  const line = useRef<HTMLDivElement>(null)
  const when = entry.allDay ? words.timeline.allDay : formatSecond(entry.at)
  useEffect(() => {
    if (isChosen) line.current?.scrollIntoView({ block: 'center' })
  }, [isChosen])
  return (
    <div ref={line} id={entry.id} className={isChosen ? 'timeline-line chosen' : 'timeline-line'} data-row>
      <Group gap="sm" wrap="nowrap" align="baseline">
        <Anchor
          href={href}
          size="sm"
          c="dimmed"
          className="timeline-time"
          aria-label={`${when}. ${words.timeline.link({ id: entry.id })}`}
        >
          {when}
        </Anchor>
        <Text component="div" size="sm" style={{ overflowWrap: 'anywhere', flex: 1, minWidth: 0 }}>
          {entry.mark && (
            <Icon tone={entry.mark.tone} {...(entry.mark.icon !== undefined && { icon: entry.mark.icon })} />
          )}{' '}
          {entry.what}
          {entry.more !== undefined && (
            <>
              {' '}
              <Button
                size="compact-xs"
                variant="subtle"
                aria-expanded={isOpen}
                aria-label={`${words.timeline.more} ${entry.id}`}
                onClick={() => setOpen(!isOpen)}
              >
                {isOpen ? '▾' : '▸'}
              </Button>
              <div className={isOpen ? undefined : 'only-print'}>{entry.more}</div>
            </>
          )}
        </Text>
      </Group>
    </div>
  )
}

/** The tools of a timeline: choose the part shown, copy its link, print it. */
export function TimelineTools({ view, onView }: { view: TimelineView; onView: (view: TimelineView) => void }) {
  return (
    <Group gap="xs" className="no-print">
      <Select
        aria-label={words.timeline.filter}
        size="xs"
        w={140}
        data={SHOWS.map((value) => ({ value, label: words.timeline.filters[value] }))}
        value={view.show ?? 'all'}
        allowDeselect={false}
        onChange={(value) => onView({ ...withoutEntry(view), show: SHOWS.find((known) => known === value) ?? 'all' })}
      />
      <Button size="compact-sm" variant="default" onClick={() => window.print()}>
        {words.timeline.print}
      </Button>
      <CopyText text={location.href} label={words.timeline.copy} />
    </Group>
  )
}

const withoutEntry = ({ entry: _entry, ...view }: TimelineView): TimelineView => view
