import { Button, Checkbox, Group, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Settlement, SettlementEffect } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { Panel } from './panel.tsx'
import { ProblemNote } from './problem-note.tsx'
import { useHasRole } from './use-roles.ts'

const SHORT_MAX = 200
const REASON_MAX = 2_000

/** An enforcement, or an appeal against a decision that led to nothing. */
type About = { enforcementId: string } | { appealId: string }

/** Shows the decisions of out-of-court bodies about an enforcement or an appeal, with the form that records another. */
export function SettlementsPanel({ about }: { about: About }) {
  const query = 'appealId' in about ? { appeal: about.appealId } : { enforcement: about.enforcementId }
  const found = useQuery({
    queryKey: ['settlements', query],
    queryFn: ({ signal }) => unwrap(api.GET('/v1/settlements', { params: { query }, signal })),
    retry: false,
  })
  const mayRecord = useHasRole('senior', 'lead')
  if (found.data === undefined || (found.data.items.length === 0 && !mayRecord)) return null
  return (
    <Panel title={words.settlements.title}>
      <Stack gap="sm">
        {found.data.items.length === 0 && <Text c="dimmed">{words.settlements.none}</Text>}
        {found.data.items.map((settlement) => (
          <Row key={settlement.id} settlement={settlement} />
        ))}
        {mayRecord && <Recording about={about} />}
      </Stack>
    </Panel>
  )
}

const Row = ({
  settlement: { id, body, reference, decidedOn, outcome, follows, reason },
}: {
  settlement: Settlement
}) => (
  <Stack gap={0} data-row>
    <Text size="sm">
      <b>{id}</b> {words.settlements.outcomes[outcome]} ·{' '}
      <span className="hostile">{words.settlements.told({ body, reference, day: decidedOn })}</span>
    </Text>
    <Text size="sm" className="hostile">
      {follows ? words.settlements.followed : words.settlements.notFollowed} {reason}
    </Text>
  </Stack>
)

/** The button that opens the form, so that the form takes no room where nothing is recorded. */
function Recording({ about }: { about: About }) {
  const [isOpen, setOpen] = useState(false)
  const [effect, setEffect] = useState<SettlementEffect>()
  const done = (followed: SettlementEffect) => {
    setEffect(followed)
    setOpen(false)
  }
  if (isOpen) return <RecordForm about={about} onDone={done} />
  return (
    <Group className="no-print">
      {effect !== undefined && (
        <Text size="sm" role="status">
          {words.settlements.effects[effect]}
        </Text>
      )}
      <Button variant="default" size="compact-sm" onClick={() => setOpen(true)}>
        {words.settlements.open}
      </Button>
    </Group>
  )
}

const TEXTS = ['body', 'reference', 'decidedOn'] as const
const EMPTY = { body: '', reference: '', decidedOn: '', reason: '' }

function RecordForm({ about, onDone }: { about: About; onDone: (effect: SettlementEffect) => void }) {
  const client = useQueryClient()
  const [said, setSaid] = useState(EMPTY)
  const [outcome, setOutcome] = useState<Settlement['outcome']>('appellant')
  const [follows, setFollows] = useState(true)
  const record = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/settlements', { body: { ...about, ...said, outcome, follows } })),
    onSuccess: ({ effect }) => onDone(effect),
    onSettled: () => client.invalidateQueries(),
  })
  const isWhole = Object.values(said).every((text) => text.trim() !== '')
  return (
    <Stack gap="xs" className="no-print">
      <Group gap="sm" align="flex-end">
        {TEXTS.map((name) => (
          <TextInput
            key={name}
            label={words.settlements.fields[name]}
            value={said[name]}
            maxLength={SHORT_MAX}
            {...(name === 'decidedOn' && { type: 'date' })}
            onChange={({ currentTarget: { value } }) => setSaid({ ...said, [name]: value })}
          />
        ))}
        <Select
          label={words.settlements.outcome}
          data={Object.entries(words.settlements.outcomes).map(([value, label]) => ({ value, label }))}
          value={outcome}
          allowDeselect={false}
          onChange={(value) => value !== null && setOutcome(value as Settlement['outcome'])}
        />
      </Group>
      <Textarea
        label={words.settlements.fields.reason}
        value={said.reason}
        maxLength={REASON_MAX}
        autosize
        minRows={2}
        onChange={({ currentTarget: { value } }) => setSaid({ ...said, reason: value })}
      />
      <Checkbox
        label={words.settlements.follows}
        checked={follows}
        onChange={({ currentTarget }) => setFollows(currentTarget.checked)}
      />
      <Text size="sm" role="status">
        {outcome === 'appellant' && follows ? words.settlements.saysGivesBack : words.settlements.saysRecords}
      </Text>
      <Group>
        <Button variant="outline" disabled={!isWhole} loading={record.isPending} onClick={() => record.mutate()}>
          {words.settlements.record}
        </Button>
      </Group>
      {record.isError && <ProblemNote error={record.error} />}
    </Stack>
  )
}
