import { Button, Group, Select, Stack, Switch, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import { ExportButton } from '../components/export-button.tsx'
import type { Choice } from '../components/choices.ts'
import { words } from '../words/words.ts'
import type { ExportFormat, LedgerFilter } from './queries.ts'

const PAUSE_MS = 400
const LENGTH_MAX = 300

const LABELS = {
  subject: [words.ledger.subject, words.ledger.subjectHint],
  staff: [words.ledger.person, words.ledger.personHint],
  enforcement: [words.ledger.enforcementId, ''],
} as const
type Field = keyof typeof LABELS

interface Props {
  kinds: readonly (Choice | { group: string; items: Choice[] })[]
  fields: readonly Field[]
  filter: LedgerFilter
  onFilter: (filter: LedgerFilter) => void
  /** The name of exported files, without their ending. */
  file: string
  read: (filter: LedgerFilter, format: ExportFormat, reason: string) => Promise<Blob>
}

/** The fields of the filter, applied once typing pauses, and the export of the filtered list. */
export function Filters({ kinds, fields, filter, onFilter, file, read }: Props) {
  const [typed, setTyped] = useState(filter)
  const inAddress = JSON.stringify(filter)
  const [seen, setSeen] = useState(inAddress)
  // A link changed the address: the fields take its filter.
  if (inAddress !== seen) {
    setSeen(inAddress)
    setTyped(filter)
  }
  const ask = useDebouncedCallback(onFilter, PAUSE_MS)
  const change = (next: LedgerFilter) => {
    setTyped(next)
    ask(next)
  }
  const set = (name: keyof LedgerFilter, value: string | true | undefined) => change({ ...typed, [name]: value })
  return (
    <Stack gap="sm" mb="sm" className="no-print">
      <Group align="flex-end" gap="sm" role="search" aria-label={words.ledger.filters}>
        <Kind kinds={kinds} kind={typed.kind} onKind={(kind) => set('kind', kind)} />
        {fields.map((field) => (
          <TextInput
            key={field}
            w={{ base: '100%', xs: field === 'subject' ? 216 : 142 }}
            label={LABELS[field][0]}
            placeholder={LABELS[field][1]}
            value={typed[field] ?? ''}
            maxLength={LENGTH_MAX}
            onChange={({ currentTarget: { value } }) => set(field, value.trim() || undefined)}
          />
        ))}
        <Days typed={typed} onDay={set} />
        <Switch
          pb={8}
          label={words.ledger.quiet}
          checked={typed.quiet === true}
          onChange={({ currentTarget: { checked } }) => set('quiet', checked || undefined)}
        />
        {Object.values(typed).some((value) => value !== undefined) && (
          <Button variant="default" onClick={() => change({})}>
            {words.ledger.clear}
          </Button>
        )}
      </Group>
      <Exports file={file} read={(format, reason) => read(filter, format, reason)} />
    </Stack>
  )
}

interface KindProps extends Pick<Props, 'kinds'> {
  kind: string | undefined
  onKind: (kind: string | undefined) => void
}

const Kind = ({ kinds, kind, onKind }: KindProps) => (
  <Select
    label={words.ledger.kind}
    placeholder={words.ledger.everyKind}
    w={{ base: '100%', xs: 200 }}
    data={[...kinds]}
    value={kind ?? null}
    onChange={(value) => onKind(value ?? undefined)}
    searchable
    clearable
    nothingFoundMessage={words.ledger.noKind}
    comboboxProps={{ width: 320, position: 'bottom-start' }}
  />
)

const Exports = ({ file, read }: { file: string; read: (format: ExportFormat, reason: string) => Promise<Blob> }) => (
  <Group gap="xs">
    <ExportButton label={words.ledger.csv} file={`${file}.csv`} read={(reason) => read('csv', reason)} />
    <ExportButton label={words.ledger.ndjson} file={`${file}.ndjson`} read={(reason) => read('ndjson', reason)} />
  </Group>
)

function Days({
  typed,
  onDay,
}: {
  typed: LedgerFilter
  onDay: (name: 'from' | 'to', day: string | undefined) => void
}) {
  return (['from', 'to'] as const).map((name) => (
    <TextInput
      key={name}
      type="date"
      label={words.ledger[name]}
      value={typed[name] ?? ''}
      min={name === 'to' ? typed.from : undefined}
      onChange={({ currentTarget: { value } }) => onDay(name, value || undefined)}
    />
  ))
}
