import { Stack, Text } from '@mantine/core'
import type { Case } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { formatAgo } from './format.ts'
import { nameCategory } from './names.ts'
import { useNow } from './use-now.tsx'

/** Shows the signals of classifiers and lists about a case: evidence beside the rest, and never from a person. */
export function Signals({ of: { signals } }: { of: Case }) {
  const now = useNow()
  if (signals.length === 0) return null
  return (
    <Stack gap={2} mt="sm" component="section" aria-label={words.signals.title}>
      <Text fw={600}>
        {words.signals.title}{' '}
        <Text span size="sm" c="dimmed" fw={400}>
          {words.signals.about}
        </Text>
      </Text>
      {signals.map((signal) => (
        <Text key={signal.id} size="sm" className="hostile">
          {formatSubject(signal)} ·{' '}
          {words.signals.of({
            source: signal.source,
            category: nameCategory(signal.category),
            ago: formatAgo(signal.seenAt, now),
          })}
        </Text>
      ))}
    </Stack>
  )
}

function formatSubject({ name, version, score }: Case['signals'][number]): string {
  if (score === null) return words.signals.listed({ list: name })
  return words.signals.classifier({ name, version: version ?? '', score: score.toFixed(3) })
}
