import { Stack, Text } from '@mantine/core'
import type { Enforcement } from '../api/shapes.ts'
import { Panel } from '../components/panel.tsx'
import { OpenTextToSign } from '../components/sign-text.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { words } from '../words/words.ts'

const HOW = { stopped: 'resume', restored: 'reinstate' } as const
const canBeResubmitted = (state: string): state is keyof typeof HOW => Object.hasOwn(HOW, state)

/**
 * The form by which a senior or lead resubmits a stopped or restored enforcement. The desk decides on request whether
 * that is still possible.
 */
export function Resubmit({ enforcement: { id, state } }: { enforcement: Enforcement }) {
  const leads = useHasRole('senior', 'lead')
  if (!leads || !canBeResubmitted(state)) return null
  const how = HOW[state]
  return (
    <Panel title={words.enforcements.resubmit}>
      <Stack gap="sm">
        <Text size="sm">{words.enforcements.resubmitAbout}</Text>
        <OpenTextToSign act={how} about={id} label={words.enforcements[how]} />
      </Stack>
    </Panel>
  )
}
