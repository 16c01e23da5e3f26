import { Group, List, Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Reachable } from '../api/shapes.ts'
import { formatMinute } from '../components/format.ts'
import { reachableQuery } from '../components/reachable-query.ts'
import { StatePill } from '../components/state-pill.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { WideTable } from '../components/wide-table.tsx'
import { words } from '../words/words.ts'
import { WeekStrip } from './week-strip.tsx'

/** Shows the people who could approve now, and whether they suffice for what enforcements may require. */
export function ReachablePanel() {
  const reachable = useQuery(reachableQuery)
  return (
    <Panel title={words.team.reachable}>
      <Shown query={reachable}>
        {(told) => (
          <Stack gap="sm">
            <People people={told.people} />
            {told.needs.length === 0 ? <Text c="dimmed">{words.team.noNeeds}</Text> : <Needs needs={told.needs} />}
            <Gaps of={told} />
          </Stack>
        )}
      </Shown>
    </Panel>
  )
}

function People({ people }: { people: Reachable['people'] }) {
  if (people.length === 0) return <Text role="note">{words.team.reachableNone}</Text>
  return (
    <Group gap="md">
      {people.map(({ staffId, pseudonym, team, onShift }) => (
        <Text key={staffId} size="sm">
          <Link to="/team/$staffId" params={{ staffId }}>
            {pseudonym}
          </Link>{' '}
          <Text span c="dimmed" inherit>
            {team} · {onShift ? words.team.shift : words.team.call}
          </Text>
        </Text>
      ))}
    </Group>
  )
}

const Needs = ({ needs }: { needs: Reachable['needs'] }) => (
  <>
    <WideTable label={words.team.reachable} minWidth={560}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{words.team.what}</Table.Th>
          <Table.Th>{words.team.needs}</Table.Th>
          <Table.Th>{words.team.now}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {needs.map(({ needs: takes, actions, guards, enough }) => (
          <Table.Tr key={takes}>
            <Table.Td>{actions.map((action) => words.actions[action]).join(', ')}</Table.Td>
            <Table.Td>
              {takes}
              {guards !== undefined && (
                <Text size="xs" c="dimmed">
                  {guards.join(', ')}
                </Text>
              )}
            </Table.Td>
            <Table.Td>
              <StatePill tone={enough ? 'safe' : 'waits'}>{enough ? words.team.enough : words.team.tooFew}</StatePill>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
    <Text size="xs" c="dimmed">
      {words.team.asking}
    </Text>
  </>
)

const GAPS_SHOWN = 8

function Gaps({ of: { gaps, planned } }: { of: Reachable }) {
  if (!planned) return <Text size="sm">{words.team.noRota}</Text>
  if (gaps.length === 0) return <Text size="sm">{words.team.noGaps}</Text>
  return (
    <div>
      <WeekStrip gaps={gaps} />
      <Text fw={600} size="sm" mt="sm">
        {words.team.gaps}
      </Text>
      <List size="sm">
        {gaps.slice(0, GAPS_SHOWN).map(({ from, until, needs }) => (
          <List.Item key={`${from} ${needs}`}>
            {words.team.gap({ from: formatMinute(from), until: formatMinute(until), needs })}
          </List.Item>
        ))}
      </List>
    </div>
  )
}
