import { Stack, TextInput } from '@mantine/core'
import type { Preview } from '../api/shapes.ts'
import { PickAccount } from '../components/pick-account.tsx'
import { words } from '../words/words.ts'
import type { Draft } from './draft.ts'

interface Props {
  draft: Draft
  candidates: Preview['candidates']
  onChange: (part: Partial<Draft>) => void
}

/**
 * The fields that identify the account: chosen among lookalikes, and its handle typed. Never filled in for the
 * reviewer.
 */
export function IdentifyAccount({ draft, candidates, onChange }: Props) {
  return (
    <Stack gap="sm">
      <PickAccount candidates={candidates} value={draft.pickedId} onPick={(pickedId) => onChange({ pickedId })} />
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
