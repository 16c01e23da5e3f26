import { Group, Radio, Stack, Text, TextInput } from '@mantine/core'
import { sayCount } from '../desk/format.ts'
import { Hostile } from '../desk/handle.tsx'
import type { Preview } from '../api/shapes.ts'
import { words } from '../words/en.ts'
import type { Draft } from './draft.ts'

interface Props {
  draft: Draft
  candidates: Preview['candidates']
  onChange: (part: Partial<Draft>) => void
}

/** Whose account it is: picked among those that look like it, and its handle typed. Never filled in for anybody. */
export function Identify({ draft, candidates, onChange }: Props) {
  return (
    <Stack gap="sm">
      <Radio.Group
        label={words.review.whichIsReal}
        description={candidates.length > 1 ? words.review.lookalikes(candidates.length - 1) : undefined}
        value={draft.pickedId}
        onChange={(pickedId) => onChange({ pickedId })}
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
                    {candidate.reach === null ? words.who.reachUnknown : words.who.followers(sayCount(candidate.reach))}
                  </Text>
                </Group>
              }
            />
          ))}
        </Stack>
      </Radio.Group>
      <TextInput
        label={words.review.typeHandle}
        value={draft.handle}
        maxLength={256}
        autoComplete="off"
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        w={320}
        onChange={(event) => onChange({ handle: event.currentTarget.value })}
      />
    </Stack>
  )
}
