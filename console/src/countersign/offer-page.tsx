import { Button, Group, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Case, Offer } from '../api/shapes.ts'
import { Countdown } from '../components/countdown.tsx'
import { DecisionLayout } from '../components/decision-layout.tsx'
import { Evidence } from '../components/evidence.tsx'
import { formatCount } from '../components/format.ts'
import { Handle } from '../components/handle.tsx'
import { Page } from '../components/page.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { AccountSummary } from '../components/account-summary.tsx'
import { caseQuery } from '../components/case-query.ts'
import { words } from '../words/words.ts'
import { Answered, type Given } from './answered.tsx'
import { Compare } from './compare.tsx'
import { ConfirmAlone } from './confirm-alone.tsx'
import { IndependentReview } from './independent-review.tsx'
import { offerQuery } from './queries.ts'
import { Reveal, Revealed } from './reveal.tsx'
import { nameTag } from '../components/names.ts'
import { TakeDuty } from './take-duty.tsx'

/** Shows an enforcement to its approver, who concludes first and only then sees the proposer's conclusion. */
export function OfferPage({ enforcementId }: { enforcementId: string }) {
  const [given, setGiven] = useState<{ offer: Offer; given: Given }>()
  const offer = useQuery({ ...offerQuery(enforcementId), enabled: given === undefined })
  return (
    <Page title={words.countersign.one({ enforcementId })}>
      {given !== undefined && <Answered {...given} />}
      <Shown query={offer}>
        {(asked) =>
          given === undefined && (
            <>
              <Group justify="space-between">
                {asked.ground === null && (
                  <Text role="note">
                    <Countdown until={asked.agreeBy} say={words.countersign.lapses} />
                  </Text>
                )}
                <PassOn offer={asked} />
              </Group>
              <Concluding offer={asked} onAnswer={(told) => setGiven({ offer: asked, given: told })} />
            </>
          )
        }
      </Shown>
    </Page>
  )
}

interface Concluding {
  offer: Offer
  onAnswer: (given: Given) => void
}

/**
 * Shows the next step: the confirmation of an act on a ground, the promise to confirm, the independent review, or the
 * comparison with the proposal. Once revealed, only the action.
 */
function Asked({ offer, onAnswer }: Concluding) {
  if (offer.ground !== null) return <ConfirmAlone offer={offer} />
  if (offer.asks === 'duty') return <TakeDuty offer={offer} />
  if (offer.revealed) return <Revealed offer={offer} />
  return offer.independentReview === null ? (
    <IndependentReview offer={offer} />
  ) : (
    <Compare offer={offer} own={offer.independentReview} onAnswer={onAnswer} />
  )
}

/** The button that passes the question to another approver, until the caller has answered. */
function PassOn({ offer: { enforcementId, offeredUntil, independentReview, revealed, you } }: { offer: Offer }) {
  const navigate = useNavigate()
  const pass = useMutation({
    mutationFn: () =>
      unwrap(api.POST('/v1/enforcements/{enforcementId}/pass', { params: { path: { enforcementId } }, body: {} })),
    onSuccess: () => navigate({ to: '/countersign' }),
  })
  if (offeredUntil === null || revealed || (independentReview !== null && you.decline !== null)) return null
  return (
    <Group gap="sm">
      {pass.isError && <ProblemNote error={pass.error} />}
      <Button size="compact-sm" variant="default" loading={pass.isPending} onClick={() => pass.mutate()}>
        {words.countersign.pass}
      </Button>
    </Group>
  )
}

/** Shows the evidence beside the account and the next step. An enforcement without a case has no evidence here. */
function Concluding({ offer, onAnswer }: Concluding) {
  const found = useQuery({ ...caseQuery(offer.caseId ?? ''), enabled: offer.caseId !== null })
  if (offer.caseId === null)
    return (
      <>
        <BareSubject offer={offer} />
        <NextStep offer={offer} onAnswer={onAnswer} />
      </>
    )
  return (
    <Shown query={found}>
      {(reviewed) => (
        <DecisionLayout
          concludes
          evidence={<Evidence of={reviewed} />}
          decision={
            <>
              <AccountSummary account={reviewed.account} history={historyFor(offer, reviewed.history)} />
              <NextStep offer={offer} onAnswer={onAnswer} />
            </>
          }
        />
      )}
    </Shown>
  )
}

function NextStep({ offer, onAnswer }: Concluding) {
  const { ground, asks, independentReview, revealed } = offer
  const mayReveal = ground === null && asks === 'approval' && independentReview === null && !revealed
  return (
    <>
      <Asked offer={offer} onAnswer={onAnswer} />
      {mayReveal && <Reveal offer={offer} />}
    </>
  )
}

/**
 * Returns the history without the enforcement itself until the caller has concluded: it would reveal the proposer's
 * conclusion.
 */
const historyFor = ({ enforcementId, independentReview }: Offer, history: Case['history']): Case['history'] =>
  independentReview === null
    ? { ...history, enforcements: history.enforcements.filter(({ id }) => id !== enforcementId) }
    : history

function BareSubject({ offer: { handle, reach, tags } }: { offer: Offer }) {
  return (
    <Panel title={words.who.title}>
      <Handle handle={handle} />{' '}
      <Text span>
        {typeof reach === 'number' ? words.who.followers({ count: formatCount(reach) }) : words.who.reachUnknown}{' '}
        {tags.map(nameTag).join(', ')}
      </Text>
    </Panel>
  )
}
