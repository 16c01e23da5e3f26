import {
  Button,
  Code,
  Collapse,
  Group,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
  Title,
  UnstyledButton,
} from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import type { Guard } from '../api/shapes.ts'
import { formatCount } from '../components/format.ts'
import { Panel } from '../components/panel.tsx'
import { words } from '../words/words.ts'
import { type GuardView, readGuardView } from './guard-view.ts'

const SHOWN = ['all', 'fired', 'silent'] as const

export interface ViewProps {
  view: GuardView
  onView: (view: GuardView) => void
}

/** The guards in force, with a filter and cards that fold. */
export function GuardList({ guards, view, onView }: ViewProps & { guards: readonly Guard[] }) {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const found = guards.filter((guard) => isFound(guard, view))
  const allFolded = found.length > 0 && found.every(({ id }) => folded.has(id))
  const toggle = (id: string) => setFolded((before) => new Set(before.has(id) ? drop(before, id) : [...before, id]))
  return (
    <Panel title={`${words.guards.inForce} ${guards.length}`}>
      <Group gap="sm" mb="md" align="flex-end">
        <TextInput
          size="xs"
          w={260}
          leftSection={<IconSearch size={14} aria-hidden="true" />}
          aria-label={words.guards.filter}
          placeholder={words.guards.filter}
          value={view.q ?? ''}
          maxLength={100}
          onChange={({ currentTarget }) => onView(readGuardView({ ...view, q: currentTarget.value }))}
        />
        <SegmentedControl
          size="xs"
          value={view.show ?? 'all'}
          data={SHOWN.map((value) => ({ value, label: words.guards.shown[value] }))}
          onChange={(show) => onView(readGuardView({ ...view, show }))}
        />
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => setFolded(allFolded ? new Set() : new Set(found.map(({ id }) => id)))}
        >
          {allFolded ? words.guards.unfoldAll : words.guards.foldAll}
        </Button>
      </Group>
      {guards.length === 0 && <Text role="note">{words.guards.none}</Text>}
      {guards.length > 0 && found.length === 0 && <Text role="note">{words.guards.noMatch}</Text>}
      <Stack gap="lg">
        {found.map((guard) => (
          <GuardCard key={guard.id} guard={guard} isOpen={!folded.has(guard.id)} onToggle={() => toggle(guard.id)} />
        ))}
      </Stack>
    </Panel>
  )
}

const drop = (ids: ReadonlySet<string>, id: string): string[] => [...ids].filter((other) => other !== id)

function isFound({ id, why, says, when, asks, enforcements }: Guard, { q, show }: GuardView): boolean {
  const text = [id, why, says, when, asks].join(' ').toLowerCase()
  const isShown = show === undefined || (show === 'fired') === enforcements > 0
  return (
    isShown &&
    (q ?? '')
      .toLowerCase()
      .split(/\s+/)
      .every((word) => text.includes(word))
  )
}

interface CardProps {
  guard: Guard
  isOpen: boolean
  onToggle: () => void
}

function GuardCard({ guard, isOpen, onToggle }: CardProps) {
  const { id, why, says, when, actions, asks, enforcements, unknown } = guard
  const Chevron = isOpen ? IconChevronDown : IconChevronRight
  return (
    <Stack gap={2} component="article" aria-label={id}>
      <Group justify="space-between" gap="sm">
        <Title order={3} size="h5" ff="monospace">
          <UnstyledButton ff="monospace" aria-expanded={isOpen} onClick={onToggle}>
            <Chevron size={14} aria-hidden="true" /> {id}
          </UnstyledButton>
        </Title>
        <Text size="sm" c={enforcements === 0 ? 'dimmed' : 'inherit'}>
          {enforcements === 0 ? words.guards.neverSpoke : words.guards.spokeUp({ count: enforcements })}
          {unknown > 0 && `, ${words.guards.unknown({ count: formatCount(unknown) })}`}
        </Text>
      </Group>
      <Collapse expanded={isOpen}>
        <Text size="sm" c="dimmed">
          {why}
        </Text>
        <Text maw="72ch">
          {words.guards.when} {says},
        </Text>
        <Text maw="72ch">
          {words.guards.thenAsks}{' '}
          <Text span fw={600} inherit>
            {asks}
          </Text>{' '}
          ({actions.map((action) => words.actions[action]).join(', ')}).
        </Text>
        <Code style={{ overflowWrap: 'anywhere' }} aria-label={words.guards.written}>
          {when}
        </Code>
      </Collapse>
    </Stack>
  )
}
