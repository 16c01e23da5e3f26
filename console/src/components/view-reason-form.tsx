import { Button, Group, Text, TextInput } from '@mantine/core'
import { usePersistentState } from '../shell/persistent-state.ts'
import { isProblem } from '../api/problem.ts'
import { VIEW_REASON_CHARS_MAX } from './reason-field.tsx'
import { words } from '../words/words.ts'

/**
 * The form that asks why the caller looks at data outside their cases. Their last text is filled in, and never sent
 * without them.
 */
export function ViewReasonForm({ says, onWhy }: { says: string; onWhy: (why: string) => void }) {
  const [why, setWhy] = usePersistentState('why-look', () => '')
  return (
    <form
      style={{ maxWidth: '72ch' }}
      onSubmit={(event) => {
        event.preventDefault()
        onWhy(why.trim())
      }}
    >
      <Text size="sm">{says}</Text>
      <Group align="end" gap="sm">
        <TextInput
          label={words.why.label}
          description={words.why.hint}
          value={why}
          maxLength={VIEW_REASON_CHARS_MAX}
          onChange={(event) => setWhy(event.currentTarget.value)}
          flex={1}
        />
        <Button type="submit" variant="default" disabled={why.trim() === ''}>
          {words.why.look}
        </Button>
      </Group>
    </form>
  )
}

/** True when the desk would answer with a reason for the look. */
export const lacksReason = (error: unknown): boolean => isProblem(error, 422) && error.members.missing === 'reason'
