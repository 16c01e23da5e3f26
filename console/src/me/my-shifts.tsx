import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Panel, Shown } from '../components/panel.tsx'
import { ShiftTable } from '../components/shift-table.tsx'
import { words } from '../words/words.ts'
import { myShiftsQuery } from './queries.ts'

/** Shows the caller's own shifts, as the desk stores them. */
export function MyShifts() {
  const shifts = useQuery(myShiftsQuery)
  return (
    <Panel title={words.shifts.mine}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {words.shifts.kept}
        </Text>
        <Shown query={shifts}>
          {({ items }) =>
            items.length === 0 ? (
              <Text c="dimmed">{words.shifts.empty}</Text>
            ) : (
              <ShiftTable label={words.shifts.mine} shifts={items} />
            )
          }
        </Shown>
      </Stack>
    </Panel>
  )
}
