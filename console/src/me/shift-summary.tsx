import { SimpleGrid, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { formatClock } from '../components/format.ts'
import { Panel, Shown } from '../components/panel.tsx'
import { words } from '../words/words.ts'
import { myShiftQuery } from './queries.ts'

const PARTS = {
  did: ['casesDecided', 'proposed', 'enforcementsAnswered'],
  became: ['agreed', 'declined', 'overturned'],
  waits: ['waitsForMe', 'casesHeld', 'waitsForAgreement', 'waitsForHold', 'waitsForConfirmation', 'waitsForAnswer'],
  handedOn: ['asked', 'transferred', 'givenBack'],
} as const

/**
 * Shows the caller's own shift as plain counts, compared with no person and no other day. Counts of zero are left out.
 */
export function ShiftSummary() {
  const shift = useQuery(myShiftQuery)
  if (shift.data === null) return null
  return (
    <Panel title={words.summary.title}>
      <Shown query={shift}>
        {(summary) =>
          summary !== null && (
            <Stack gap="sm">
              <Text size="sm">
                {summary.endedAt === null
                  ? words.summary.now({ from: formatClock(summary.beganAt) })
                  : words.summary.of({ from: formatClock(summary.beganAt), to: formatClock(summary.endedAt) })}
              </Text>
              {summary.severeToday > 0 && (
                <Text size="sm">
                  {summary.severeADay === null
                    ? words.summary.severe({ given: summary.severeToday })
                    : words.summary.severeOf({ given: summary.severeToday, most: summary.severeADay })}
                </Text>
              )}
              <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }}>
                {(['did', 'became', 'waits', 'handedOn'] as const).map((part) => {
                  const counted = PARTS[part].filter((name) => summary[name] > 0)
                  return (
                    <section key={part} aria-label={words.summary.parts[part]}>
                      <Text size="sm" fw={600}>
                        {words.summary.parts[part]}
                      </Text>
                      {counted.length === 0 && (
                        <Text size="sm" c="dimmed">
                          {words.summary.nothing}
                        </Text>
                      )}
                      {counted.map((name) => (
                        <Text key={name} size="sm">
                          {words.summary.counts[name]}: {summary[name]}
                        </Text>
                      ))}
                    </section>
                  )
                })}
              </SimpleGrid>
            </Stack>
          )
        }
      </Shown>
    </Panel>
  )
}
