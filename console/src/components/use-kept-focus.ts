import { useLayoutEffect, useRef } from 'react'

const KEPT_MS = 2_000

/** The control that had the focus when it left the page. */
let lost: { control: string; atMs: number } | undefined

/**
 * Returns focus to a control that moves to another part of the page, where it is drawn anew. Only for a moment, and
 * never if the reader has focused something else.
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
