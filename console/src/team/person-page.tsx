import { DataList, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Member } from '../api/shapes.ts'
import { formatFull } from '../components/format.ts'
import { listRoleNames } from '../components/names.ts'
import { Panel, Shown } from '../components/panel.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { useMe } from '../shell/me.tsx'
import { words } from '../words/words.ts'
import { PersonActs } from './person-acts.tsx'
import { PersonKeys } from './person-keys.tsx'
import { PersonSessions } from './person-sessions.tsx'
import { staffQuery } from './queries.ts'
import { ShiftsPanel } from './shifts-panel.tsx'
import { StaffStatePill } from './staff-state-pill.tsx'

/** Shows one person: rights, passkeys and end date, with the acts that the caller may do. */
export function PersonPage({ staffId }: { staffId: string }) {
  const people = useQuery(staffQuery(true))
  const isSelf = useMe()?.id === staffId
  const mayAct = useHasRole('lead', 'admin')
  const isAdmin = useHasRole('admin')
  return (
    <Stack gap="md">
      <Link to="/team">{words.team.back}</Link>
      <Shown query={people}>
        {({ items }) => {
          const person = items.find(({ id }) => id === staffId)
          if (person === undefined) return <Title order={1}>{words.team.noSuchPerson}</Title>
          return (
            <>
              <Title order={1} size="h3">
                {person.pseudonym}
              </Title>
              <Panel title={listRoleNames(person).join(', ')} aside={<StaffStatePill of={person} />}>
                <Facts of={person} />
              </Panel>
              <PersonKeys person={person} mayAsk={mayAct && !isSelf} />
              {isAdmin && !isSelf && <PersonSessions staffId={person.id} />}
              <ShiftsPanel staffId={person.id} />
              {mayAct && isSelf && <Text role="note">{words.team.aboutYou}</Text>}
              {mayAct && !isSelf && person.endedAt === null && <PersonActs person={person} />}
            </>
          )
        }}
      </Shown>
    </Stack>
  )
}

function Facts({ of: person }: { of: Member }) {
  const { facts } = words.team
  const { notice } = person
  const rows: readonly (readonly [string, string])[] = [
    [words.team.from, `${person.team} · ${person.employer}`],
    [facts.site, person.site],
    [facts.languages, person.languages.join(', ') || facts.none],
    [facts.clearances, person.clearances.join(', ') || facts.none],
    [facts.began, formatFull(person.startsAt)],
    [words.team.ends, person.endsAt === null ? words.team.noEnd : formatFull(person.endsAt)],
    ...(person.endedAt === null ? [] : [[words.team.states.ended, formatFull(person.endedAt)] as const]),
    ...(notice ? [[facts.notice, words.team.notices[notice]] as const] : []),
  ]
  return (
    <DataList orientation="horizontal" labelWidth={160}>
      {rows.map(([label, value]) => (
        <DataList.Item key={label}>
          <DataList.ItemLabel>{label}</DataList.ItemLabel>
          <DataList.ItemValue>{value}</DataList.ItemValue>
        </DataList.Item>
      ))}
    </DataList>
  )
}
