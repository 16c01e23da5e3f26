import { Group, Text } from '@mantine/core'
import { useLayoutEffect, useRef, useState } from 'react'
import { words } from '../words/words.ts'
import { disarmLinks } from './disarm-links.ts'
import { MarkedText } from './handle.tsx'
import { TextButton } from './text-button.tsx'

const LINES_SHOWN_MAX = 12

interface Props {
  text: string
  lang?: string | undefined
  size?: 'sm'
  /** The lines that are shown before the text is folded. */
  lines?: number
}

/**
 * Shows a text that an outsider wrote: as plain text, with invisible characters marked, its links disarmed until asked,
 * and folded when it is long.
 */
export function HostileText({ text, lang, size, lines = LINES_SHOWN_MAX }: Props) {
  const block = useRef<HTMLQuoteElement>(null)
  const [isLong, setLong] = useState(false)
  const [isOpen, setOpen] = useState(false)
  const [isArmed, setArmed] = useState(false)
  const disarmed = disarmLinks(text)
  useLayoutEffect(() => {
    const { current } = block
    // Once it is open its full height says nothing of the fold.
    if (current === null || isOpen) return
    const observer = new ResizeObserver(() => setLong(current.scrollHeight > current.clientHeight + 1))
    observer.observe(current)
    return () => observer.disconnect()
  }, [isOpen])
  return (
    <div className="hostile-text">
      <Text
        ref={block}
        className={isOpen ? 'hostile' : 'hostile folded'}
        component="blockquote"
        dir="auto"
        lang={lang}
        m={0}
        style={{ '--lines': lines }}
        {...(size && { size })}
      >
        <MarkedText text={isArmed ? text : disarmed} />
      </Text>
      {(isLong || disarmed !== text) && (
        <Group gap="sm" className="no-print">
          {isLong && (
            <TextButton onPress={() => setOpen(!isOpen)}>
              {isOpen ? words.evidence.fold : words.evidence.unfold}
            </TextButton>
          )}
          {disarmed !== text && (
            <TextButton onPress={() => setArmed(!isArmed)}>
              {isArmed ? words.evidence.disarm : words.evidence.linksAsWritten}
            </TextButton>
          )}
        </Group>
      )}
    </div>
  )
}
