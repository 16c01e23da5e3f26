import { Text } from '@mantine/core'
import { words } from '../words/words.ts'
import { cutName, splitInvisible } from './invisible-characters.ts'

const SHOWN_CHARS_MAX = 40
const TITLE_CHARS_MAX = 1_000

/** Shows a name or handle that an outsider chose: cut, with its own text direction, and always as plain text. */
export function Hostile({ children, full = false }: { children: string; full?: boolean }) {
  const shown = full ? children : cutName(children, SHOWN_CHARS_MAX)
  const isCut = shown !== children
  return (
    <bdi dir="auto" title={isCut ? children.slice(0, TITLE_CHARS_MAX) : undefined} style={{ overflowWrap: 'anywhere' }}>
      <MarkedText text={shown} />
    </bdi>
  )
}

/** Shows a text with the characters marked that are invisible or would turn the order of others. */
export const MarkedText = ({ text }: { text: string }) =>
  splitInvisible(text).map((part) =>
    'text' in part ? (
      part.text
    ) : (
      <abbr key={part.at} className="invisible-character" title={part.code}>
        {part.mark}
      </abbr>
    ),
  )

/** Shows a handle in monospace, in which letters are easier to tell apart. */
export function Handle({ handle }: { handle: string | null }) {
  if (handle === null) return <Text span>{words.who.unknownHandle}</Text>
  return (
    <span className="handle">
      <Hostile>{`@${handle}`}</Hostile>
    </span>
  )
}
