import { Button, Group, Kbd, Stack, Text } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { SETTLE_MS } from '../shell/keys.ts'

interface Props {
  sentence: string
  button: string
  chord?: string
  /** Of a restrictive act: `now` takes effect at once, `asks` is a request. */
  tone: keyof typeof COLOURS
  busy: boolean
  /** The part that is missing; undefined: the button works. */
  off: string | undefined
  sending: boolean
  onPress: () => void
}

const COLOURS = { now: 'var(--harm)', asks: 'var(--state-alarm)', plain: 'accent' } as const

/** Shows the sentence that states the effect, and its button, which is off for a moment whenever either changes. */
export function EffectPreview({ sentence, button, chord, tone, busy, off, sending, onPress }: Props) {
  const isFresh = useFresh(`${sentence}\n${button}`)
  return (
    <Stack gap="xs">
      <Text
        role="status"
        aria-busy={busy}
        className={isFresh ? 'just-changed' : undefined}
        style={{ borderLeft: '3px solid var(--mantine-color-default-border)', paddingLeft: 12 }}
        size="lg"
      >
        {sentence}
      </Text>
      <Group gap="sm">
        <Button
          variant={tone === 'now' ? 'filled' : 'outline'}
          color={COLOURS[tone]}
          disabled={busy || off !== undefined || isFresh}
          loading={sending}
          onClick={onPress}
        >
          {button}
        </Button>
        {chord !== undefined && <Kbd visibleFrom="sm">{chord}</Kbd>}
        {chord === undefined && off !== undefined && <Text size="sm">{off}</Text>}
      </Group>
    </Stack>
  )
}

/**
 * True for a moment after the text changed. The button is disabled meanwhile, so that no label changes under a
 * pressing finger.
 */
function useFresh(text: string): boolean {
  const [isFresh, setFresh] = useState(false)
  const before = useRef(text)
  useEffect(() => {
    if (before.current === text) return
    before.current = text
    setFresh(true)
    const timer = setTimeout(() => setFresh(false), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return isFresh
}
