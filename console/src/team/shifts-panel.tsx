import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Panel, Shown } from '../components/panel.tsx'
import { TogetherTable } from './together-table.tsx'
import { ShiftTable } from '../components/shift-table.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { words } from '../words/words.ts'
import { shiftsQuery } from './queries.ts'

/** Shows leads the shifts of all people in the last days, or all stored shifts of one person. */
export function ShiftsPanel({ staffId }: { staffId?: string }) {
  const leads = useHasRole('lead')
  const shifts = useQuery({ ...shiftsQuery(staffId), enabled: leads })
  return (
    <Panel title={words.shifts.title}>
      {leads ? (
        <Shown query={shifts}>
          {({ items, together }) =>
            together.length > 0 ? (
              <TogetherTable parts={together} />
            ) : items.length === 0 ? (
              <Text c="dimmed">{words.shifts.empty}</Text>
            ) : (
              <ShiftTable label={words.shifts.title} shifts={items} named={staffId === undefined} />
            )
          }
        </Shown>
      ) : (
        <Text c="dimmed">{words.shifts.forLeads}</Text>
      )}
    </Panel>
  )
}
