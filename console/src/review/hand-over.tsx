import { Button, Group, SegmentedControl, Select, Stack, Text, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Case } from '../api/shapes.ts'
import { CollapsedForm } from '../components/collapsed-form.tsx'
import { Panel } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { useMe } from '../shell/me.tsx'
import { queueCountsQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'
import { casePeopleQuery } from './queries.ts'

const REASON_CHARS_MAX = 2_000

type Way = 'release' | 'queue' | 'person' | 'take_over'
interface Draft {
  way: Way
  /** The queue or the person that receives the case. */
  to: string | null
  reason: string
}

/** The result of a hand-over, as a sentence. */
export interface Handed {
  result: string
  /** True when the caller no longer holds the case. */
  isLeft: boolean
}

interface Props {
  reviewed: Case
  onDone: (handed: Handed) => void
}

/** The ways in which a case changes hands, for its holder and for a lead. */
export function HandOver({ reviewed, onDone }: Props) {
  const ways = useWays(reviewed)
  const [first] = ways
  if (first === undefined) return null
  return (
    <Panel title={words.handOver.title} className="no-print">
      <CollapsedForm button={words.handOver.begin}>
        <Form reviewed={reviewed} ways={ways} first={first} onDone={onDone} />
      </CollapsedForm>
    </Panel>
  )
}

function useWays({ claimedBy, state, escalated, appeal }: Case): Way[] {
  const isLead = useHasRole('lead')
  const me = useMe()
  if (state !== 'open' || me === undefined) return []
  const isMine = claimedBy === me.pseudonym
  if (!isMine && !isLead) return []
  const moves: Way[] = escalated || appeal !== null ? ['person'] : ['queue', 'person']
  if (isMine) return ['release', ...moves]
  return claimedBy === null ? moves : ['take_over', ...moves]
}

function Form({ reviewed, ways, first, onDone }: Props & { ways: Way[]; first: Way }) {
  const [draft, setDraft] = useState<Draft>({ way: first, to: null, reason: '' })
  const { way, to, reason } = draft
  const client = useQueryClient()
  const send = useMutation({
    mutationFn: () => sendHandOver(reviewed.id, { ...draft, reason: reason.trim() }),
    onSuccess: () => onDone({ result: resultOf(reviewed, draft), isLeft: way !== 'take_over' }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['case', reviewed.id] })
      void client.invalidateQueries({ queryKey: ['queue'] })
    },
  })
  const isWhole = reason.trim() !== '' && (to !== null || way === 'release' || way === 'take_over')
  return (
    <Stack gap="sm">
      <SegmentedControl
        orientation="vertical"
        aria-label={words.handOver.title}
        data={ways.map((value) => ({ value, label: words.handOver.ways[value] }))}
        value={way}
        onChange={(value) => setDraft({ ...draft, way: value as Way, to: null })}
      />
      {way === 'queue' && <ToQueue of={reviewed} value={to} onPick={(queue) => setDraft({ ...draft, to: queue })} />}
      {way === 'person' && <ToPerson of={reviewed} value={to} onPick={(name) => setDraft({ ...draft, to: name })} />}
      <Textarea
        label={words.handOver.reason}
        description={words.handOver.reasonHint}
        autosize
        minRows={2}
        maxLength={REASON_CHARS_MAX}
        value={reason}
        onChange={({ currentTarget: { value } }) => setDraft({ ...draft, reason: value })}
      />
      <Text size="sm" role="status">
        {isWhole ? outcomeOf(reviewed, draft) : words.handOver.missing[way]}
      </Text>
      <Group>
        <Button variant="default" disabled={!isWhole} loading={send.isPending} onClick={() => send.mutate()}>
          {words.handOver.buttons[way]}
        </Button>
      </Group>
      {send.isError && <ProblemNote error={send.error} />}
    </Stack>
  )
}

interface PickProps {
  of: Case
  value: string | null
  onPick: (value: string | null) => void
}

function ToQueue({ of, value, onPick }: PickProps) {
  const queues = useQuery(queueCountsQuery).data?.queues ?? []
  const others = queues.map(({ queue }) => queue).filter((queue) => queue !== of.queue)
  return <Select label={words.queue.set.queue} data={others} value={value} onChange={onPick} />
}

function ToPerson({ of, value, onPick }: PickProps) {
  const people = useQuery(casePeopleQuery(of.id)).data?.people ?? []
  const others = people.filter((name) => name !== of.claimedBy)
  return <Select label={words.queue.set.person} data={others} value={value} onChange={onPick} searchable />
}

const outcomeOf = ({ id: caseId, claimedBy }: Case, { way, to }: Draft): string =>
  words.handOver.says[way]({ caseId, receiver: to ?? '', holder: claimedBy ?? '' })

const resultOf = ({ id: caseId }: Case, { way, to }: Draft): string =>
  words.handOver.results[way]({ caseId, receiver: to ?? '' })

function sendHandOver(caseId: string, { way, to, reason }: Draft): Promise<unknown> {
  const params = { path: { caseId } }
  if (way === 'release') return unwrap(api.POST('/v1/cases/{caseId}/claim/release', { params, body: { reason } }))
  if (way === 'take_over') return unwrap(api.POST('/v1/cases/{caseId}/claim/take-over', { params, body: { reason } }))
  const receiver = way === 'queue' ? { queue: to ?? '' } : { person: to ?? '' }
  return unwrap(api.POST('/v1/cases/{caseId}/transfer', { params, body: { to: receiver, reason } }))
}
