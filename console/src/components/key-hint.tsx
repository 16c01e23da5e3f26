import { Kbd } from '@mantine/core'
import { keyOf, type Letter } from '../shell/shortcut-letters.ts'

/** Shows the shortcut of a control. */
export function KeyHint({ letter }: { letter: Letter }) {
  const key = keyOf(letter)
  if (key === undefined) return null
  return (
    <Kbd size="xs" ml={6} aria-hidden="true" visibleFrom="sm">
      {key.toUpperCase()}
    </Kbd>
  )
}
