import { Stack, Text, Title } from '@mantine/core'
import type { GuardsAnswer } from '../api/shapes.ts'
import { Panel } from '../components/panel.tsx'
import { words } from '../words/words.ts'

/** Shows the budgets of restrictive enforcements in plain language: beyond one, another person must approve. */
export function BudgetsInForce({ budgets, stopLimits }: Pick<GuardsAnswer, 'budgets' | 'stopLimits'>) {
  return (
    <Panel title={`${words.budgets.inForce} ${budgets.length}`}>
      <Text size="sm" c="dimmed" maw="72ch" mb="md">
        {words.budgets.explain} {words.budgets.change}
      </Text>
      {budgets.length === 0 && <Text role="note">{words.budgets.none}</Text>}
      <Stack gap="lg">
        {budgets.map(({ id, why, says }) => (
          <Rule key={id} id={id} why={why} says={says} />
        ))}
        <Rule id={words.budgets.stopLimits} says={stopLimits} />
      </Stack>
    </Panel>
  )
}

const Rule = ({ id, why, says }: { id: string; why?: string; says: string }) => (
  <Stack gap={2} component="article" aria-label={id}>
    <Title order={3} size="h5" ff="monospace">
      {id}
    </Title>
    {why !== undefined && (
      <Text size="sm" c="dimmed">
        {why}
      </Text>
    )}
    <Text maw="72ch">{says}</Text>
  </Stack>
)
