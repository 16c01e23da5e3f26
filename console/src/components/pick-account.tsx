import { Group, Radio, Stack, Text } from '@mantine/core'
import type { Preview } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { formatCount } from './format.ts'
import { Hostile } from './handle.tsx'

interface Props {
  candidates: Preview['candidates']
  value: string | null
  /** An answer beside the accounts, for a person who can't tell. */
  unclear?: { value: string; label: string }
  onPick: (value: string) => void
}

/** The field for the account in question, chosen among lookalikes. Never preselected. */
export function PickAccount({ candidates, value, unclear, onPick }: Props) {
  return (
    <Radio.Group
      label={words.review.whichAccount}
      description={candidates.length > 1 ? words.review.lookalikes({ count: candidates.length - 1 }) : undefined}
      value={value}
      onChange={onPick}
    >
      <Stack gap={4} mt="xs">
        {candidates.map((candidate) => (
          <Radio
            key={candidate.accountId}
            value={candidate.accountId}
            label={
              <Group gap="xs">
                <Text span ff="monospace">
                  <Hostile>{candidate.displayName ?? candidate.accountId}</Hostile>
                </Text>
                <Text span c="dimmed">
                  {candidate.reach === null
                    ? words.who.reachUnknown
                    : words.who.followers({ count: formatCount(candidate.reach) })}
                </Text>
              </Group>
            }
          />
        ))}
        {unclear !== undefined && <Radio value={unclear.value} label={unclear.label} />}
      </Stack>
    </Radio.Group>
  )
}
