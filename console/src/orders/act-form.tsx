import { Button, Group, Select, Stack, Text, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import { toInstant } from '../components/local-time.ts'
import { Panel } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { TimeField } from '../components/time-field.tsx'
import { useMe } from '../shell/me.tsx'
import { words } from '../words/words.ts'
import type { Order } from './queries.ts'

const NOTE_MAX = 4_000
const KINDS = [
  'verified',
  'answered',
  'contested',
  'resumed',
  'silence_extended',
  'silence_confirmed',
  'preserved',
] as const
type Kind = (typeof KINDS)[number]
const OUTCOMES = ['given', 'partly', 'not_given'] as const
const VERIFYING = ['called_back', 'signature'] as const
const CONTESTING = ['force_majeure', 'manifest_errors', 'insufficient_information'] as const
const EMPTY = { outcome: null as string | null, ground: null as string | null, until: '', note: '' }

/** The acts on an order that its state allows to this person, as the desk judges them. */
function allowedActs({ kind, state, verified, acts, enteredBy, ...order }: Order, me: string | undefined): Kind[] {
  const isAnswerable = state === 'open'
  const { silentUntil, silenceToConfirm } = order
  const extendedBy = acts.find((act) => act.kind === 'silence_extended')?.by
  const isUnconfirmed = silenceToConfirm !== null
  const isOwn = me === (extendedBy ?? enteredBy)
  const allowed: Record<Kind, boolean> = {
    verified: verified === 'not_verified',
    answered: isAnswerable,
    contested: isAnswerable,
    resumed: state === 'contested',
    silence_extended: silentUntil !== null && extendedBy === undefined && !(isUnconfirmed && isOwn),
    silence_confirmed: isUnconfirmed && !isOwn,
    preserved: kind !== 'information',
  }
  return KINDS.filter((each) => allowed[each])
}

/** The form with which a person records what they did with an order. It takes nothing offline. */
export function ActForm({ order }: { order: Order }) {
  const client = useQueryClient()
  const me = useMe()?.pseudonym
  const [kind, setKind] = useState<Kind | null>(null)
  const [said, setSaid] = useState(EMPTY)
  const act = useMutation({
    mutationFn: (chosen: Kind) =>
      unwrap(
        api.POST('/v1/authority-orders/{orderId}/acts', {
          params: { path: { orderId: order.id } },
          body: bodyOf(chosen, said),
        }),
      ),
    onSuccess: () => {
      setKind(null)
      setSaid(EMPTY)
      void client.invalidateQueries({ queryKey: ['law'] })
      void client.invalidateQueries({ queryKey: ['queue'] })
    },
  })
  return (
    <Panel title={words.orders.actTitle}>
      <Stack gap="xs" className="no-print">
        <Select
          label={words.orders.act}
          data={allowedActs(order, me).map((value) => ({ value, label: words.orders.actKinds[value] }))}
          value={kind}
          onChange={(value) => {
            setKind(KINDS.find((each) => each === value) ?? null)
            setSaid(EMPTY)
            act.reset()
          }}
        />
        {kind !== null && (
          <>
            <Text size="sm" c="dimmed">
              {words.orders.actHints[kind]}
            </Text>
            <FieldsOf kind={kind} said={said} onSaid={setSaid} />
            <Group>
              <Button variant="default" loading={act.isPending} onClick={() => act.mutate(kind)}>
                {words.orders.record}
              </Button>
            </Group>
          </>
        )}
        {act.isError && <ProblemNote error={act.error} />}
      </Stack>
    </Panel>
  )
}

type Said = typeof EMPTY
type Fields = { kind: Kind; said: Said; onSaid: (said: Said) => void }

function FieldsOf({ kind, said, onSaid }: Fields) {
  const choices = kind === 'verified' ? VERIFYING : CONTESTING
  const hasGround = kind === 'verified' || kind === 'contested'
  const hasTime = kind === 'resumed' || kind === 'silence_extended' || kind === 'preserved'
  return (
    <>
      {kind === 'answered' && (
        <Select
          label={words.orders.outcome}
          data={OUTCOMES.map((value) => ({ value, label: words.orders.outcomes[value] }))}
          value={said.outcome}
          onChange={(outcome) => onSaid({ ...said, outcome })}
        />
      )}
      {hasGround && (
        <Select
          label={words.authorityOrders.ground}
          data={choices.map((value) => ({ value, label: words.orders.grounds[value] }))}
          value={said.ground}
          onChange={(ground) => onSaid({ ...said, ground })}
        />
      )}
      {hasTime && (
        <TimeField
          label={words.orders.untilLabel}
          value={said.until}
          onChange={(until) => onSaid({ ...said, until })}
        />
      )}
      <Textarea
        label={words.orders.note}
        value={said.note}
        maxLength={NOTE_MAX}
        autosize
        minRows={2}
        onChange={({ currentTarget: { value } }) => onSaid({ ...said, note: value })}
      />
    </>
  )
}

function bodyOf(kind: Kind, { outcome, ground, until, note }: Said) {
  const grounds = [...VERIFYING, ...CONTESTING]
  const chosenOutcome = OUTCOMES.find((each) => each === outcome)
  const chosenGround = grounds.find((each) => each === ground)
  return {
    kind,
    ...(chosenOutcome && { outcome: chosenOutcome }),
    ...(chosenGround && { ground: chosenGround }),
    ...(until !== '' && { until: toInstant(until) }),
    ...(note.trim() !== '' && { note }),
  }
}
