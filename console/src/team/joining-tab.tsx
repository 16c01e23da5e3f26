import { Stack } from '@mantine/core'
import { Panel } from '../components/panel.tsx'
import { words } from '../words/words.ts'
import { AddPerson } from './add-person.tsx'
import { EndPeople } from './end-people.tsx'
import { Invitations } from './invitations.tsx'

/** Shows an administrator the invitations, and the forms by which people join and leave. */
export const JoiningTab = () => (
  <Stack gap="md">
    <Panel title={words.team.invitations} id="invitations">
      <Invitations />
    </Panel>
    <AddPerson />
    <EndPeople />
  </Stack>
)
