import { useLayoutEffect, useRef } from 'react'

const KEPT_MS = 2_000

/** Which control the keyboard was on as it was taken from the page. */
let lost: { control: string; atMs: number } | undefined

/**
 * Keeps the keyboard on a control that moves to another part of the page: there it is drawn anew, and whoever was about to press
 * it would press nothing. For a moment only, and never away from wherever somebody has gone since.
 */
export function useKeptFocus<Element extends HTMLElement>(control: string) {
  const ref = useRef<Element>(null)
  useLayoutEffect(() => {
    const element = ref.current
    if (
      lost?.control === control &&
      performance.now() - lost.atMs < KEPT_MS &&
      document.activeElement === document.body
    ) {
      element?.focus()
    }
    return () => {
      if (element !== null && document.activeElement === element) lost = { control, atMs: performance.now() }
    }
  }, [control])
  return ref
}
