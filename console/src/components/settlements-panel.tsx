import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Settlement, SettlementEffect } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { CollapsedForm } from './collapsed-form.tsx'
import { Panel } from './panel.tsx'
import { ProblemNote } from './problem-note.tsx'
import { ProposeChangeForm } from './propose-change-form.tsx'
import { emptySettlement, isWhole, type SaidSettlement, SettlementFields } from './settlement-fields.tsx'
import { useHasRole } from './use-roles.ts'

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
  const mayCorrect = useHasRole('lead', 'policy', 'admin')
  if (found.data === undefined || (found.data.items.length === 0 && !mayRecord)) return null
  return (
    <Panel title={words.settlements.title}>
      <Stack gap="sm">
        {found.data.items.length === 0 && <Text c="dimmed">{words.settlements.none}</Text>}
        {found.data.items.map((settlement) => (
          <Row key={settlement.id} settlement={settlement} mayCorrect={mayCorrect} />
        ))}
        {mayRecord && <Recording about={about} />}
      </Stack>
    </Panel>
  )
}

const Row = ({ settlement, mayCorrect }: { settlement: Settlement; mayCorrect: boolean }) => {
  const { id, body, reference, decidedOn, outcome, follows, reason, corrects, correctedBy } = settlement
  return (
    <Stack gap={0} data-row>
      <Text size="sm">
        <b>{id}</b> {words.settlements.outcomes[outcome]} ·{' '}
        <span className="hostile">{words.settlements.told({ body, reference, day: decidedOn })}</span>
      </Text>
      <Text size="sm" className="hostile">
        {follows ? words.settlements.followed : words.settlements.notFollowed} {reason}
      </Text>
      {corrects !== null && <Text size="sm">{words.settlements.corrects({ id: corrects })}</Text>}
      {correctedBy !== null && <Text size="sm">{words.settlements.correctedBy({ id: correctedBy })}</Text>}
      {mayCorrect && correctedBy === null && (
        <CollapsedForm button={words.settlements.correct}>
          <CorrectForm settlement={settlement} />
        </CollapsedForm>
      )}
    </Stack>
  )
}

/** The form that proposes a correction: a new record, to which a second person agrees. */
function CorrectForm({
  settlement: { id, body, reference, decidedOn, outcome, follows, reason },
}: {
  settlement: Settlement
}) {
  const [said, setSaid] = useState<SaidSettlement>({ body, reference, decidedOn, outcome, follows, reason })
  const wanted = { kind: 'settlement_correction' as const, settlementId: id, ...said }
  return (
    <Stack gap="xs" className="no-print">
      <Text size="sm" c="dimmed">
        {words.settlements.correctHint}
      </Text>
      <SettlementFields said={said} onChange={setSaid} />
      <ProposeChangeForm wanted={isWhole(said) ? wanted : undefined} button={words.settlements.proposeCorrection} />
    </Stack>
  )
}

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

function RecordForm({ about, onDone }: { about: About; onDone: (effect: SettlementEffect) => void }) {
  const client = useQueryClient()
  const [said, setSaid] = useState(emptySettlement)
  const record = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/settlements', { body: { ...about, ...said } })),
    onSuccess: ({ effect }) => onDone(effect),
    onSettled: () => client.invalidateQueries(),
  })
  return (
    <Stack gap="xs" className="no-print">
      <SettlementFields said={said} onChange={setSaid} />
      <Text size="sm" role="status">
        {said.outcome === 'appellant' && said.follows ? words.settlements.saysGivesBack : words.settlements.saysRecords}
      </Text>
      <Group>
        <Button variant="outline" disabled={!isWhole(said)} loading={record.isPending} onClick={() => record.mutate()}>
          {words.settlements.record}
        </Button>
      </Group>
      {record.isError && <ProblemNote error={record.error} />}
    </Stack>
  )
}
