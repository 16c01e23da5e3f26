import { Chip, Group, Select, Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Action, ActionDenial, Wanted } from '../api/shapes.ts'
import { nameRoles } from '../components/names.ts'
import { Panel, Shown } from '../components/panel.tsx'
import { ProposeChangeForm } from '../components/propose-change-form.tsx'
import { StatePill } from '../components/state-pill.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { WideTable } from '../components/wide-table.tsx'
import { useMe } from '../shell/me.tsx'
import { words } from '../words/words.ts'
import { isDeniedTo, RANKS, type Rank } from './denied-to.ts'
import { actionDenialsQuery, staffQuery } from './queries.ts'

const ACTIONS: readonly Action[] = ['warn', 'label', 'limit', 'hide', 'remove', 'lock', 'suspend', 'deactivate']

/** Shows which reviewing role may take which action, and the people who are denied more. */
export function DenialsPanel() {
  const denials = useQuery(actionDenialsQuery)
  const mayPropose = useHasRole('lead', 'policy', 'admin')
  return (
    <Panel title={words.denials.title} id="actions-by-role">
      <Stack gap="md">
        <Text size="sm" c="dimmed" maw="72ch">
          {words.denials.about}
        </Text>
        <Shown query={denials}>
          {({ denials: known }) => (
            <>
              <Matrix denials={known} />
              <People denials={known} />
              {mayPropose && <ChangeDenial denials={known} />}
            </>
          )}
        </Shown>
      </Stack>
    </Panel>
  )
}

const Matrix = ({ denials }: { denials: readonly ActionDenial[] }) => (
  <WideTable label={words.denials.title} minWidth={420}>
    <Table.Thead>
      <Table.Tr>
        <Table.Th>{words.review.action}</Table.Th>
        {RANKS.map((role) => (
          <Table.Th key={role}>{words.roles[role]}</Table.Th>
        ))}
      </Table.Tr>
    </Table.Thead>
    <Table.Tbody>
      {ACTIONS.map((action) => (
        <Table.Tr key={action}>
          <Table.Th scope="row" fw={500}>
            {words.actions[action]}
          </Table.Th>
          {RANKS.map((role) => (
            <Table.Td key={role}>
              {isDeniedTo(denials, role, action) ? (
                <StatePill tone="waits">{words.denials.denied}</StatePill>
              ) : (
                <Text size="sm" c="dimmed">
                  {words.denials.may}
                </Text>
              )}
            </Table.Td>
          ))}
        </Table.Tr>
      ))}
    </Table.Tbody>
  </WideTable>
)

const People = ({ denials }: { denials: readonly ActionDenial[] }) => {
  const people = denials.filter(({ pseudonym }) => pseudonym !== null)
  if (people.length === 0) return null
  return (
    <Stack gap={4}>
      {people.map(({ staffId, pseudonym, actions }) => (
        <Text key={staffId} size="sm">
          {words.denials.person({
            person: pseudonym ?? '',
            actions: actions.map((action) => words.actions[action]).join(', '),
          })}
        </Text>
      ))}
    </Stack>
  )
}

const listOf = (denials: readonly ActionDenial[], holder: string | null): readonly Action[] =>
  denials.find(({ role, staffId }) => (role ?? staffId) === holder)?.actions ?? []

/** The form that denies actions to a role or a person, or gives them back. It always takes a second person. */
function ChangeDenial({ denials }: { denials: readonly ActionDenial[] }) {
  const [holder, setHolder] = useState<string | null>(null)
  const [actions, setActions] = useState<readonly Action[]>([])
  const me = useMe()?.id
  const people = useQuery({ ...staffQuery(false), enabled: useHasRole('lead', 'admin') }).data?.items ?? []
  const others = people.filter(({ id, roles }) => id !== me && roles.some((role) => RANKS.includes(role as Rank)))
  const role = RANKS.find((rank) => rank === holder)
  const chosen = ACTIONS.filter((action) => actions.includes(action))
  const isSame = String(chosen) === String(ACTIONS.filter((action) => listOf(denials, holder).includes(action)))
  const wanted = (): Wanted | undefined => {
    if (holder === null || isSame) return undefined
    return { kind: 'action_denial', actions: chosen, ...(role === undefined ? { staffId: holder } : { role }) }
  }
  return (
    <Stack gap="xs">
      <Select
        label={words.denials.holder}
        data={[
          { group: words.team.roles, items: RANKS.map((value) => ({ value, label: words.roles[value] })) },
          {
            group: words.team.people,
            items: others.map(({ id, pseudonym, roles }) => ({
              value: id,
              label: `${pseudonym} · ${nameRoles(roles)}`,
            })),
          },
        ]}
        value={holder}
        searchable
        maw={320}
        onChange={(value) => {
          setHolder(value)
          setActions(listOf(denials, value))
        }}
      />
      {holder !== null && (
        <>
          <ChooseActions chosen={chosen} onChoose={setActions} />
          <Text size="xs" c="dimmed">
            {words.denials.stricter}
          </Text>
          <ProposeChangeForm wanted={wanted()} button={words.denials.propose} />
        </>
      )}
    </Stack>
  )
}

interface ChoiceProps {
  chosen: readonly Action[]
  onChoose: (actions: readonly Action[]) => void
}

const ChooseActions = ({ chosen, onChoose }: ChoiceProps) => (
  <Chip.Group multiple value={chosen.map(String)} onChange={(value) => onChoose(toActions(value))}>
    <Group gap="xs" role="group" aria-label={words.denials.choose}>
      {ACTIONS.map((action) => (
        <Chip key={action} value={action} variant="outline">
          {words.actions[action]}
        </Chip>
      ))}
    </Group>
  </Chip.Group>
)

const toActions = (values: readonly string[]): Action[] => ACTIONS.filter((action) => values.includes(action))
