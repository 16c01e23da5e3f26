import { Stack, Text } from '@mantine/core'
import type { Enforcement } from '../api/shapes.ts'
import { Panel } from '../components/panel.tsx'
import { OpenTextToSign } from '../components/sign-text.tsx'
import { useMe } from '../shell/me.tsx'
import { words } from '../words/words.ts'

/** The form by which a proposer signs an enforcement on a protected account: until then the desk asks no approver. */
export function SignOwn({ enforcement: { id, waits, proposedBy } }: { enforcement: Enforcement }) {
  const me = useMe()
  if (proposedBy !== me?.pseudonym || !waits.some((wait) => wait.for === 'signature')) return null
  return (
    <Panel title={words.enforcements.signOwn}>
      <Stack gap="sm">
        <Text size="sm">{words.enforcements.signOwnAbout}</Text>
        <OpenTextToSign act="propose" about={id} label={words.enforcements.signOwnShow} />
      </Stack>
    </Panel>
  )
}
