import { Table, Text } from '@mantine/core'
import type { ShiftsTogether } from '../api/shapes.ts'
import { formatDurationText, formatMinute } from '../components/format.ts'
import { WideTable } from '../components/wide-table.tsx'
import { words } from '../words/words.ts'
import { MINUTE_MS } from '../components/durations.ts'

const formatMinutes = (minutes: number | null): string =>
  minutes === null ? words.shifts.tooFew : minutes === 0 ? words.shifts.none : formatDurationText(minutes * MINUTE_MS)

/** Shows shifts by team and part of the day, when the desk shows no numbers about single people. */
export const TogetherTable = ({ parts }: { parts: readonly ShiftsTogether[] }) => (
  <>
    <Text size="sm" c="dimmed" mb="xs">
      {words.shifts.ofNobody}
    </Text>
    <WideTable label={words.shifts.title} minWidth={520}>
      <Table.Thead>
        <Table.Tr>
          {[words.shifts.team, words.shifts.from, words.shifts.people, words.shifts.onAverage, words.shifts.breaks].map(
            (head) => (
              <Table.Th key={head}>{head}</Table.Th>
            ),
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {parts.map(({ team, from, people, plannedMinutes, breakMinutes }) => (
          <Table.Tr key={`${team} ${from}`}>
            <Table.Th scope="row" className="hostile">
              {team}
            </Table.Th>
            <Table.Td>{formatMinute(from)}</Table.Td>
            <Table.Td>{people}</Table.Td>
            <Table.Td>{formatMinutes(plannedMinutes)}</Table.Td>
            <Table.Td>{formatMinutes(breakMinutes)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  </>
)
