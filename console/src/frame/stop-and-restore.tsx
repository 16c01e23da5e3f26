import { Button, Drawer, Group, Stack, Text } from '@mantine/core'
import { IconPlayerPause } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { formatCount } from '../components/format.ts'
import { Handle } from '../components/handle.tsx'
import { Shown } from '../components/panel.tsx'
import { formatAction } from '../components/format-action.ts'
import { StateBadge } from '../components/state-badge.tsx'
import { StopOrRestore, type wayBackOf } from '../components/stop-or-restore.tsx'
import { useStoppable } from '../components/waiting-counts.ts'
import { useLetters } from '../shell/keys.ts'
import { liveQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'

type Way = ReturnType<typeof wayBackOf>

/** Puts the keyboard on the first of these buttons, so that Enter presses it; whether there is one. */
function focusOn(way: Way, within: string): boolean {
  const button = document.querySelector<HTMLElement>(`${within} [data-way-back=${way}]:enabled`)
  button?.focus()
  return button !== null
}

/** Shows, on every page, the enforcements that one press stops or restores. It works even when the page fails. */
export function StopAndRestore({ isOpen, onOpen }: { isOpen: boolean; onOpen: (isOpen: boolean) => void }) {
  const live = useQuery(liveQuery)
  const held = useStoppable()
  const wanted = useRef<Way>(undefined)
  const reach = (way: Way) => {
    if (focusOn(way, 'main')) return
    wanted.current = way
    onOpen(true)
  }
  useLetters({ s: () => reach('stop'), r: () => reach('restore') })
  return (
    <>
      <Button
        size="compact-sm"
        color="gray.7"
        variant="filled"
        leftSection={<IconPlayerPause size={16} stroke={1.8} aria-hidden="true" />}
        onClick={() => onOpen(true)}
      >
        {words.enforcements.open({ count: held })}
      </Button>
      <Drawer
        opened={isOpen}
        onClose={() => onOpen(false)}
        onEnterTransitionEnd={() => {
          focusOn(wanted.current, '[role=dialog]')
          wanted.current = undefined
        }}
        position="right"
        size="lg"
        title={words.enforcements.title}
      >
        <Shown query={live}>
          {({ moving, standing }) => {
            const rows = [...moving, ...standing.filter(({ takesOffline, interim }) => takesOffline || interim)]
            if (rows.length === 0) return <Text>{words.enforcements.empty}</Text>
            return (
              <Stack gap="sm">
                {rows.map((enforcement) => (
                  <Group key={enforcement.id} justify="space-between" wrap="nowrap">
                    <Stack gap={0}>
                      <Group gap="xs">
                        <Handle handle={enforcement.handle} />
                        <Text span size="sm">
                          {enforcement.reach !== null && formatCount(enforcement.reach)}{' '}
                          {formatAction(enforcement.action)}
                        </Text>
                      </Group>
                      <StateBadge state={enforcement.state} />
                    </Stack>
                    <StopOrRestore enforcement={enforcement} />
                  </Group>
                ))}
              </Stack>
            )
          }}
        </Shown>
      </Drawer>
    </>
  )
}
