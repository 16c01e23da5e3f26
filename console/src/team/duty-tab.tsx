import { Stack } from '@mantine/core'
import { Snoozes } from '../components/snoozes.tsx'
import { useHasRole, useSeesCases } from '../components/use-roles.ts'
import { ReachablePanel } from './reachable-panel.tsx'
import { RotaPanel } from './rota-panel.tsx'
import { ShiftsPanel } from './shifts-panel.tsx'

/** Shows who could approve now, the shifts, the snoozed cases and the rota. */
export function DutyTab() {
  const seesPeople = useHasRole('lead', 'auditor', 'admin')
  const seesSnoozes = useSeesCases()
  return (
    <Stack gap="md">
      {seesPeople && <ReachablePanel />}
      {seesPeople && <ShiftsPanel />}
      {seesSnoozes && <Snoozes />}
      <RotaPanel />
    </Stack>
  )
}
