import { Paper, SimpleGrid, Text } from '@mantine/core'
import type { Insight } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { formatName, formatValue } from './format-insight.ts'

/** Shows the totals of the whole period with their names. */
export const Totals = ({ insight: { chart, totals } }: { insight: Insight }) => (
  <SimpleGrid component="section" cols={{ base: 2, sm: 3, lg: 6 }} spacing="sm" aria-label={words.insights.whole}>
    {totals.map(({ name, unit, value }) => (
      <Paper key={name} withBorder p="sm">
        <Text size="xl" fw={700}>
          {formatValue(value, unit)}
        </Text>
        <Text size="sm" c="dimmed">
          {formatName(chart, name)}
        </Text>
      </Paper>
    ))}
  </SimpleGrid>
)
