import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { RecordedFacts } from '../api/shapes.ts'
import { formatCount } from '../components/format.ts'
import { Handle, Hostile } from '../components/handle.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { VIEW_REASON_CHARS_MAX } from '../components/reason-field.tsx'
import { CHARS_MAX, CHARS_MIN, type Hit, searchQuery } from '../components/search-query.ts'
import { usePersistentState } from '../shell/persistent-state.ts'
import { words } from '../words/words.ts'
import { readAccountFacts } from './queries.ts'

type AccountHit = Extract<Hit, { kind: 'account' }>

interface Props {
  picked: RecordedFacts | null
  onPick: (account: RecordedFacts) => void
}

/** The form that finds an account by handle, name or id, with the reason of the view, and reads its recorded facts. */
export function PickTrialAccount({ picked, onPick }: Props) {
  const [name, setName] = useState('')
  const [why, setWhy] = usePersistentState('why-look', () => '')
  const [asked, setAsked] = useState({ q: '', why: '' })
  const found = useQuery(searchQuery({ kind: 'account', ...asked }))
  const read = useMutation({
    mutationFn: (accountId: string) => readAccountFacts(accountId, asked.why),
    onSuccess: (account) => onPick(account),
  })
  return (
    <Panel title={words.guards.account.title}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          setAsked({ q: name.trim().replace(/^@/, ''), why: why.trim() })
        }}
      >
        <Group align="flex-end" gap="sm">
          <TextInput
            label={words.guards.account.name}
            value={name}
            maxLength={CHARS_MAX}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            flex="1 1 200px"
          />
          <TextInput
            label={words.why.label}
            value={why}
            maxLength={VIEW_REASON_CHARS_MAX}
            onChange={({ currentTarget }) => setWhy(currentTarget.value)}
            flex="1 1 200px"
          />
          <Button type="submit" variant="default" disabled={name.trim().length < CHARS_MIN || why.trim() === ''}>
            {words.guards.account.find}
          </Button>
        </Group>
        <Text size="xs" c="dimmed" mt={4}>
          {words.guards.account.hint}
        </Text>
      </form>
      {asked.q !== '' && (
        <Shown query={found}>{({ items }) => <Found items={items} onPick={(id) => read.mutate(id)} />}</Shown>
      )}
      {read.isError && <ProblemNote error={read.error} />}
      {picked !== null && <Picked account={picked} />}
    </Panel>
  )
}

function Found({ items, onPick }: { items: readonly Hit[]; onPick: (accountId: string) => void }) {
  const accounts = items.filter((hit): hit is AccountHit => hit.kind === 'account')
  if (accounts.length === 0) return <Text role="note">{words.guards.account.none}</Text>
  return (
    <Stack gap={4} mt="sm" role="list" aria-label={words.guards.account.found}>
      {accounts.map((account) => (
        <Group key={account.id} gap="sm" role="listitem">
          <Button
            size="compact-sm"
            variant="default"
            aria-label={words.guards.account.pickOf({ name: account.handle ?? account.id })}
            onClick={() => onPick(account.id)}
          >
            {words.guards.account.pick}
          </Button>
          <Handle handle={account.handle} />
          {account.displayName !== null && <Hostile>{account.displayName}</Hostile>}
          <Text span size="sm" c="dimmed">
            {account.reachCounted === null
              ? words.who.reachUnknown
              : words.who.followers({ count: formatCount(account.reachCounted) })}
          </Text>
        </Group>
      ))}
    </Stack>
  )
}

function Picked({ account: { accountId, handle, protected: isProtected, facts } }: { account: RecordedFacts }) {
  const count = (state: RecordedFacts['facts'][number]['state']) => facts.filter((fact) => fact.state === state).length
  return (
    <Stack gap={4} mt="sm" role="status">
      <Group gap="sm">
        <Text span size="sm">
          {words.guards.account.begunWith}
        </Text>
        <Handle handle={handle} />
        <Text span size="sm" c="dimmed" ff="monospace">
          <Hostile>{accountId}</Hostile>
        </Text>
      </Group>
      <Text size="sm">
        {words.guards.account.counts({
          known: count('known'),
          unknown: count('unknown'),
          absent: count('absent'),
          withheld: count('withheld'),
        })}
      </Text>
      {isProtected && (
        <Text size="sm" fw={600}>
          {words.guards.account.protected}
        </Text>
      )}
    </Stack>
  )
}
