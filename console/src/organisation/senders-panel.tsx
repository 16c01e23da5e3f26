import { Button, Group, NumberInput, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { MisuseSender } from '../api/shapes.ts'
import { CollapsedForm } from '../components/collapsed-form.tsx'
import { formatFull } from '../components/format.ts'
import { Panel, Shown } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { ProposeChangeForm } from '../components/propose-change-form.tsx'
import { StatePill } from '../components/state-pill.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { words } from '../words/words.ts'
import { senderQuery, sendersQuery } from './queries.ts'
import { SenderMark } from './sender-mark.tsx'
import { SenderMeasure } from './sender-measure.tsx'

/** Shows senders with marks, their figures, and the forms by which people warn them and propose a pause. */
export function SendersPanel() {
  const sees = useHasRole('lead', 'policy', 'auditor', 'admin')
  const found = useQuery({ ...sendersQuery, enabled: sees })
  if (!sees) return null
  return (
    <Panel title={words.senders.title}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed" maw="72ch">
          {words.senders.about}
        </Text>
        <Shown query={found}>
          {({ items }) => (
            <Stack gap="lg">
              {items.length === 0 && <Text>{words.senders.none}</Text>}
              {items.map((sender) => (
                <Row key={`${sender.id} ${sender.cause}`} sender={sender} />
              ))}
            </Stack>
          )}
        </Shown>
      </Stack>
    </Panel>
  )
}

function Row({ sender }: { sender: MisuseSender }) {
  const { id, kind, cause, marks, markers, submissions, latestMarkAt, isPaused, hasOpenAppeal } = sender
  const mayDecide = useHasRole('lead', 'policy', 'admin')
  return (
    <Stack gap={2} component="article" aria-label={id}>
      <Group gap="xs">
        <StatePill tone={isPaused ? 'waits' : 'safe'}>
          {isPaused ? words.senders.paused : words.senders.received}
        </StatePill>
        <Text span fw={600}>
          {id}
        </Text>
        <Text span c="dimmed">
          {words.senders.kinds[kind]} · {words.senders.causes[cause]}
        </Text>
      </Group>
      <Text size="sm">{words.senders.figures({ marks, submissions, markers })}</Text>
      <Text size="sm">{words.senders.latest({ at: formatFull(latestMarkAt) })}</Text>
      {sender.reachesThresholds && <Text size="sm">{words.senders.reached}</Text>}
      {hasOpenAppeal && (
        <Text size="sm" fw={600}>
          {words.senders.appealed}
        </Text>
      )}
      <CollapsedForm button={words.senders.open({ id })}>
        <Detail senderId={id} mayDecide={mayDecide} />
      </CollapsedForm>
      {mayDecide && <Warn senderId={id} cause={cause} />}
    </Stack>
  )
}

function Warn({ senderId, cause }: Pick<MisuseSender, 'cause'> & { senderId: string }) {
  const client = useQueryClient()
  const warn = useMutation({
    mutationFn: () =>
      unwrap(api.POST('/v1/misuse-senders/{senderId}/warnings', { params: { path: { senderId } }, body: { cause } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['organisation', 'senders'] }),
  })
  return (
    <Group gap="sm">
      <Button variant="default" loading={warn.isPending} onClick={() => warn.mutate()}>
        {words.senders.warn({ id: senderId })}
      </Button>
      {warn.isError && <ProblemNote error={warn.error} />}
      {warn.isSuccess && (
        <Text size="sm" role="status">
          {words.senders.warned}
        </Text>
      )}
    </Group>
  )
}

function Detail({ senderId, mayDecide }: { senderId: string; mayDecide: boolean }) {
  const found = useQuery(senderQuery(senderId))
  return (
    <Shown query={found}>
      {({ reporterId, accountId, pauseDays, marks, measures }) => (
        <Stack gap="xs" mt="sm">
          <Text size="sm" className="hostile">
            {words.senders.person({ person: reporterId ?? accountId ?? '–' })}
          </Text>
          {marks.map((mark) => (
            <SenderMark key={mark.id} mark={mark} mayDecide={mayDecide} />
          ))}
          {measures.map((measure) => (
            <SenderMeasure key={measure.id} measure={measure} mayDecide={mayDecide} />
          ))}
          {mayDecide && <ProposePause senderId={senderId} days={pauseDays} />}
        </Stack>
      )}
    </Shown>
  )
}

const PAUSE_DAYS_MAX = 180

function ProposePause({ senderId, days: proposed }: { senderId: string; days: number }) {
  const [days, setDays] = useState(proposed)
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {words.senders.pauseHint}
      </Text>
      <NumberInput
        label={words.senders.days}
        value={days}
        min={1}
        max={PAUSE_DAYS_MAX}
        clampBehavior="strict"
        allowDecimal={false}
        w={140}
        onChange={(value) => typeof value === 'number' && setDays(value)}
      />
      <ProposeChangeForm wanted={{ kind: 'sender_pause', senderId, days }} button={words.senders.propose} />
    </Stack>
  )
}
