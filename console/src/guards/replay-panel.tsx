import { Button, Progress, Stack, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { formatCount, formatMinute } from '../components/format.ts'
import { Panel } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { WideTable } from '../components/wide-table.tsx'
import { words } from '../words/words.ts'
import { type Replayed, useReplay } from './use-replay.ts'

const OUTCOMES = ['held', 'delayed', 'let_through', 'otherwise'] as const

/** Shows what this file would have required of the enforcements of the last 30 days. */
export function ReplayPanel({ text }: { text: string }) {
  const { replay, progress } = useReplay(text)
  return (
    <Panel title={words.guards.replay}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm" c="dimmed">
          {words.guards.replayHint}
        </Text>
        <Button variant="default" loading={replay.isPending} onClick={() => replay.mutate()}>
          {words.guards.replayButton}
        </Button>
        {replay.isPending && <Bar of={progress} />}
        {replay.isError && <ProblemNote error={replay.error} />}
        {replay.isSuccess && <Result of={replay.data} />}
      </Stack>
    </Panel>
  )
}

const Bar = ({ of: { judged, total } }: { of: Replayed }) => (
  <div style={{ width: '100%' }}>
    <Progress value={total === 0 ? 0 : (100 * judged) / total} aria-label={words.guards.replay} />
    <Text size="sm">{words.guards.progress({ judged: formatCount(judged), total: formatCount(total) })}</Text>
  </div>
)

function Result({ of: { judged, changes, unknown, shown } }: { of: Replayed }) {
  if (judged === 0) return <Text role="status">{words.guards.nothingOrdered}</Text>
  const counted = OUTCOMES.filter((outcome) => changes[outcome] > 0)
  const differ = judged - changes.same
  return (
    <Stack gap="xs" w="100%">
      <Text role="status" size="lg">
        {words.guards.replayed({ differ: formatCount(differ), total: formatCount(judged) })}
        {counted.length > 0 &&
          ` → ${counted.map((outcome) => `${formatCount(changes[outcome])} ${words.guards.outcomes[outcome]}`).join(' · ')}`}
      </Text>
      {unknown > 0 && (
        <Text size="sm" c="dimmed">
          {words.guards.replayUnknown({ count: formatCount(unknown) })}
        </Text>
      )}
      {shown.length > 0 && <Differing rows={shown} />}
      {differ > shown.length && <Text size="sm">{words.guards.firstOf({ shown: shown.length })}</Text>}
    </Stack>
  )
}

const Differing = ({ rows }: { rows: Replayed['shown'] }) => (
  <WideTable label={words.guards.replay} minWidth={720}>
    <Table.Thead>
      <Table.Tr>
        {[
          ...[words.guards.enforcement, words.guards.askedFor, words.guards.action],
          ...[words.guards.outcome, words.guards.needed, words.guards.would],
        ].map((head) => (
          <Table.Th key={head}>{head}</Table.Th>
        ))}
      </Table.Tr>
    </Table.Thead>
    <Table.Tbody>
      {rows.map(({ enforcementId, proposedAt, action, change, was, would }) => (
        <Table.Tr key={enforcementId}>
          <Table.Td>
            <Link to="/enforcements/$enforcementId" params={{ enforcementId }}>
              {enforcementId}
            </Link>
          </Table.Td>
          <Table.Td>{formatMinute(proposedAt)}</Table.Td>
          <Table.Td>{words.actions[action]}</Table.Td>
          <Table.Td>{words.guards.outcomes[change]}</Table.Td>
          <Table.Td>{was}</Table.Td>
          <Table.Td>{would}</Table.Td>
        </Table.Tr>
      ))}
    </Table.Tbody>
  </WideTable>
)
