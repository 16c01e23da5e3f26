import { Button, Group, Stack, Table, Text, Textarea } from '@mantine/core'
import type { Offer } from '../api/shapes.ts'
import { formatFull, formatLeft } from '../components/format.ts'
import { useSecond } from '../components/use-now.tsx'
import { formatDone } from '../components/format-action.ts'
import { Panel } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { usePersistentState } from '../shell/persistent-state.ts'
import { words } from '../words/words.ts'
import type { Given } from './answered.tsx'
import { ApprovalProgress } from './approval-progress.tsx'
import { Decline } from './decline.tsx'
import { useAnswers } from './use-answers.ts'

const ASSESSED = ['whoSpeaks', 'publicInterest', 'harm', 'alternatives'] as const

type Own = NonNullable<Offer['independentReview']>

/**
 * Shows the approver's own conclusion beside the proposal, and the answers. An approval is signed with a passkey over
 * exactly the sentence shown.
 */
export function Compare({ offer, own, onAnswer }: { offer: Offer; own: Own; onAnswer: (given: Given) => void }) {
  const { proposer } = offer
  const differs = own.conclusion !== 'violation'
  return (
    <Panel title={words.countersign.compare}>
      <Stack gap="md">
        <Table aria-label={words.countersign.compare}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th />
              <Table.Th>{words.countersign.you}</Table.Th>
              <Table.Th>{words.countersign.proposed}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            <Table.Tr>
              <Table.Th scope="row">{differs ? `≠ ${words.countersign.differ}` : words.countersign.same}</Table.Th>
              <Table.Td>{differs ? words.countersign.noViolation : words.countersign.violation}</Table.Td>
              <Table.Td>
                {formatDone(offer)} · {proposer?.policyId}
              </Table.Td>
            </Table.Tr>
            <Table.Tr>
              <Table.Th scope="row">{words.review.why}</Table.Th>
              <Table.Td className="hostile">{own.rationale}</Table.Td>
              <Table.Td className="hostile">{proposer?.rationale}</Table.Td>
            </Table.Tr>
            {own.account !== undefined && (
              <Table.Tr>
                <Table.Th scope="row">{words.countersign.account}</Table.Th>
                <Table.Td>
                  {own.isOther ? `≠ ${words.countersign.otherAccount}` : words.countersign.sameAccount}
                </Table.Td>
                <Table.Td>{words.countersign.sameAccount}</Table.Td>
              </Table.Tr>
            )}
          </Table.Tbody>
        </Table>
        <Assessment offer={offer} />
        <DeclinedBefore offer={offer} />
        <Text size="lg" role="status">
          {offer.sentence}
        </Text>
        {offer.progress !== null && <ApprovalProgress progress={offer.progress} />}
        <Answers offer={offer} differs={differs} onAnswer={onAnswer} />
      </Stack>
    </Panel>
  )
}

function Assessment({ offer: { proposer } }: { offer: Offer }) {
  if (proposer?.assessment == null) return null
  const { assessment } = proposer
  return (
    <Stack gap={2}>
      <Text fw={600}>{words.countersign.assessment}</Text>
      {ASSESSED.map((question) => (
        <Text key={question} size="sm" className="hostile">
          {words.review[question]} <bdi dir="auto">{assessment[question]}</bdi>
        </Text>
      ))}
    </Stack>
  )
}

/** Shows that another person declined the same within a day. */
function DeclinedBefore({ offer: { proposer } }: { offer: Offer }) {
  if (proposer === undefined || proposer.declinedBefore.length === 0) return null
  return (
    <Stack gap={2}>
      <Text fw={600}>{words.countersign.declinedBefore}</Text>
      {proposer.declinedBefore.map(({ by, reason, at }) => (
        <Text key={`${by} ${at}`} size="sm" className="hostile">
          {formatFull(at)}, {words.enforcements.by({ who: by })}: <bdi dir="auto">{reason}</bdi>
        </Text>
      ))}
    </Stack>
  )
}

interface AnswersProps {
  offer: Offer
  differs: boolean
  onAnswer: (given: Given) => void
}

function Answers({ offer, differs, onAnswer }: AnswersProps) {
  const [reason, setReason, forget] = usePersistentState(`answer ${offer.enforcementId}`, () => '')
  const { approve, duty, confirm } = useAnswers(offer, reason.trim(), (given) => {
    forget()
    onAnswer(given)
  })
  const { you } = offer
  const isExplained = reason.trim() !== ''
  const all = [approve, duty, confirm]
  const failed = all.find(({ isError }) => isError)
  return (
    <Stack gap="sm">
      {differs && (
        <Textarea
          label={words.countersign.whyNow}
          value={reason}
          maxLength={2_000}
          autosize
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      <Text size="sm" c="dimmed">
        {words.countersign.agreeing}
      </Text>
      <Group gap="sm">
        {offer.agreeFrom === null ? (
          <Answer press={approve} mayNot={you.agree} off={differs && !isExplained} restrictive>
            {words.countersign.approve}
          </Answer>
        ) : (
          <ApproveLater from={offer.agreeFrom} />
        )}
        <Answer press={duty} mayNot={you.duty}>
          {words.countersign.duty}
        </Answer>
        <Answer press={confirm} mayNot={you.confirm} restrictive>
          {words.countersign.confirm}
        </Answer>
      </Group>
      {you.agree !== null && you.confirm !== null && offer.agreeFrom === null && <Text size="sm">{you.agree}</Text>}
      {failed && <ProblemNote error={failed.error} />}
      {you.decline === null && <Decline offer={offer} onAnswer={onAnswer} />}
    </Stack>
  )
}

interface AnswerProps {
  press: { isPending: boolean; mutate: () => void }
  /** The reason why the caller may not; null: the caller may. */
  mayNot: string | null
  off?: boolean
  restrictive?: boolean
  children: string
}

/**
 * The button of one answer that the caller may give now. All are outlined: none is the default before the caller has
 * compared.
 */
function Answer({ press, mayNot, off = false, restrictive = false, children }: AnswerProps) {
  if (mayNot !== null) return null
  return (
    <Button
      variant="outline"
      color={restrictive ? 'var(--state-alarm)' : 'accent'}
      disabled={off}
      loading={press.isPending}
      onClick={() => press.mutate()}
    >
      {children}
    </Button>
  )
}

/** Shows the time left until the caller may approve: approvers read the evidence of a protected account first. */
function ApproveLater({ from }: { from: string }) {
  const left = Date.parse(from) - useSecond()
  return (
    <Group gap="sm">
      <Button variant="outline" disabled>
        {words.countersign.approveIn({ left: formatLeft(left) })}
      </Button>
      <Text span size="sm">
        {words.countersign.readFirst}
      </Text>
    </Group>
  )
}
