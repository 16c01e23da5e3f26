import { Group, List, Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Change, DatabaseLoss, DatabaseRecovery } from '../api/shapes.ts'
import { AnswerChange } from '../components/answer-change.tsx'
import { CollapsedForm } from '../components/collapsed-form.tsx'
import { DeskText } from '../components/desk-text.tsx'
import { formatFull, formatNumber } from '../components/format.ts'
import { Hostile } from '../components/handle.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { ProposeChangeForm } from '../components/propose-change-form.tsx'
import { StatePill } from '../components/state-pill.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { WideTable } from '../components/wide-table.tsx'
import { words } from '../words/words.ts'
import { recoveryChangeQuery, recoveryQuery } from './queries.ts'

/** Shows the recovery state: what the database lacks, what to compare, and the change by which two people end it. */
export function RecoveryPanel() {
  const recovery = useQuery(recoveryQuery)
  return (
    <Panel title={words.databaseRecovery.title}>
      <Shown query={recovery}>{({ recovery: open, items }) => open && <Told recovery={open} losses={items} />}</Shown>
    </Panel>
  )
}

type Open = NonNullable<DatabaseRecovery['recovery']>

const Told = ({ recovery, losses }: { recovery: Open; losses: readonly DatabaseLoss[] }) => (
  <Stack gap="md">
    <Group gap="sm">
      <StatePill tone="alarm">{words.databaseRecovery.state}</StatePill>
      <Text size="sm">{words.databaseRecovery.since({ at: formatFull(recovery.begunAt) })}</Text>
    </Group>
    <Text maw="72ch">{words.databaseRecovery.about}</Text>
    <Losses losses={losses} count={recovery.losses} />
    <Steps />
    <End recoveryId={recovery.id} />
  </Stack>
)

const Losses = ({ losses, count }: { losses: readonly DatabaseLoss[]; count: number }) => (
  <Stack gap="xs">
    <WideTable label={words.databaseRecovery.differs} minWidth={520}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{words.databaseRecovery.found}</Table.Th>
          <Table.Th>{words.databaseRecovery.what}</Table.Th>
          <Table.Th>{words.databaseRecovery.there}</Table.Th>
          <Table.Th>{words.databaseRecovery.database}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {losses.map((loss) => (
          <Loss key={`${loss.subject} ${loss.lostNumber} ${loss.keptNumber} ${loss.foundAt}`} loss={loss} />
        ))}
      </Table.Tbody>
    </WideTable>
    {count > losses.length && (
      <Text size="sm" c="dimmed">
        {words.databaseRecovery.more({ count: count - losses.length })}
      </Text>
    )}
  </Stack>
)

const Loss = ({
  loss: { kind, subject, keptNumber, lostNumber, generation, knownGeneration },
}: {
  loss: DatabaseLoss
}) => (
  <Table.Tr>
    <Table.Td>{words.databaseRecovery.kinds[kind]}</Table.Td>
    <Table.Td>{subject === null ? words.databaseRecovery.entries : <Subject subject={subject} />}</Table.Td>
    <Table.Td>{name(kind, lostNumber, generation)}</Table.Td>
    <Table.Td>{name(kind, keptNumber, knownGeneration)}</Table.Td>
  </Table.Tr>
)

const ACCOUNT = 'account:'

const Subject = ({ subject }: { subject: string }) =>
  subject.startsWith(ACCOUNT) ? (
    <Link to="/accounts/$accountId" params={{ accountId: subject.slice(ACCOUNT.length) }}>
      <Hostile>{subject}</Hostile>
    </Link>
  ) : (
    <Hostile>{subject}</Hostile>
  )

/** Names an entry of the ledger, a published label, or the generation of a subject. */
function name(kind: DatabaseLoss['kind'], entry: number | null, generation: number | null): string {
  if (entry !== null) return words.databaseRecovery.entry({ number: formatNumber(entry) })
  const number = formatNumber(generation ?? 0)
  if (kind !== 'label') return words.databaseRecovery.generation({ number })
  return generation === 0 ? '–' : words.databaseRecovery.label({ number })
}

const Steps = () => (
  <Stack gap={4}>
    <Text fw={600}>{words.databaseRecovery.before}</Text>
    <List size="sm" type="ordered" maw="72ch">
      <List.Item>{words.databaseRecovery.offline}</List.Item>
      <List.Item>
        {words.databaseRecovery.people} <Link to="/team">{words.nav.team}</Link>,{' '}
        <Link to="/api-keys">{words.nav.apiKeys}</Link>
      </List.Item>
      <List.Item>
        {words.databaseRecovery.changes} <Link to="/changes">{words.nav.changes}</Link>
      </List.Item>
    </List>
  </Stack>
)

/** The change that ends the state: a form that proposes it, or the proposed one with a second person's answer. */
function End({ recoveryId }: { recoveryId: number }) {
  const mayChange = useHasRole('lead', 'policy', 'admin')
  const change = useQuery(recoveryChangeQuery)
  return (
    <Shown query={change}>
      {(open) => (open === null ? mayChange && <Propose recoveryId={recoveryId} /> : <Proposed change={open} />)}
    </Shown>
  )
}

const Propose = ({ recoveryId }: { recoveryId: number }) => (
  <div>
    <CollapsedForm button={words.databaseRecovery.lead}>
      <Text size="sm" c="dimmed" maw="72ch">
        {words.databaseRecovery.leadHint}
      </Text>
      <ProposeChangeForm wanted={{ kind: 'recovery_end', recoveryId }} button={words.databaseRecovery.propose} />
    </CollapsedForm>
  </div>
)

const Proposed = ({ change }: { change: Change }) => (
  <Stack gap="xs" component="article" aria-label={change.id}>
    <Text fw={600}>{words.databaseRecovery.waits({ id: change.id, who: change.proposedBy })}</Text>
    <DeskText text={change.says} language={change.language} />
    <Text size="sm" className="hostile">
      {words.changes.why}: {change.reason}
    </Text>
    <AnswerChange change={change} />
  </Stack>
)
