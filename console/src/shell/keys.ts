import { useHotkeys } from '@mantine/hooks'
import { useEffect, useRef } from 'react'

/** Within this after something opened no key sends it: nobody presses what they have not seen. */
export const SETTLE_MS = 600

/**
 * What sends by keyboard: one chord for what takes nothing away and another for what does, so that the habit of the
 * harmless one can't fire the other. A key held down sends nothing.
 */
export function useSendKeys(isHarmful: boolean, opened: unknown, send: () => void): void {
  const openedAt = useRef(0)
  useEffect(() => {
    openedAt.current = opened === undefined ? 0 : performance.now()
  }, [opened])
  useHotkeys(
    [
      [
        isHarmful ? 'mod+shift+Enter' : 'mod+Enter',
        (event) => {
          if (!event.repeat && performance.now() - openedAt.current >= SETTLE_MS) send()
        },
      ],
    ],
    [], // Also inside text fields.
  )
}

const LETTERS_OFF = 'countersign-letters-off'
export const lettersAreOn = (): boolean => localStorage.getItem(LETTERS_OFF) === null
export function setLetters(on: boolean): void {
  if (on) localStorage.removeItem(LETTERS_OFF)
  else localStorage.setItem(LETTERS_OFF, '1')
}

/** Single letters: they select and move in the browser and change nothing outside it. Never in a field, and can be off. */
export function useLetters(keys: Readonly<Record<string, () => void>>): void {
  useHotkeys(
    Object.entries(keys).map(([key, act]) => [
      key,
      (event) => {
        if (!event.repeat && lettersAreOn()) act()
      },
    ]),
  )
}
