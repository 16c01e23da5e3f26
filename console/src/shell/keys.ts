import { useHotkeys } from '@mantine/hooks'
import { type KeyboardEvent as RowKeyEvent, useEffect, useLayoutEffect, useRef } from 'react'
import { isSwitchedOff, letterOf } from './shortcut-letters.ts'

/** The time after opening in which no key sends: a person must see it before they press. */
export const SETTLE_MS = 600
/** The second letter of two must come within this. */
const SECOND_WITHIN_MS = 1_500

/**
 * Binds the keys that send: one chord for restrictive acts and another for all others, so that habit cannot fire the
 * wrong one. A key held down sends nothing.
 */
export function useSendKeys(isRestrictive: boolean, opened: unknown, send: () => void): void {
  const openedAt = useRef(0)
  useEffect(() => {
    openedAt.current = opened === undefined ? 0 : performance.now()
  }, [opened])
  useHotkeys(
    [
      [
        isRestrictive ? 'mod+shift+Enter' : 'mod+Enter',
        (event) => {
          if (!event.repeat && performance.now() - openedAt.current >= SETTLE_MS) send()
        },
      ],
    ],
    [], // Also inside text fields.
  )
}

/** Binds Ctrl or ⌘ with a letter, also inside text fields. It only navigates in the browser. */
export const useChord = (letter: string, act: () => void): void => useHotkeys([[`mod+${letter}`, act]], [])

/**
 * Binds single letters, or two in sequence ("g+r": first g, then r). They only select and navigate in the browser.
 * Never in a text field or while held down; users can switch them off or change them.
 */
export function useLetters(keys: Readonly<Record<string, Act>>): void {
  const latest = useRef(keys)
  // Before the page is painted: the first key pressed on a page that is seen counts.
  useLayoutEffect(() => {
    latest.current = keys
  })
  useLayoutEffect(() => listenFor((pressed) => latest.current[pressed]), [])
}

/** The act of a letter. Some read from the event if Shift was held. */
type Act = (event: KeyboardEvent) => void
/** Returns the handler by which the arrow keys move between rows, with Shift as a range. It only navigates. */
export const useRowArrows =
  (move: (by: 1 | -1, isRange: boolean) => void) =>
  (event: RowKeyEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    move(event.key === 'ArrowDown' ? 1 : -1, event.shiftKey)
  }

type Find = (pressed: string) => Act | undefined
const listeners = new Set<Find>()
let first: { letter: string; at: number } | undefined

function listenFor(find: Find): () => void {
  if (listeners.size === 0) document.addEventListener('keydown', hear)
  listeners.add(find)
  return () => {
    listeners.delete(find)
    if (listeners.size === 0) document.removeEventListener('keydown', hear)
  }
}

/** The longest time for which letters are held: a field that never comes must not disable the keys that stop. */
const HELD_MS_MAX = 5_000
let heldUntil = 0

/** Makes letters and Enter do nothing until `releaseLetters`: they are meant for a field that is not shown yet. */
export function holdLetters(): void {
  heldUntil = performance.now() + HELD_MS_MAX
}

export function releaseLetters(): void {
  heldUntil = 0
}

function isHeld({ key, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  if (ctrlKey || altKey || metaKey) return false
  return performance.now() < heldUntil && (key.length === 1 || key === 'Enter')
}

function hear(event: KeyboardEvent): void {
  if (isHeld(event)) {
    event.preventDefault() // Enter presses no button that still has the focus.
    first = undefined
    return
  }
  const { key, repeat, ctrlKey, altKey, metaKey, timeStamp } = event
  if (repeat || ctrlKey || altKey || metaKey || key.length !== 1 || isSwitchedOff() || isWriting(event.target)) {
    first = undefined
    return
  }
  const letter = letterOf(key.toLowerCase())
  const isSecond = first !== undefined && timeStamp - first.at < SECOND_WITHIN_MS
  const act = (isSecond ? findAct(`${first?.letter}+${letter}`) : undefined) ?? findAct(letter)
  first = act === undefined ? { letter, at: timeStamp } : undefined
  if (act === undefined) return
  event.preventDefault() // The letter is not typed into the control that gets the focus.
  act(event)
}

/** The component mounted last takes precedence. */
const findAct = (pressed: string): Act | undefined => [...listeners].reverse().flatMap((find) => find(pressed) ?? [])[0]

const TICKED = ['radio', 'checkbox', 'button', 'submit']
const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement
    ? !TICKED.includes(target.type)
    : target instanceof HTMLElement && (target.isContentEditable || ['TEXTAREA', 'SELECT'].includes(target.tagName))
