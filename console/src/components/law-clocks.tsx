import { Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { LegalClock } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { formatMinute } from './format.ts'
import { LawDue } from './law-due.tsx'
import { legalClocksQuery } from './law-query.ts'
import { Panel, Shown } from './panel.tsx'
import { WideTable } from './wide-table.tsx'

const MIN_WIDTH = 520

/** Shows running legal clocks. `quiet`: nothing when none runs. */
export function RunningClocks({ quiet = false }: { quiet?: boolean }) {
  const clocks = useQuery(legalClocksQuery(false))
  if (quiet && clocks.data?.items.length === 0) return null
  return <Clocks missed={false} title={words.law.running} none={words.law.none} />
}

export const MissedClocks = () => <Clocks missed title={words.law.missed} none={words.law.noneMissed} />

function Clocks({ missed, title, none }: { missed: boolean; title: string; none: string }) {
  const clocks = useQuery(legalClocksQuery(missed))
  return (
    <Panel title={title}>
      <Shown query={clocks}>
        {({ items }) =>
          items.length === 0 ? <Text c="dimmed">{none}</Text> : <Rows title={title} items={items} missed={missed} />
        }
      </Shown>
    </Panel>
  )
}

const Rows = ({ title, items, missed }: { title: string; items: readonly LegalClock[]; missed: boolean }) => (
  <WideTable label={title} minWidth={MIN_WIDTH}>
    <Table.Thead>
      <Table.Tr>
        <Table.Th>{words.law.due}</Table.Th>
        <Table.Th>{words.law.case}</Table.Th>
        <Table.Th>{words.law.policy}</Table.Th>
        <Table.Th>{words.law.known}</Table.Th>
        {missed && <Table.Th>{words.law.became}</Table.Th>}
      </Table.Tr>
    </Table.Thead>
    <Table.Tbody>
      {items.map((clock) => (
        <Table.Tr key={clock.id}>
          <Table.Td>{missed ? formatMinute(clock.dueAt) : <LawDue at={clock.dueAt} />}</Table.Td>
          <Table.Td>
            <Link to="/cases/$caseId" params={{ caseId: clock.caseId }}>
              {clock.caseId}
            </Link>
          </Table.Td>
          <Table.Td>{clock.policyId}</Table.Td>
          <Table.Td>{formatMinute(clock.knownAt)}</Table.Td>
          {missed && <Table.Td>{formatEnd(clock)}</Table.Td>}
        </Table.Tr>
      ))}
    </Table.Tbody>
  </WideTable>
)

const formatEnd = ({ how, endedAt }: LegalClock): string =>
  how === null || endedAt === null ? words.law.still : words.law.how[how]({ at: formatMinute(endedAt) })
