import { Badge, Group, Stack, Switch, Table, Tabs, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import type { Member } from '../api/shapes.ts'
import { formatMinute } from '../components/format.ts'
import { Page } from '../components/page.tsx'
import { Loading, Panel, Shown } from '../components/panel.tsx'
import { usePreferences } from '../components/use-preferences.ts'
import { listRoleNames } from '../components/names.ts'
import { useHasRole } from '../components/use-roles.ts'
import { WideTable } from '../components/wide-table.tsx'
import { words } from '../words/words.ts'
import { DutyTab } from './duty-tab.tsx'
import { JoiningTab } from './joining-tab.tsx'
import { LeavingPanel } from './leaving-panel.tsx'
import { staffQuery } from './queries.ts'
import { RolesTab } from './roles-tab.tsx'
import { StaffStatePill } from './staff-state-pill.tsx'

/** The parts of the page. Each loads its data when it is opened. */
const TEAM_TABS = ['people', 'duty', 'roles', 'joining'] as const
export type TeamTab = (typeof TEAM_TABS)[number]

interface Props {
  tab: TeamTab | undefined
  onTab: (tab: TeamTab) => void
  ended: boolean
  onEnded: (ended: boolean) => void
}

/** Shows the people of the desk, who is on duty, what each role may do, and how people join and leave. */
export function TeamPage({ tab, onTab, ended, onEnded }: Props) {
  const seesPeople = useHasRole('lead', 'auditor', 'admin')
  const mayAdd = useHasRole('admin')
  const tabs = TEAM_TABS.filter((each) => (each === 'people' ? seesPeople : each !== 'joining' || mayAdd))
  const shown = tab !== undefined && tabs.includes(tab) ? tab : tabs[0]
  const choose = (value: string | null) => {
    const chosen = tabs.find((each) => each === value)
    if (chosen !== undefined) onTab(chosen)
  }
  return (
    <Page title={words.team.title}>
      {mayAdd && <Setup />}
      {!seesPeople && <Text c="dimmed">{words.team.forOthers}</Text>}
      <Tabs value={shown ?? null} onChange={choose} keepMounted={false}>
        <Tabs.List>
          {tabs.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {words.teamTabs.names[each]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={shown ?? ''} pt="md">
          {shown === 'people' && <PeopleTab ended={ended} onEnded={onEnded} />}
          {shown === 'duty' && <DutyTab />}
          {shown === 'roles' && <RolesTab />}
          {shown === 'joining' && <JoiningTab />}
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}

const SetupChecklist = lazy(() => import('./setup-checklist.tsx'))

const PeopleTab = ({ ended, onEnded }: Pick<Props, 'ended' | 'onEnded'>) => (
  <Stack gap="md">
    <People ended={ended} onEnded={onEnded} />
    <LeavingPanel />
  </Stack>
)

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
            <Roles of={person} />
          </Table.Td>
          <Table.Td>
            {person.team} · {person.employer}
          </Table.Td>
          <Table.Td>
            <StaffStatePill of={person} />
          </Table.Td>
          <Table.Td>{person.endsAt === null ? words.team.noEnd : formatMinute(person.endsAt)}</Table.Td>
        </Table.Tr>
      ))}
    </Table.Tbody>
  </WideTable>
)

const Roles = ({ of: person }: { of: Member }) => (
  <Group gap={4}>
    {listRoleNames(person).map((role) => (
      <Badge key={role} variant="default" tt="none">
        {role}
      </Badge>
    ))}
  </Group>
)
