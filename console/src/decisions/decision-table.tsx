import { Group, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { formatDone } from '../components/format-action.ts'
import { formatAgoShort, formatFull } from '../components/format.ts'
import { nameCategory, nameQueue } from '../components/names.ts'
import { toneOf } from '../components/state-badge.tsx'
import { StatePill } from '../components/state-pill.tsx'
import { useNow } from '../components/use-now.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { WideTable } from '../components/wide-table.tsx'
import { words } from '../words/words.ts'
import type { ListedDecision } from './queries.ts'
import { SubjectName } from '../components/subject-name.tsx'

const { columns } = words.decisions

/** Shows decisions as rows. The reviewer is a column for leads alone, and the guards for policy and auditors. */
export function DecisionTable({ rows }: { rows: readonly ListedDecision[] }) {
  const leads = useHasRole('lead')
  const seesGuards = rows.some(({ guards }) => guards !== undefined)
  return (
    <WideTable label={words.decisions.title} minWidth={860} highlight>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{columns.at}</Table.Th>
          <Table.Th>{columns.subject}</Table.Th>
          <Table.Th>{columns.decision}</Table.Th>
          <Table.Th>{columns.effect}</Table.Th>
          <Table.Th>{columns.policy}</Table.Th>
          <Table.Th>{columns.queue}</Table.Th>
          <Table.Th>{columns.by}</Table.Th>
          {leads && <Table.Th>{columns.reviewer}</Table.Th>}
          {seesGuards && <Table.Th>{columns.guards}</Table.Th>}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} leads={leads} seesGuards={seesGuards} />
        ))}
      </Table.Tbody>
    </WideTable>
  )
}

function Row({ row, leads, seesGuards }: { row: ListedDecision; leads: boolean; seesGuards: boolean }) {
  const now = useNow()
  return (
    <Table.Tr data-row>
      <Table.Td style={{ whiteSpace: 'nowrap' }} title={formatFull(row.at)}>
        {formatAgoShort(row.at, now)}
      </Table.Td>
      <Table.Td>
        <Link to="/cases/$caseId" params={{ caseId: row.caseId }} preload={false}>
          <SubjectName handle={row.handle} id={row.subject.id} />
        </Link>
        <Text size="xs" c="dimmed">
          {words.decisions.subjects[row.subject.kind]} · {nameCategory(row.category)}
        </Text>
      </Table.Td>
      <Table.Td>{words.review.conclusions[row.conclusion]}</Table.Td>
      <Table.Td>
        <Effects row={row} />
      </Table.Td>
      <Table.Td>{row.policyId ?? '–'}</Table.Td>
      <Table.Td>{nameQueue(row.queue)}</Table.Td>
      <Table.Td>{row.byRule ? (row.rule ?? words.decisions.byRule) : words.decisions.byPerson}</Table.Td>
      {leads && <Table.Td>{row.reviewer ?? <Text c="dimmed">{words.decisions.withheld}</Text>}</Table.Td>}
      {seesGuards && <Table.Td>{row.guards?.join(', ') || '–'}</Table.Td>}
    </Table.Tr>
  )
}

/** The actions of a decision, each with the present state of its enforcement. */
function Effects({ row: { actions, enforcements } }: { row: ListedDecision }) {
  if (enforcements.length === 0)
    return actions.length === 0 ? '–' : actions.map((each) => words.actions[each]).join(', ')
  return (
    <Group gap={6}>
      {enforcements.map(({ id, action, own, state }) => (
        <Link key={id} to="/enforcements/$enforcementId" params={{ enforcementId: id }} preload={false}>
          <StatePill tone={toneOf(state)}>
            {words.decisions.effect({ action: formatDone({ action, own }), state: words.states[state] })}
          </StatePill>
        </Link>
      ))}
    </Group>
  )
}
