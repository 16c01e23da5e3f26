import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { SenderMeasure as Measure } from '../api/shapes.ts'
import { formatFull } from '../components/format.ts'
import { ProblemNote } from '../components/problem-note.tsx'
import { ReasonField } from '../components/reason-field.tsx'
import { words } from '../words/words.ts'

interface Props {
  measure: Measure
  mayDecide: boolean
}

/** Shows a warning or a pause with the appeal against it, and the forms that end it and judge the appeal. */
export function SenderMeasure({ measure, mayDecide }: Props) {
  const { id, kind, beginsAt, endsAt, endedAt, isRunning, appeal } = measure
  return (
    <Stack gap="xs" component="section" aria-label={id}>
      <Text size="sm" fw={600}>
        {kind === 'pause' && endsAt !== null
          ? words.senders.pause({ id, from: formatFull(beginsAt), until: formatFull(endsAt) })
          : words.senders.warning({ id, from: formatFull(beginsAt) })}
      </Text>
      {endedAt !== null && <Text size="sm">{words.senders.ended({ at: formatFull(endedAt) })}</Text>}
      {appeal !== null && (
        <Text size="sm" className="hostile">
          {words.senders.appeal({ state: words.senders.states[appeal.state], words: appeal.words ?? '–' })}
        </Text>
      )}
      {mayDecide && appeal?.state === 'open' && <Judge measureId={id} />}
      {mayDecide && isRunning && <End measureId={id} />}
    </Stack>
  )
}

const SENDERS = { queryKey: ['organisation', 'senders'] }

function Judge({ measureId }: { measureId: string }) {
  const [reason, setReason] = useState('')
  const client = useQueryClient()
  const judge = useMutation({
    mutationFn: (outcome: 'uphold' | 'overturn') =>
      unwrap(
        api.POST('/v1/sender-measures/{measureId}/judgement', {
          params: { path: { measureId } },
          body: { outcome, reason: reason.trim() },
        }),
      ),
    onSettled: () => client.invalidateQueries(SENDERS),
  })
  const isOff = reason.trim() === ''
  return (
    <Stack gap="xs">
      <Group gap="sm" align="flex-end">
        <ReasonField label={words.senders.judgeReason} value={reason} onChange={setReason} />
        <Button variant="default" disabled={isOff} loading={judge.isPending} onClick={() => judge.mutate('uphold')}>
          {words.senders.uphold}
        </Button>
        <Button variant="default" disabled={isOff} loading={judge.isPending} onClick={() => judge.mutate('overturn')}>
          {words.senders.overturn}
        </Button>
      </Group>
      {judge.isError && <ProblemNote error={judge.error} />}
    </Stack>
  )
}

function End({ measureId }: { measureId: string }) {
  const [reason, setReason] = useState('')
  const client = useQueryClient()
  const end = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/v1/sender-measures/{measureId}/end', {
          params: { path: { measureId } },
          body: { reason: reason.trim() },
        }),
      ),
    onSettled: () => client.invalidateQueries(SENDERS),
  })
  return (
    <Stack gap="xs">
      <Group gap="sm" align="flex-end">
        <ReasonField label={words.senders.endReason} value={reason} onChange={setReason} />
        <Button variant="default" disabled={reason.trim() === ''} loading={end.isPending} onClick={() => end.mutate()}>
          {words.senders.end({ id: measureId })}
        </Button>
      </Group>
      {end.isError && <ProblemNote error={end.error} />}
    </Stack>
  )
}
