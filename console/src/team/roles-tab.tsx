import { Stack, Table, Text } from '@mantine/core'
import { ROLES } from '../api/choices.ts'
import type { Role } from '../api/role.ts'
import { Panel } from '../components/panel.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { WideTable } from '../components/wide-table.tsx'
import { words } from '../words/words.ts'
import { DenialsPanel } from './denials-panel.tsx'
import { type Access, ROLE_MATRIX } from './role-matrix.gen.ts'

/** Shows what each role may do, as the desk's table of rights states it, and the actions denied to some. */
export function RolesTab() {
  const seesDenials = useHasRole('lead', 'policy', 'auditor', 'admin')
  return (
    <Stack gap="md">
      <Panel title={words.roleMatrix.title}>
        <Text size="sm" c="dimmed" maw="72ch" mb="sm">
          {words.roleMatrix.about}
        </Text>
        <Matrix />
      </Panel>
      {seesDenials && <DenialsPanel />}
    </Stack>
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
