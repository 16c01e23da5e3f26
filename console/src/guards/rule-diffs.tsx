import { Group, Stack, Table, Text, Title } from '@mantine/core'
import type { RuleDiff } from '../api/shapes.ts'
import { Direction } from '../components/direction.tsx'
import { WideTable } from '../components/wide-table.tsx'
import { words } from '../words/words.ts'

type Rule = NonNullable<RuleDiff['was']>
type Part = keyof typeof words.guards.parts

const PARTS: readonly Part[] = ['says', 'actions', 'asks', 'why']

/** Shows each guard before and after; each part that differs has its direction. */
export function RuleDiffs({ rules }: { rules: readonly RuleDiff[] }) {
  if (rules.length === 0) return <Text c="dimmed">{words.guards.noRuleDiffers}</Text>
  return (
    <Stack gap="lg">
      {rules.map((rule) => (
        <OneRule key={rule.id} rule={rule} />
      ))}
    </Stack>
  )
}

const OneRule = ({ rule: { id, direction, was, is } }: { rule: RuleDiff }) => (
  <Stack gap={4} component="article" aria-label={id}>
    <Group gap="sm">
      <Title order={3} size="h5" ff="monospace">
        {id}
      </Title>
      {was === null && <Text span>{words.guards.isNew}</Text>}
      {is === null && <Text span>{words.guards.goes}</Text>}
      <Direction of={direction} />
    </Group>
    <WideTable label={id} minWidth={340}>
      <Table.Thead>
        <Table.Tr>
          <Table.Td w={80} />
          <Table.Th>− {words.guards.was}</Table.Th>
          <Table.Th>+ {words.guards.is}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {PARTS.map((part) => (
          <PartRow key={part} part={part} was={was} is={is} />
        ))}
      </Table.Tbody>
    </WideTable>
  </Stack>
)

function PartRow({ part, was, is }: { part: Part; was: Rule | null; is: Rule | null }) {
  const [before, after] = [textOf(was, part), textOf(is, part)]
  const isSame = before === after
  return (
    <Table.Tr>
      <Table.Th scope="row">{words.guards.parts[part]}</Table.Th>
      <Table.Td c={isSame ? 'dimmed' : 'inherit'}>
        {isSame || before === '' ? before : <del style={{ textDecorationThickness: 1 }}>{before}</del>}
      </Table.Td>
      <Table.Td c={isSame ? 'dimmed' : 'inherit'}>
        {isSame ? words.guards.unchanged : <ins style={{ textDecoration: 'none', fontWeight: 600 }}>{after}</ins>}
      </Table.Td>
    </Table.Tr>
  )
}

function textOf(rule: Rule | null, part: Part): string {
  if (rule === null) return ''
  return part === 'actions' ? rule.actions.map((action) => words.actions[action]).join(', ') : rule[part]
}
