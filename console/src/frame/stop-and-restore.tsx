import { Button, Drawer, Group, Stack, Text } from '@mantine/core'
import { IconPlayerPause } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { LiveEnforcement } from '../api/shapes.ts'
import { formatCount } from '../components/format.ts'
import { formatDone } from '../components/format-action.ts'
import { Shown } from '../components/panel.tsx'
import { StateBadge } from '../components/state-badge.tsx'
import { StopOrRestore, wayBackOf } from '../components/stop-or-restore.tsx'
import { SubjectName } from '../components/subject-name.tsx'
import { useWasTrue } from '../components/use-was-true.ts'
import { useStoppable } from '../components/waiting-counts.ts'
import { useChord, useLetters } from '../shell/keys.ts'
import { liveQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'

type Way = ReturnType<typeof wayBackOf>

/** Puts the focus on the first of these buttons, so that Enter presses it. False: there is none that can be seen. */
function focusOn(way: Way, within: Element | null): boolean {
  const button = within?.querySelector<HTMLElement>(`[data-way-back=${way}]:enabled`)
  button?.focus()
  return button instanceof HTMLElement && document.activeElement === button
}

/** Shows, on every page, the enforcements that one press stops or restores. It works even when the page fails. */
export function StopAndRestore({ isOpen, onOpen }: { isOpen: boolean; onOpen: (isOpen: boolean) => void }) {
  const held = useStoppable()
  const isUsed = useWasTrue(isOpen)
  const [wanted, setWanted] = useState<Way>()
  const reach = (way: Way) => {
    if (focusOn(way, document.querySelector(isOpen ? '[role=dialog]' : 'main'))) return
    setWanted(way)
    onOpen(true)
  }
  useLetters({ s: () => reach('stop'), r: () => reach('restore') })
  // Also from inside a field, where a letter is typed text.
  useChord('.', () => reach('stop'))
  return (
    <>
      <Button
        size="compact-sm"
        color="gray.7"
        variant="filled"
        leftSection={<IconPlayerPause size={16} stroke={1.8} aria-hidden="true" />}
        onClick={() => onOpen(true)}
      >
        <span className="on-wide-bar">{words.enforcements.open({ count: held })}</span>
        <span className="on-narrow-bar">{words.enforcements.openShort({ count: held })}</span>
      </Button>
      {isUsed && (
        <Drawer
          opened={isOpen}
          onClose={() => onOpen(false)}
          onExitTransitionEnd={() => setWanted(undefined)}
          position="right"
          size="lg"
          title={words.enforcements.title}
        >
          <Stoppable wanted={wanted} />
        </Drawer>
      )}
    </>
  )
}

function Stoppable({ wanted }: { wanted: Way }) {
  const live = useQuery(liveQuery)
  return (
    <Shown query={live}>
      {({ moving, standing }) => {
        const rows = [...moving, ...standing.filter(({ takesOffline, interim }) => takesOffline || interim)]
        if (rows.length === 0) return <Text>{words.enforcements.empty}</Text>
        return <Rows rows={rows} wanted={wanted} />
      }}
    </Shown>
  )
}

/** Lists enforcements with their buttons, the first wanted one focused. Rows that arrive later move no focus. */
function Rows({ rows, wanted }: { rows: readonly LiveEnforcement[]; wanted: Way }) {
  const list = useRef<HTMLDivElement>(null)
  const [first] = useState(() => wanted && rows.find(({ state }) => wayBackOf(state) === wanted)?.id)
  // The drawer itself focuses the marked button when it opens; rows that were not yet loaded then do it here.
  useEffect(() => list.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus(), [])
  return (
    <Stack gap="sm" ref={list}>
      {rows.map((enforcement) => (
        <Group key={enforcement.id} justify="space-between" wrap="nowrap">
          <Stack gap={0}>
            <Group gap="xs">
              <SubjectName handle={enforcement.handle} id={enforcement.subject.id} />
              <Text span size="sm">
                {enforcement.reach !== null && formatCount(enforcement.reach)} {formatDone(enforcement)}
              </Text>
            </Group>
            <StateBadge state={enforcement.state} />
          </Stack>
          <StopOrRestore enforcement={enforcement} isFirst={enforcement.id === first} />
        </Group>
      ))}
    </Stack>
  )
}
