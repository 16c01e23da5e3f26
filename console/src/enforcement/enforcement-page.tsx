import { Group, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Enforcement } from '../api/shapes.ts'
import { formatCountries, formatDurationText, formatFull } from '../desk/format.ts'
import { LawDue } from '../desk/law-due.tsx'
import { enforcementQuery } from '../desk/enforcement-query.ts'
import { Page } from '../desk/page.tsx'
import { Panel, Shown } from '../desk/panel.tsx'
import { formatAction } from '../desk/format-action.ts'
import { StateBadge } from '../desk/state-badge.tsx'
import { Unconfirmed } from '../desk/unconfirmed.tsx'
import { StopOrRestore } from '../desk/stop-or-restore.tsx'
import { words } from '../words/words.ts'
import { AcceptReach } from './accept-reach.tsx'
import { SecondMeasure } from './second-measure.tsx'
import { SignOwn } from './sign-own.tsx'
import { Resubmit } from './resubmit.tsx'

/** Shows one enforcement: its action, requirements and history, with the forms that stop, restore or resubmit it. */
export function EnforcementPage({ enforcementId }: { enforcementId: string }) {
  const found = useQuery(enforcementQuery(enforcementId))
  return (
    <Page title={enforcementId}>
      <Shown query={found}>
        {(enforcement) => (
          <>
            <Group justify="space-between">
              <Group gap="sm">
                <StateBadge state={enforcement.state} />
                <LawDue at={enforcement.lawDueAt} />
                <Text span>
                  {formatAction(enforcement.action)}{' '}
                  {enforcement.durationMs !== null && formatDurationText(enforcement.durationMs)}
                  {enforcement.countries !== null &&
                    ` · ${words.enforcements.onlyIn({ countries: formatCountries(enforcement.countries) })}`}
                </Text>
                {enforcement.accountId !== null && (
                  <Link to="/accounts/$accountId" params={{ accountId: enforcement.accountId }}>
                    {enforcement.accountId}
                  </Link>
                )}
                {enforcement.caseId !== null && (
                  <Link to="/cases/$caseId" params={{ caseId: enforcement.caseId }}>
                    {enforcement.caseId}
                  </Link>
                )}
              </Group>
              <StopOrRestore enforcement={enforcement} size="md" />
            </Group>
            {enforcement.reason !== null && (
              <Text className="hostile">{words.enforcements.because({ reason: enforcement.reason })}</Text>
            )}
            <Unconfirmed enforcement={enforcement} />
            {enforcement.needsAttention !== null && <Text role="note">{enforcement.needsAttention}</Text>}
            <Panel title={words.enforcements.requirement}>
              <Text>
                {enforcement.requirement.approvals.length === 0 ? words.enforcements.noNeeds : enforcement.asks}
              </Text>
            </Panel>
            <Waits enforcement={enforcement} />
            <SignOwn enforcement={enforcement} />
            <AcceptReach enforcement={enforcement} />
            <SecondMeasure enforcement={enforcement} />
            <Resubmit enforcement={enforcement} />
            <History enforcement={enforcement} />
          </>
        )}
      </Shown>
    </Page>
  )
}

/** Everything a waiting enforcement still lacks, by when, and how many on duty can give it. */
function Waits({ enforcement: { waits } }: { enforcement: Enforcement }) {
  if (waits.length === 0) return null
  return (
    <Panel title={words.enforcements.waits}>
      {waits.map(({ for: what, says, until, candidates }) => (
        <Text key={what}>
          {says}
          {until !== null && ` · ${words.enforcements.waitsUntil({ time: formatFull(until) })}`}
          {candidates !== null && ` · ${words.enforcements.candidates({ count: candidates })}`}
        </Text>
      ))}
    </Panel>
  )
}

function History({ enforcement }: { enforcement: Enforcement }) {
  const events = [
    ...enforcement.moves.map((move) => ({ at: move.at, by: move.by, what: words.states[move.to], note: '' })),
    ...enforcement.answers.map((answer) => ({ at: answer.at, by: answer.by, what: answer.answer, note: '' })),
    ...(enforcement.restore
      ? [
          {
            at: enforcement.restore.askedAt,
            by: enforcement.restore.by,
            what: enforcement.restore.cause,
            note: enforcement.restore.reason ?? '',
          },
        ]
      : []),
    ...enforcement.appeals.flatMap(({ id, receivedAt, endedAt, state }) => [
      { at: receivedAt, by: null, what: words.appeals.came({ id }), note: '' },
      ...(endedAt === null
        ? []
        : [
            { at: endedAt, by: null, what: words.appeals.became({ id, state: words.appeals.states[state] }), note: '' },
          ]),
    ]),
  ].sort((one, other) => one.at.localeCompare(other.at))
  return (
    <Panel title={words.enforcements.history}>
      <Table>
        <Table.Tbody>
          {events.map((event) => (
            <Table.Tr key={`${event.at} ${event.what} ${event.by}`}>
              <Table.Td>{formatFull(event.at)}</Table.Td>
              <Table.Td>{event.what}</Table.Td>
              <Table.Td>{event.by}</Table.Td>
              <Table.Td className="hostile">{event.note}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  )
}
