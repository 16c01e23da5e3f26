import { Button, Code, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Channel } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { FollowFields, type Follows } from './follow-fields.tsx'
import { ProblemNote } from './problem-note.tsx'

const KINDS = ['mail', 'slack', 'webhook', 'pagerduty', 'opsgenie'] as const
type Kind = (typeof KINDS)[number]
/** The kinds of channel that need a key of the service. */
const WITH_KEY: readonly Kind[] = ['pagerduty', 'opsgenie']
type Takes = Channel['takes']

interface Draft {
  kind: Kind
  takes: Takes
  name: string
  address: string
  integrationKey: string
  follows: Follows
}

const EMPTY = { name: '', address: '', integrationKey: '', follows: { events: [], keyId: '' } }

/** The form that adds a channel, and shows a webhook's secret once. */
export function AddChannel({ own, mail, slack }: { own: boolean; mail: boolean; slack: boolean }) {
  const offered = { mail, slack, webhook: !own, pagerduty: !own, opsgenie: !own }
  const kinds = KINDS.filter((kind) => offered[kind])
  const [draft, setDraft] = useState<Draft>({ kind: kinds[0] ?? 'mail', takes: 'calls', ...EMPTY })
  const client = useQueryClient()
  const add = useMutation({
    mutationFn: () => unwrap(api.POST(own ? '/v1/me/channels' : '/v1/channels', { body: toBody(draft) })),
    onSuccess: () => setDraft({ ...draft, ...EMPTY }),
    onSettled: () => client.invalidateQueries({ queryKey: ['channels'] }),
  })
  if (kinds.length === 0) return <Text size="sm">{words.channels.unoffered}</Text>
  return (
    <Stack gap="sm">
      <Group gap="sm" align="flex-end">
        <Fields draft={draft} kinds={kinds} own={own} onChange={setDraft} />
        <Button variant="default" loading={add.isPending} disabled={!isWhole(draft)} onClick={() => add.mutate()}>
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

const isWhole = ({ kind, name, address, integrationKey, takes, follows }: Draft): boolean =>
  name !== '' &&
  address !== '' &&
  (!WITH_KEY.includes(kind) || integrationKey !== '') &&
  (takes !== 'events' || (follows.keyId !== '' && follows.events.length > 0))

const toBody = ({ follows, integrationKey, ...draft }: Draft) => ({
  ...draft,
  ...(draft.takes === 'events' && { follows }),
  ...(WITH_KEY.includes(draft.kind) && { integrationKey }),
})

function Fields(props: { draft: Draft; kinds: readonly Kind[]; own: boolean; onChange: (draft: Draft) => void }) {
  const { draft, kinds, own, onChange } = props
  const { kind, takes, name, address, integrationKey, follows } = draft
  const amounts = amountsOf(kind, own)
  const set = (part: Partial<Draft>) => onChange({ ...draft, ...part })
  const says = { kind: words.channels.kinds, takes: words.channels.howMuch }
  return (
    <>
      <Choice
        label={words.channels.kind}
        values={kinds}
        value={kind}
        says={says.kind}
        onChange={(to) => set({ kind: to, ...(takes === 'events' && to !== 'webhook' ? { takes: 'calls' } : {}) })}
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
      {WITH_KEY.includes(kind) && (
        <TextInput
          type="password"
          label={words.channels.integrationKey}
          value={integrationKey}
          maxLength={200}
          autoComplete="off"
          style={{ minWidth: 200 }}
          onChange={(event) => set({ integrationKey: event.currentTarget.value })}
        />
      )}
      <Choice
        label={words.channels.takes}
        values={amounts}
        value={takes}
        says={says.takes}
        onChange={(to) => set({ takes: to })}
      />
      {takes === 'events' && <FollowFields follows={follows} onChange={(to) => set({ follows: to })} />}
    </>
  )
}

function amountsOf(kind: Kind, own: boolean): readonly Takes[] {
  if (own) return ['calls', 'digest', 'all']
  return kind === 'webhook' ? ['calls', 'all', 'events'] : ['calls', 'all']
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
