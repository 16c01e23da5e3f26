import { Badge, Group, Switch, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import type { Member } from '../api/shapes.ts'
import { formatFull } from '../components/format.ts'
import { Page } from '../components/page.tsx'
import { Loading, Panel, Shown } from '../components/panel.tsx'
import { Snoozes } from '../components/snoozes.tsx'
import { useHasRole, useSeesCases } from '../components/use-roles.ts'
import { WideTable } from '../components/wide-table.tsx'
import { usePreferences } from '../components/use-preferences.ts'
import { readPageTexts, words } from '../words/words.ts'
import { AddPerson } from './add-person.tsx'
import { EndPeople } from './end-people.tsx'
import { Invitations } from './invitations.tsx'
import { LeavingPanel } from './leaving-panel.tsx'
import { staffQuery } from './queries.ts'
import { ReachablePanel } from './reachable-panel.tsx'
import { RotaPanel } from './rota-panel.tsx'
import { ShiftsPanel } from './shifts-panel.tsx'
import { StaffStatePill } from './staff-state-pill.tsx'

/** Shows the people of the desk, those who could approve now, and those on call. */
export function TeamPage({ ended, onEnded }: { ended: boolean; onEnded: (ended: boolean) => void }) {
  const seesPeople = useHasRole('lead', 'auditor', 'admin')
  const mayAdd = useHasRole('admin')
  const seesDenials = useHasRole('lead', 'policy', 'auditor', 'admin')
  const seesSnoozes = useSeesCases()
  return (
    <Page title={words.team.title}>
      {mayAdd && <Setup />}
      {seesPeople ? (
        <>
          <People ended={ended} onEnded={onEnded} />
          <LeavingPanel />
          <ReachablePanel />
          <ShiftsPanel />
        </>
      ) : (
        <Text c="dimmed">{words.team.forOthers}</Text>
      )}
      {seesDenials && (
        <Suspense fallback={<Loading />}>
          <DenialsPanel />
        </Suspense>
      )}
      {seesSnoozes && <Snoozes />}
      <RotaPanel />
      {mayAdd && (
        <Panel title={words.team.invitations} id="invitations">
          <Invitations />
        </Panel>
      )}
      {mayAdd && <AddPerson />}
      {mayAdd && <EndPeople />}
    </Page>
  )
}

const SetupChecklist = lazy(async () => {
  await readPageTexts()
  return import('./setup-checklist.tsx')
})

const DenialsPanel = lazy(async () => {
  await readPageTexts()
  return { default: (await import('./denials-panel.tsx')).DenialsPanel }
})

/** The checklist of the setup, until the administrator hides it. */
function Setup() {
  const { preferences } = usePreferences()
  if (preferences === undefined || preferences.checklistClosed) return null
  return (
    <Suspense fallback={<Loading />}>
      <SetupChecklist />
    </Suspense>
  )
}

function People({ ended, onEnded }: { ended: boolean; onEnded: (ended: boolean) => void }) {
  const people = useQuery(staffQuery(ended))
  return (
    <Panel
      title={words.team.people}
      aside={
        <Switch
          size="xs"
          label={words.team.withEnded}
          checked={ended}
          onChange={({ currentTarget }) => onEnded(currentTarget.checked)}
        />
      }
    >
      <Shown query={people}>
        {({ items }) =>
          items.length === 0 ? <Text c="dimmed">{words.team.none}</Text> : <PeopleTable people={items} />
        }
      </Shown>
    </Panel>
  )
}

const PeopleTable = ({ people }: { people: readonly Member[] }) => (
  <WideTable label={words.team.people} minWidth={640}>
    <Table.Thead>
      <Table.Tr>
        {[words.team.who, words.team.roles, words.team.from, words.team.now, words.team.ends].map((head) => (
          <Table.Th key={head}>{head}</Table.Th>
        ))}
      </Table.Tr>
    </Table.Thead>
    <Table.Tbody>
      {people.map((person) => (
        <Table.Tr key={person.id}>
          <Table.Td>
            <Link to="/team/$staffId" params={{ staffId: person.id }}>
              {person.pseudonym}
            </Link>
          </Table.Td>
          <Table.Td>
            <Roles roles={person.roles} />
          </Table.Td>
          <Table.Td>
            {person.team} · {person.employer}
          </Table.Td>
          <Table.Td>
            <StaffStatePill of={person} />
          </Table.Td>
          <Table.Td>{person.endsAt === null ? words.team.noEnd : formatFull(person.endsAt)}</Table.Td>
        </Table.Tr>
      ))}
    </Table.Tbody>
  </WideTable>
)

const Roles = ({ roles }: { roles: Member['roles'] }) => (
  <Group gap={4}>
    {roles.map((role) => (
      <Badge key={role} variant="default" tt="none">
        {words.roles[role]}
      </Badge>
    ))}
  </Group>
)
