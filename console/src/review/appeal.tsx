import { Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Case } from '../api/shapes.ts'
import { formatDone } from '../components/format-action.ts'
import { formatDurationText, formatFull } from '../components/format.ts'
import { HostileText } from '../components/hostile-text.tsx'
import { Panel } from '../components/panel.tsx'
import { StateBadge } from '../components/state-badge.tsx'
import { StatePill } from '../components/state-pill.tsx'
import type { StateTone } from '../shell/theme.ts'
import { words } from '../words/words.ts'

export type Appeal = NonNullable<Case['appeal']>

const TONES: Record<Appeal['state'], StateTone> = {
  open: 'waits',
  upheld: 'ended',
  overturned: 'safe',
  restored: 'safe',
  ended: 'ended',
}

/** Shows an appeal, the enforcement it is about, and the reasons for that enforcement. */
export function AppealPanel({ appeal }: { appeal: Appeal }) {
  const { id, receivedAt, state, enforcement, reason } = appeal
  return (
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
        {enforcement === null ? <AgainstDecision appeal={appeal} /> : <AgainstEnforcement enforcement={enforcement} />}
        <Text size="sm" fw={600}>
          {words.appealCase.saidThen}
        </Text>
        <Text className="hostile">{(enforcement ?? appeal.decision)?.rationale ?? words.appealCase.nothingThen}</Text>
        <Text size="sm" c="dimmed">
          {words.appealCase.blind}
        </Text>
        {reason !== null && <Text className="hostile">{reason}</Text>}
      </Stack>
    </Panel>
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
          {words.appealCase.earlier({ id, at: formatFull(endedAt) })} <span className="hostile">{reason}</span>
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
