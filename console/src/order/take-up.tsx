import { Stack, Text } from '@mantine/core'
import type { Order } from '../api/shapes.ts'
import { Panel } from '../desk/panel.tsx'
import { ReadFirst } from '../desk/read-and-sign.tsx'
import { useHasRole } from '../desk/use-roles.ts'
import { words } from '../words/en.ts'

const HOW = { stopped: 'resume', restored: 'reinstate' } as const
const canBeTakenUp = (state: string): state is keyof typeof HOW => Object.hasOwn(HOW, state)

/** What was stopped or restored, taken up again by a senior or lead: whether it still can be, the desk says when asked. */
export function TakeUp({ order: { id, state } }: { order: Order }) {
  const leads = useHasRole('senior', 'lead')
  if (!leads || !canBeTakenUp(state)) return null
  const how = HOW[state]
  return (
    <Panel title={words.orders.takeUp}>
      <Stack gap="sm">
        <Text size="sm">{words.orders.takeUpAbout}</Text>
        <ReadFirst act={how} about={id} label={words.orders[how]} />
      </Stack>
    </Panel>
  )
}
