import { Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ROLES } from '../api/choices.ts'
import type { Role } from '../api/role.ts'
import { listRoleNames } from '../components/names.ts'
import { Panel, Shown } from '../components/panel.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { WideTable } from '../components/wide-table.tsx'
import { words } from '../words/words.ts'
import { DenialsPanel } from './denials-panel.tsx'
import { staffQuery } from './queries.ts'
import { type Access, ROLE_MATRIX } from './role-matrix.gen.ts'

/** Shows what each role may do, as the desk's table of rights states it, and the actions denied to some. */
export function RolesTab() {
  const seesDenials = useHasRole('lead', 'policy', 'auditor', 'admin')
  const seesPeople = useHasRole('lead', 'auditor', 'admin')
  return (
    <Stack gap="md">
      <Panel title={words.roleMatrix.title}>
        <Text size="sm" c="dimmed" maw="72ch" mb="sm">
          {words.roleMatrix.about}
        </Text>
        <Matrix />
      </Panel>
      {seesPeople && <LimitedPanel />}
      {seesDenials && <DenialsPanel />}
    </Stack>
  )
}

/** Lists the people whose roles count at some platforms alone. */
function LimitedPanel() {
  const people = useQuery(staffQuery(false))
  return (
    <Panel title={words.roleMatrix.limited}>
      <Text size="sm" c="dimmed" maw="72ch" mb="sm">
        {words.roleMatrix.limitedAbout}
      </Text>
      <Shown query={people}>
        {({ items }) => {
          const limited = items.filter(({ rolePlatforms }) => Object.keys(rolePlatforms).length > 0)
          if (limited.length === 0) return <Text>{words.roleMatrix.limitedNone}</Text>
          return limited.map((person) => (
            <Text key={person.id}>
              {person.pseudonym}: {listRoleNames(person).join(', ')}
            </Text>
          ))
        }}
      </Shown>
    </Panel>
  )
}

const Matrix = () => (
  <WideTable label={words.roleMatrix.title} minWidth={640}>
    <Table.Thead>
      <Table.Tr>
        <Table.Th>{words.roleMatrix.ability}</Table.Th>
        {ROLES.map((role) => (
          <Table.Th key={role}>{words.roles[role]}</Table.Th>
        ))}
      </Table.Tr>
    </Table.Thead>
    <Table.Tbody>
      {ROLE_MATRIX.map(({ ability, access }) => (
        <Table.Tr key={ability}>
          <Table.Th scope="row" fw={400}>
            {words.roleMatrix.abilities[ability]}
          </Table.Th>
          {ROLES.map((role) => (
            <Table.Td key={role}>{formatAccess(access, role)}</Table.Td>
          ))}
        </Table.Tr>
      ))}
    </Table.Tbody>
  </WideTable>
)

function formatAccess(access: Partial<Record<Role, Access>>, role: Role): string {
  const when = access[role]
  return when === undefined ? '–' : words.roleMatrix.access[when]
}
