import { Button, Group, Text } from '@mantine/core'
import { formatAgo } from '../components/format.ts'
import { useNow } from '../components/use-now.tsx'
import { words } from '../words/words.ts'
import type { Origin, RecordedFact } from './trial.ts'

/** Shows where a value of a trial comes from, and offers the recorded one where it was replaced. */
export function FactOrigin({ origin, name, onReset }: { origin: Origin; name: string; onReset: () => void }) {
  if (origin === 'example') return null
  return (
    <Group gap={6} mt={4}>
      {origin === 'own' ? (
        <>
          <Text size="xs" fw={600}>
            {words.guards.origin.own}
          </Text>
          <Button
            size="compact-xs"
            variant="subtle"
            aria-label={words.guards.origin.resetOf({ name })}
            onClick={onReset}
          >
            {words.guards.origin.reset}
          </Button>
        </>
      ) : (
        <Recorded fact={origin} />
      )}
    </Group>
  )
}

function Recorded({ fact: { state, source, readAt } }: { fact: RecordedFact }) {
  const now = useNow()
  const from = source === 'platform' || source === 'desk' ? words.guards.origin.sources[source] : source
  return (
    <Text size="xs" c="dimmed">
      <Text span inherit fw={600} c="var(--mantine-color-text)">
        {words.guards.origin.states[state]}
      </Text>
      {from !== null &&
        readAt !== null &&
        ` · ${words.guards.origin.read({ source: from, ago: formatAgo(readAt, now) })}`}
      {state === 'withheld' && ` · ${words.guards.origin.withheld}`}
    </Text>
  )
}
