import { Group, Paper, Text } from '@mantine/core'
import { TakeNext } from '../components/take-next.tsx'
import type { Handed } from './hand-over.tsx'

/** Shows the result of a hand-over or an answer, with the next case. It stays until the reviewer continues. */
export const HandedOver = ({ handed: { result, isLeft } }: { handed: Handed }) => (
  <Paper withBorder p="sm" role="status">
    <Group justify="space-between">
      <Text fw={600}>{result}</Text>
      {isLeft && <TakeNext autoFocus />}
    </Group>
  </Paper>
)
