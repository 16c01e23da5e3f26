import { Group, SegmentedControl, Select, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Me } from '../api/shapes.ts'
import { Panel, Shown } from '../components/panel.tsx'
import { ProposeChangeForm } from '../components/propose-change-form.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { meQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'

type Profile = Me['profile']
const ORGANISATIONS = Object.keys(words.organisation.organisations) as Profile['organisation'][]

/** Shows the organisation profile in force and the form that asks for another. */
export function ProfilePanel() {
  const me = useQuery(meQuery)
  const mayPropose = useHasRole('lead', 'policy', 'admin')
  return (
    <Panel title={words.organisation.profile}>
      <Shown query={me}>
        {({ profile }) => (
          <Stack gap="xs">
            <Text fw={600}>{words.organisation.organisations[profile.organisation]}</Text>
            <Text maw="72ch">{words.organisation.says[profile.organisation]}</Text>
            <Text maw="72ch">{profile.shadow ? words.organisation.shadow : words.organisation.holds}</Text>
            <Text maw="72ch">{profile.personMetrics ? words.organisation.people : words.organisation.noPeople}</Text>
            {mayPropose && <Another key={JSON.stringify(profile)} profile={profile} />}
          </Stack>
        )}
      </Shown>
    </Panel>
  )
}

function Another({ profile }: { profile: Profile }) {
  const [to, setTo] = useState(profile)
  const isSame =
    to.organisation === profile.organisation &&
    to.shadow === profile.shadow &&
    to.personMetrics === profile.personMetrics
  return (
    <Stack gap="xs" mt="md">
      <Group gap="md" align="flex-end">
        <Select
          label={words.organisation.organisation}
          data={ORGANISATIONS.map((value) => ({ value, label: words.organisation.organisations[value] }))}
          value={to.organisation}
          allowDeselect={false}
          w={280}
          onChange={(value) =>
            setTo({ ...to, organisation: ORGANISATIONS.find((known) => known === value) ?? to.organisation })
          }
        />
        <Switched
          label={words.organisation.guardsHold}
          says={words.organisation.hold}
          on={!to.shadow}
          onSwitch={(holds) => setTo({ ...to, shadow: !holds })}
        />
        <Switched
          label={words.organisation.metrics}
          says={words.organisation.metric}
          on={to.personMetrics}
          onSwitch={(personMetrics) => setTo({ ...to, personMetrics })}
        />
      </Group>
      <Text size="sm" c="dimmed">
        {words.organisation.proposeHint}
      </Text>
      <ProposeChangeForm wanted={isSame ? undefined : { kind: 'profile', ...to }} button={words.organisation.propose} />
    </Stack>
  )
}

interface SwitchedProps {
  label: string
  says: { on: string; off: string }
  on: boolean
  onSwitch: (on: boolean) => void
}

const Switched = ({ label, says, on, onSwitch }: SwitchedProps) => (
  <Stack gap={4}>
    <Text size="sm">{label}</Text>
    <SegmentedControl
      aria-label={label}
      value={on ? 'on' : 'off'}
      data={[
        { value: 'on', label: says.on },
        { value: 'off', label: says.off },
      ]}
      onChange={(value) => onSwitch(value === 'on')}
    />
  </Stack>
)
