import { Text } from '@mantine/core'
import { words } from '../words/words.ts'

const SHOWN_CHARS_MAX = 40

/** Shows a name or handle that an outsider chose: cut, with its own text direction, and always as plain text. */
export function Hostile({ children, full = false }: { children: string; full?: boolean }) {
  const isCut = !full && children.length > SHOWN_CHARS_MAX
  return (
    <bdi dir="auto" title={isCut ? children.slice(0, 1_000) : undefined} style={{ overflowWrap: 'anywhere' }}>
      {isCut ? `${children.slice(0, SHOWN_CHARS_MAX)}…` : children}
    </bdi>
  )
}

/** Shows a handle in monospace, in which letters are easier to tell apart. */
export function Handle({ handle }: { handle: string | null }) {
  if (handle === null) return <Text span>{words.who.unknownHandle}</Text>
  return (
    <Text span ff="monospace" fw={600}>
      <Hostile>{`@${handle}`}</Hostile>
    </Text>
  )
}
