import { Group, MultiSelect, Select, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { toInstant } from '../components/local-time.ts'
import type { Wanted } from '../api/shapes.ts'
import { ProposeChangeForm } from '../components/propose-change-form.tsx'
import { Panel } from '../components/panel.tsx'
import { ROLES } from '../components/use-roles.ts'
import { words } from '../words/words.ts'

type Person = Extract<Wanted, { kind: 'approver' }>['person']
type TextOf = 'pseudonym' | 'name' | 'employer' | 'site' | 'team'

const EMPLOYMENTS = ['employee', 'contractor'] as const
const EMPTY: Person = { pseudonym: '', name: '', roles: [], employment: 'employee', employer: '', site: '', team: '' }
const TEXTS: readonly TextOf[] = ['pseudonym', 'name', 'employer', 'site', 'team']

/** The form that proposes a new person, whom another person must approve. */
export function AddPerson() {
  const [person, setPerson] = useState(EMPTY)
  const [endsAt, setEndsAt] = useState('')
  const change = (part: Partial<Person>) => setPerson({ ...person, ...part })
  const isWhole = TEXTS.every((each) => person[each].trim() !== '') && person.roles.length > 0
  const ends = endsAt === '' ? {} : { endsAt: toInstant(endsAt) }
  return (
    <Panel title={words.team.add} id="add">
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {words.team.addHint}
        </Text>
        <Group gap="sm" align="flex-end">
          {TEXTS.map((each) => (
            <TextInput
              key={each}
              label={words.team[each]}
              value={person[each]}
              maxLength={each === 'name' ? 200 : 64}
              onChange={(event) => change({ [each]: event.currentTarget.value })}
            />
          ))}
          <MultiSelect
            label={words.team.roles}
            data={ROLES.map((value) => ({ value, label: words.roles[value] }))}
            value={person.roles}
            w={220}
            onChange={(roles) => change({ roles: ROLES.filter((role) => roles.includes(role)) })}
          />
          <Select
            label={words.team.employment}
            data={EMPLOYMENTS.map((value) => ({ value, label: words.team.employments[value] }))}
            value={person.employment}
            allowDeselect={false}
            onChange={(value) => change({ employment: value === 'contractor' ? value : 'employee' })}
          />
          <TextInput
            label={words.team.ends}
            type="datetime-local"
            value={endsAt}
            onChange={(event) => setEndsAt(event.currentTarget.value)}
          />
        </Group>
        <ProposeChangeForm
          wanted={isWhole ? { kind: 'approver', person: { ...person, ...ends } } : undefined}
          button={words.team.add}
        />
      </Stack>
    </Panel>
  )
}
