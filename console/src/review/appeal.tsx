import { Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Case } from '../api/shapes.ts'
import { formatDurationText, formatFull } from '../components/format.ts'
import { formatDone } from '../components/format-action.ts'
import { HostileText } from '../components/hostile-text.tsx'
import { Panel } from '../components/panel.tsx'
import { SettlementsPanel } from '../components/settlements-panel.tsx'
import { StateBadge } from '../components/state-badge.tsx'
import { StatePill } from '../components/state-pill.tsx'
import type { StateTone } from '../shell/theme.ts'
import { words } from '../words/words.ts'
import { AskedQuestion } from './ask-appellant.tsx'

export type Appeal = NonNullable<Case['appeal']>

const TONES: Record<Appeal['state'], StateTone> = {
  open: 'waits',
  upheld: 'ended',
  lessened: 'safe',
  overturned: 'safe',
  restored: 'safe',
  ended: 'ended',
}

/** Shows an appeal, the enforcement it is about, and the reasons for that enforcement. */
export function AppealPanel({ appeal }: { appeal: Appeal }) {
  const { id, receivedAt, state, enforcement, reason } = appeal
  return (
    <>
      <Panel title={words.appealCase.title}>
        <Stack gap="xs">
          <Text size="sm">
            {words.appealCase.about({ id, at: formatFull(receivedAt) })}{' '}
            <StatePill tone={TONES[state]}>{words.appeals.states[state]}</StatePill>
          </Text>
          <Text size="sm" fw={600}>
            {words.appealCase.saysNow}
          </Text>
          {appeal.words === null ? (
            <Text c="dimmed">{words.appealCase.forgotten}</Text>
          ) : (
            <HostileText text={appeal.words} lang={appeal.language ?? undefined} />
          )}
          <SaidAgain appeal={appeal} />
          <AskedQuestion appeal={appeal} />
          {enforcement === null ? (
            <AgainstDecision appeal={appeal} />
          ) : (
            <AgainstEnforcement enforcement={enforcement} />
          )}
          <Text size="sm" fw={600}>
            {words.appealCase.saidThen}
          </Text>
          <SaidThen appeal={appeal} />
          <Text size="sm" c="dimmed">
            {words.appealCase.blind}
          </Text>
          <OwnConclusion appeal={appeal} />
          <FirstJudgement appeal={appeal} />
          {reason !== null && <Text className="hostile">{reason}</Text>}
          {appeal.differsBecause !== null && (
            <Text className="hostile">
              {words.appealCase.differed} {appeal.differsBecause}
            </Text>
          )}
        </Stack>
      </Panel>
      {enforcement === null && <SettlementsPanel about={{ appealId: id }} />}
    </>
  )
}

/** Shows the reason that was given at the time, once the reader concluded themselves. */
function SaidThen({ appeal: { concludesFirst, enforcement, decision } }: { appeal: Appeal }) {
  if (concludesFirst) return <Text c="dimmed">{words.appealCase.saidLater}</Text>
  return <Text className="hostile">{(enforcement ?? decision)?.rationale ?? words.appealCase.nothingThen}</Text>
}

/** Shows what the first of two judges said, to those who have concluded. */
function FirstJudgement({ appeal: { firstJudgement } }: { appeal: Appeal }) {
  if (firstJudgement === null) return null
  const { at, reason, differsBecause, lesser } = firstJudgement
  return (
    <>
      <Text size="sm" fw={600}>
        {words.appealCase.firstJudgement({ at: formatFull(at) })}
      </Text>
      <Text className="hostile">{reason}</Text>
      {lesser !== null && (
        <Text className="hostile">
          {words.appealCase.firstLesser}: {words.actions[lesser.action]} {lesser.label}{' '}
          {lesser.durationMs !== null && formatDurationText(lesser.durationMs)} · {lesser.policyId}
        </Text>
      )}
      {differsBecause !== null && (
        <Text className="hostile">
          {words.appealCase.differed} {differsBecause}
        </Text>
      )}
    </>
  )
}

function OwnConclusion({ appeal: { conclusion } }: { appeal: Appeal }) {
  if (conclusion === null) return null
  const { action, durationMs, policyId, rationale } = conclusion
  return (
    <>
      <Text size="sm" fw={600}>
        {words.appealCase.yourConclusion({ at: formatFull(conclusion.concludedAt) })}
      </Text>
      <Text className="hostile">
        {words.review.conclusions[conclusion.conclusion]}
        {action !== null && ` · ${policyId} · ${words.actions[action]}`}
        {durationMs !== null && ` ${formatDurationText(durationMs)}`} · {rationale}
      </Text>
    </>
  )
}

/** Shows, for a repeated appeal, its new evidence and the earlier answers. */
function SaidAgain({ appeal: { earlier, newEvidence, language } }: { appeal: Appeal }) {
  return (
    <>
      {newEvidence !== null && (
        <>
          <Text size="sm" fw={600}>
            {words.appealCase.newNow}
          </Text>
          <HostileText text={newEvidence} lang={language ?? undefined} />
        </>
      )}
      {earlier.map(({ id, endedAt, reason }) => (
        <Text key={id} size="sm">
          {words.appealCase.earlier({ id, at: formatFull(endedAt) })}{' '}
          <span className="hostile">{reason ?? words.appealCase.saidLater}</span>
        </Text>
      ))}
    </>
  )
}

function AgainstEnforcement({ enforcement }: { enforcement: NonNullable<Appeal['enforcement']> }) {
  return (
    <Text size="sm">
      {words.appealCase.against}{' '}
      <Link to="/enforcements/$enforcementId" params={{ enforcementId: enforcement.id }}>
        {enforcement.id}
      </Link>{' '}
      · {formatDone(enforcement)} {enforcement.durationMs !== null && formatDurationText(enforcement.durationMs)} ·{' '}
      {enforcement.policyId} <StateBadge state={enforcement.state} />
      {enforcement.caseId !== null && (
        <>
          {' '}
          · {words.appealCase.decidedIn}{' '}
          <Link to="/cases/$caseId" params={{ caseId: enforcement.caseId }}>
            {enforcement.caseId}
          </Link>
        </>
      )}
    </Text>
  )
}

/** Shows the decision by which a notice led to nothing. */
function AgainstDecision({ appeal: { decision } }: { appeal: Appeal }) {
  if (decision === null) return null
  return (
    <Text size="sm">
      {words.appealCase.nothingDone({ at: formatFull(decision.decidedAt) })}{' '}
      <Link to="/cases/$caseId" params={{ caseId: decision.caseId }}>
        {decision.caseId}
      </Link>
    </Text>
  )
}
