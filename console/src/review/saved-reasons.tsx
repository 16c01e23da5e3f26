import { Kbd, Stack, UnstyledButton } from '@mantine/core'
import { useLetters } from '../shell/keys.ts'
import { keyOf } from '../shell/shortcut-letters.ts'
import { words } from '../words/words.ts'

interface Props {
  reasons: readonly string[]
  onInsert: (reason: string) => void
}

/** Lists the saved reasons of the policies; a press or the keys beside one insert it into the reason. */
export function SavedReasons({ reasons, onInsert }: Props) {
  useLetters(Object.fromEntries(reasons.map((reason, place) => [`i+${place + 1}`, () => onInsert(reason)])))
  const letter = keyOf('i')
  if (reasons.length === 0) return null
  return (
    <Stack gap={2} component="section" aria-label={words.review.savedReasons}>
      {reasons.map((reason, place) => (
        <UnstyledButton key={reason} className="saved-reason" onClick={() => onInsert(reason)}>
          {letter !== undefined && (
            <Kbd size="xs" aria-hidden="true" visibleFrom="sm">
              {`${letter.toUpperCase()} ${place + 1}`}
            </Kbd>
          )}
          <span>{reason}</span>
        </UnstyledButton>
      ))}
    </Stack>
  )
}
