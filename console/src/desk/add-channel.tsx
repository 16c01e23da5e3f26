import { Button, Code, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Channel } from '../api/shapes.ts'
import { words } from '../words/en.ts'
import { ProblemNote } from './problem-note.tsx'

const KINDS = ['mail', 'slack', 'webhook'] as const
type Kind = (typeof KINDS)[number]
type Takes = Channel['takes']

interface Draft {
  kind: Kind
  takes: Takes
  name: string
  address: string
}

/** Adds a channel of what the desk offers, and shows a webhook's secret the one time that it is told. */
export function AddChannel({ own, mail, slack }: { own: boolean; mail: boolean; slack: boolean }) {
  const offered = { mail, slack, webhook: !own }
  const kinds = KINDS.filter((kind) => offered[kind])
  const [draft, setDraft] = useState<Draft>({ kind: kinds[0] ?? 'mail', takes: 'calls', name: '', address: '' })
  const client = useQueryClient()
  const add = useMutation({
    mutationFn: () => unwrap(api.POST(own ? '/v1/me/channels' : '/v1/channels', { body: draft })),
    onSuccess: () => setDraft({ ...draft, name: '', address: '' }),
    onSettled: () => client.invalidateQueries({ queryKey: ['channels'] }),
  })
  if (kinds.length === 0) return <Text size="sm">{words.channels.unoffered}</Text>
  return (
    <Stack gap="sm">
      <Group gap="sm" align="flex-end">
        <Fields draft={draft} kinds={kinds} own={own} onChange={setDraft} />
        <Button
          variant="default"
          loading={add.isPending}
          disabled={draft.name === '' || draft.address === ''}
          onClick={() => add.mutate()}
        >
          {words.channels.add}
        </Button>
      </Group>
      {add.isError && <ProblemNote error={add.error} />}
      {add.data?.secret != null && (
        <Text size="sm" role="status">
          {words.channels.secret} <Code style={{ overflowWrap: 'anywhere' }}>{add.data.secret}</Code>
        </Text>
      )}
    </Stack>
  )
}

function Fields(props: { draft: Draft; kinds: readonly Kind[]; own: boolean; onChange: (draft: Draft) => void }) {
  const { draft, kinds, own, onChange } = props
  const { kind, takes, name, address } = draft
  const amounts: readonly Takes[] = own ? ['calls', 'digest', 'all'] : ['calls', 'all']
  const set = (part: Partial<Draft>) => onChange({ ...draft, ...part })
  const says = { kind: words.channels.kinds, takes: words.channels.howMuch }
  return (
    <>
      <Choice
        label={words.channels.kind}
        values={kinds}
        value={kind}
        says={says.kind}
        onChange={(to) => set({ kind: to })}
      />
      <TextInput
        label={words.channels.name}
        value={name}
        maxLength={100}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <TextInput
        label={words.channels.address}
        value={address}
        maxLength={2_000}
        style={{ flex: '1 1 240px', maxWidth: 480 }}
        onChange={(event) => set({ address: event.currentTarget.value })}
      />
      <Choice
        label={words.channels.takes}
        values={amounts}
        value={takes}
        says={says.takes}
        onChange={(to) => set({ takes: to })}
      />
    </>
  )
}

function Choice<Value extends string>(props: {
  label: string
  values: readonly Value[]
  value: Value
  says: Readonly<Record<Value, string>>
  onChange: (value: Value) => void
}) {
  const { label, values, value, says, onChange } = props
  return (
    <Select
      label={label}
      data={values.map((each) => ({ value: each, label: says[each] }))}
      value={value}
      allowDeselect={false}
      onChange={(chosen) => {
        const known = values.find((each) => each === chosen)
        if (known !== undefined) onChange(known)
      }}
    />
  )
}
