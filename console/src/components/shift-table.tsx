import { Table } from '@mantine/core'
import type { WorkedShift } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { formatDurationText, formatMinute } from './format.ts'
import { StatePill } from './state-pill.tsx'
import { WideTable } from './wide-table.tsx'
import { MINUTE_MS } from './durations.ts'

interface Props {
  label: string
  shifts: readonly WorkedShift[]
  /** True to show the person of each shift. */
  named?: boolean
}

/** Shifts as they were planned and as they went, the newest first. Compared with nothing. */
export const ShiftTable = ({ label, shifts, named = false }: Props) => (
  <WideTable label={label} minWidth={520}>
    <Table.Thead>
      <Table.Tr>
        {named && <Table.Th>{words.shifts.who}</Table.Th>}
        {[words.shifts.began, words.shifts.planned, words.shifts.ended, words.shifts.breaks].map((head) => (
          <Table.Th key={head}>{head}</Table.Th>
        ))}
      </Table.Tr>
    </Table.Thead>
    <Table.Tbody>
      {shifts.map((shift) => (
        <Table.Tr key={`${shift.staffId} ${shift.beganAt}`}>
          {named && <Table.Td>{shift.pseudonym}</Table.Td>}
          <Table.Td>{formatMinute(shift.beganAt)}</Table.Td>
          <Table.Td>{formatMinute(shift.plannedUntil)}</Table.Td>
          <Table.Td>
            <Ended of={shift} />
          </Table.Td>
          <Table.Td>
            {shift.breakMinutes === 0 ? words.shifts.none : formatDurationText(shift.breakMinutes * MINUTE_MS)}
          </Table.Td>
        </Table.Tr>
      ))}
    </Table.Tbody>
  </WideTable>
)

function Ended({ of: { endedAt, onBreak } }: { of: WorkedShift }) {
  if (endedAt !== null) return formatMinute(endedAt)
  return onBreak ? (
    <StatePill tone="waits">{words.shifts.onBreak}</StatePill>
  ) : (
    <StatePill tone="safe">{words.shifts.goesOn}</StatePill>
  )
}
