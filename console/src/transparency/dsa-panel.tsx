import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { formatFull } from '../components/format.ts'
import { Panel, Shown } from '../components/panel.tsx'
import { StatePill } from '../components/state-pill.tsx'
import { words } from '../words/words.ts'
import { type Progress, submissionsQuery } from './queries.ts'

/** Shows how statements get to the DSA Transparency Database, and those that wait for a person, with field and reason. */
export function DsaPanel() {
  const found = useQuery(submissionsQuery)
  return (
    <Panel title={words.transparency.dsa}>
      <Shown query={found}>
        {(progress) => (
          <Stack gap="sm">
            <Totals progress={progress} />
            {progress.items.map((stopped) => (
              <Row key={stopped.statementId} stopped={stopped} />
            ))}
            {progress.items.length > 0 && (
              <Text size="sm" c="dimmed" maw="72ch">
                {words.transparency.dsaReview}
              </Text>
            )}
          </Stack>
        )}
      </Shown>
    </Panel>
  )
}

const Totals = ({ progress: { sends, waiting, held, refused, waitingSince, lastSentAt } }: { progress: Progress }) => (
  <Stack gap={4}>
    {!sends && <Text size="sm">{words.transparency.dsaOff}</Text>}
    <Text size="sm">{words.transparency.dsaCounts({ waiting, held, refused })}</Text>
    <Text size="sm" c="dimmed">
      {lastSentAt === null
        ? words.transparency.dsaNeverSent
        : words.transparency.dsaLastSent({ at: formatFull(lastSentAt) })}{' '}
      {waitingSince !== null && words.transparency.dsaSince({ at: formatFull(waitingSince) })}
    </Text>
  </Stack>
)

const Row = ({ stopped: { statementId, enforcementId, state, faults } }: { stopped: Progress['items'][number] }) => (
  <Stack gap={0} data-row>
    <Text size="sm" component="div">
      <StatePill tone={state === 'refused' ? 'alarm' : 'waits'}>
        {state === 'refused' ? words.transparency.dsaRefused : words.transparency.dsaHeld}
      </StatePill>{' '}
      <b>{statementId}</b> ·{' '}
      <Link to="/enforcements/$enforcementId" params={{ enforcementId }}>
        {enforcementId}
      </Link>
    </Text>
    {faults.map(({ field, says }) => (
      <Text key={`${field} ${says}`} size="sm" className="hostile">
        <code>{field}</code> {says}
      </Text>
    ))}
  </Stack>
)
