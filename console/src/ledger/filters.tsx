import { Button, Group, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import { words } from '../words/words.ts'
import type { LedgerFilter } from './queries.ts'

const PAUSE_MS = 400
const LENGTH_MAX = 300

const LABELS = {
  kind: [words.ledger.kind, ''],
  subject: [words.ledger.subject, words.ledger.subjectHint],
  staff: [words.ledger.person, words.ledger.personHint],
  enforcement: [words.ledger.enforcementId, ''],
} as const
type Field = keyof typeof LABELS

/** The fields of the filter, applied once typing pauses. */
export function Filters({
  fields,
  filter,
  onFilter,
}: {
  fields: readonly Field[]
  filter: LedgerFilter
  onFilter: (filter: LedgerFilter) => void
}) {
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
  return (
    <Group align="flex-end" gap="sm" mb="sm" className="no-print">
      {fields.map((field) => (
        <TextInput
          key={field}
          label={LABELS[field][0]}
          placeholder={LABELS[field][1]}
          value={typed[field] ?? ''}
          maxLength={LENGTH_MAX}
          onChange={({ currentTarget: { value } }) => change({ ...typed, [field]: value.trim() || undefined })}
        />
      ))}
      <Button
        variant="default"
        disabled={fields.every((field) => typed[field] === undefined)}
        onClick={() => change({})}
      >
        {words.ledger.clear}
      </Button>
    </Group>
  )
}
