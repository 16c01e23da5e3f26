import { Alert, Button, Group, MultiSelect, Select, Stack, Text, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { Action, FactRow } from '../../api/shapes.ts'
import { useAnnounce } from '../../shell/announce.tsx'
import { words } from '../../words/words.ts'
import { ClauseRows } from './clause-rows.tsx'
import type { FactTypes } from './clauses.ts'
import type { FormGuard } from './guard-values.ts'
import { addGuard, readGuardsText, removeGuard, type TextGuard, writeGuard } from './guards-text.ts'
import { RequireFields } from './require-fields.tsx'

const ID_CHARS_MAX = 64
const WHY_CHARS_MAX = 300
const ACTIONS = Object.keys(words.actions) as readonly Action[]

interface GuardFormProps {
  text: string
  facts: readonly FactRow[]
  onChange: (text: string) => void
  /** Opens the code editor at this line. */
  onCode: (line: number) => void
}

/** A form for one guard of a draft at a time. It writes into the text of the draft, which the code editor shows too. */
export function GuardForm({ text, facts, onChange, onCode }: GuardFormProps) {
  const types: FactTypes = useMemo(() => new Map(facts.map(({ name, type }) => [name, type])), [facts])
  const guards = useMemo(() => readGuardsText(text, types), [text, types])
  const [place, setPlace] = useState(0)
  const [isRefused, setRefused] = useState(false)
  if (guards === undefined) {
    return <AsCode says={words.guards.form.unreadable} onCode={() => onCode(1)} />
  }
  const index = Math.min(place, guards.length - 1)
  const write = (next: string | undefined) => {
    setRefused(next === undefined)
    if (next !== undefined) onChange(next)
    return next !== undefined
  }
  const guard = guards[index]
  return (
    <Stack gap="sm">
      <ChooseGuard
        {...{ guards, index }}
        onPick={(next) => {
          setRefused(false)
          setPlace(next)
        }}
        onAdd={() => write(addGuard(text, newGuard(guards), types)) && setPlace(guards.length)}
        onRemove={() => write(removeGuard(text, index)) && setPlace(Math.max(0, index - 1))}
      />
      {isRefused && <AsCode says={words.guards.form.refused} onCode={() => onCode(guard?.line ?? 1)} />}
      {guard === undefined ? (
        <Text role="note">{words.guards.form.empty}</Text>
      ) : guard.form === undefined ? (
        <AsCode says={words.guards.form.tooComplex({ id: guard.id })} onCode={() => onCode(guard.line)} />
      ) : (
        <Fields
          key={index}
          guard={guard.form}
          {...{ facts, types }}
          onChange={(next) => void write(writeGuard(text, index, next, types))}
        />
      )}
    </Stack>
  )
}

/** Returns a first version of a new guard, with an id that is not in use. */
function newGuard(guards: readonly TextGuard[]): FormGuard {
  const ids = new Set(guards.map(({ id }) => id))
  const free = Array.from({ length: guards.length + 1 }, (_, n) => `new-guard-${n + 1}`).find((id) => !ids.has(id))
  return {
    id: free ?? 'new-guard',
    why: words.guards.form.newWhy,
    when: { match: 'all', clauses: [{ fact: 'account.reach', operator: '>=', value: 1_000_000 }] },
    actions: ['suspend'],
    require: { approvals: [{ count: 1 }] },
  }
}

const AsCode = ({ says, onCode }: { says: string; onCode: () => void }) => (
  <Alert variant="outline" color="accent" role="note">
    <Text size="sm">{says}</Text>
    <Button mt="xs" size="compact-sm" variant="default" onClick={onCode}>
      {words.guards.form.openCode}
    </Button>
  </Alert>
)

interface ChooseProps {
  guards: readonly TextGuard[]
  index: number
  onPick: (index: number) => void
  onAdd: () => void
  onRemove: () => void
}

function ChooseGuard({ guards, index, onPick, onAdd, onRemove }: ChooseProps) {
  const announce = useAnnounce()
  return (
    <Group gap="sm" align="flex-end">
      <Select
        label={words.guards.form.guard}
        searchable
        flex="1 1 200px"
        data={guards.map(({ id, form }, place) => ({
          value: String(place),
          label: form === undefined ? words.guards.form.codeOnly({ id }) : id,
        }))}
        value={guards.length === 0 ? null : String(index)}
        allowDeselect={false}
        onChange={(value) => value !== null && onPick(Number(value))}
      />
      <Button variant="default" onClick={onAdd}>
        {words.guards.form.add}
      </Button>
      <Button
        variant="default"
        disabled={guards.length === 0}
        onClick={() => {
          announce(words.guards.form.removed({ id: guards[index]?.id ?? '' }))
          onRemove()
        }}
      >
        {words.guards.form.remove}
      </Button>
    </Group>
  )
}

interface FieldsProps {
  guard: FormGuard
  facts: readonly FactRow[]
  types: FactTypes
  onChange: (guard: FormGuard) => void
}

const Fields = ({ guard, facts, types, onChange }: FieldsProps) => (
  <Stack gap="sm">
    <TextInput
      label={words.guards.form.id}
      ff="monospace"
      value={guard.id}
      maxLength={ID_CHARS_MAX}
      onChange={({ currentTarget }) => onChange({ ...guard, id: currentTarget.value })}
    />
    <TextInput
      label={words.guards.form.why}
      value={guard.why}
      maxLength={WHY_CHARS_MAX}
      onChange={({ currentTarget }) => onChange({ ...guard, why: currentTarget.value })}
    />
    <MultiSelect
      label={words.guards.form.actions}
      description={words.guards.form.actionsHint}
      data={ACTIONS.map((value) => ({ value, label: words.actions[value] }))}
      value={[...guard.actions]}
      onChange={(values) => onChange({ ...guard, actions: ACTIONS.filter((action) => values.includes(action)) })}
    />
    <ClauseRows when={guard.when} facts={facts} types={types} onChange={(when) => onChange({ ...guard, when })} />
    <RequireFields require={guard.require} onChange={(require) => onChange({ ...guard, require })} />
  </Stack>
)
