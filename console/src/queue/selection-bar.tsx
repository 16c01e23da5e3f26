import { Button, CloseButton, Group, Paper, Popover, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useHasRole } from '../components/use-roles.ts'
import { toInstant } from '../components/local-time.ts'
import { ZONE } from '../words/language.ts'
import { queueCountsQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'
import { peopleQuery } from './queries.ts'
import type { SetAct } from './use-set-act.ts'

const REASON_CHARS_MAX = 2_000

interface Props {
  count: number
  isBusy: boolean
  onAct: (act: SetAct) => void
  onClear: () => void
  children?: React.ReactNode
}

/** The acts on the selected cases, for people who review. Each that takes a reason opens its form above its button. */
export function SelectionBar({ count, isBusy, onAct, onClear, children }: Props) {
  const isLead = useHasRole('lead')
  const works = useHasRole('reviewer', 'senior', 'lead')
  if (!works) return null
  return (
    <Paper className="selection-bar no-print" withBorder shadow="md" role="region" aria-label={words.queue.set.title}>
      <Text fw={600} size="sm" role="status">
        {words.queue.set.selected({ count })}
      </Text>
      <CloseButton size="sm" aria-label={words.queue.set.clear} onClick={onClear} />
      <Group gap="sm">
        <Button size="xs" variant="default" loading={isBusy} onClick={() => onAct({ kind: 'claim' })}>
          {words.queue.acts.assignMe}
        </Button>
        {isLead && <Assign isBusy={isBusy} onAct={onAct} />}
        <Move isBusy={isBusy} onAct={onAct} />
        <Snooze isBusy={isBusy} onAct={onAct} />
        {children}
      </Group>
    </Paper>
  )
}

type Part = Pick<Props, 'isBusy' | 'onAct'>

function Assign({ isBusy, onAct }: Part) {
  const people = useQuery(peopleQuery)
  const [person, setPerson] = useState<string | null>(null)
  const names = (people.data?.items ?? []).map(({ pseudonym }) => pseudonym)
  return (
    <ActForm
      label={words.queue.acts.assign}
      isBusy={isBusy}
      isReady={person !== null}
      onSend={(reason) => person !== null && onAct({ kind: 'assign', person, reason })}
    >
      <Select
        label={words.queue.set.person}
        data={[...new Set(names)]}
        value={person}
        onChange={setPerson}
        searchable
        comboboxProps={{ withinPortal: false }}
      />
    </ActForm>
  )
}

function Move({ isBusy, onAct }: Part) {
  const counts = useQuery(queueCountsQuery)
  const [queue, setQueue] = useState<string | null>(null)
  return (
    <ActForm
      label={words.queue.acts.move}
      isBusy={isBusy}
      isReady={queue !== null}
      onSend={(reason) => queue !== null && onAct({ kind: 'move', queue, reason })}
    >
      <Select
        label={words.queue.set.queue}
        data={(counts.data?.queues ?? []).map((each) => each.queue)}
        value={queue}
        onChange={setQueue}
        comboboxProps={{ withinPortal: false }}
      />
    </ActForm>
  )
}

function Snooze({ isBusy, onAct }: Part) {
  const [until, setUntil] = useState('')
  return (
    <ActForm
      label={words.queue.acts.snooze}
      isBusy={isBusy}
      isReady={until !== ''}
      onSend={(reason) => onAct({ kind: 'snooze', until: toInstant(until), reason })}
    >
      <TextInput
        type="datetime-local"
        label={words.snoozes.fields.until}
        description={ZONE}
        value={until}
        onChange={({ currentTarget: { value } }) => setUntil(value)}
      />
    </ActForm>
  )
}

interface FormProps {
  label: string
  isBusy: boolean
  isReady: boolean
  onSend: (reason: string) => void
  children?: React.ReactNode
  /** The sentence that states the outcome, above the button. */
  outcome?: string
}

/** A button that opens a form with a reason; the form's own button does what it says. */
export function ActForm({ label, isBusy, isReady, onSend, children, outcome }: FormProps) {
  const [isOpen, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const given = reason.trim()
  return (
    <Popover opened={isOpen} onChange={setOpen} position="top-start" width={320} trapFocus withRoles>
      <Popover.Target>
        <Button size="xs" variant="default" loading={isBusy} onClick={() => setOpen(!isOpen)}>
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <Stack gap="sm">
          {children}
          <Textarea
            label={words.queue.set.reason}
            autosize
            minRows={2}
            maxRows={6}
            maxLength={REASON_CHARS_MAX}
            value={reason}
            onChange={({ currentTarget: { value } }) => setReason(value)}
          />
          {outcome !== undefined && <Text size="sm">{outcome}</Text>}
          <Button
            size="xs"
            w="fit-content"
            disabled={!isReady || given === ''}
            onClick={() => {
              onSend(given)
              setOpen(false)
              setReason('')
            }}
          >
            {label}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
