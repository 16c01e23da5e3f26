/** The events that a person causes; scrolling is left out, because pages scroll by themselves too. */
const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const

/** The time of the last touch; opening the page counts as one. */
let touchedAt = Date.now()
const listeners = new Set<() => void>()

for (const sign of SIGNS) document.addEventListener(sign, touch, { capture: true, passive: true })

function touch(): void {
  touchedAt = Date.now()
  for (const tell of listeners) tell()
}

/**
 * Returns the time since the last touch of this page, by the wall clock, so that the sleep of a machine counts as idle.
 */
export const idleMs = (): number => Math.max(0, Date.now() - touchedAt)

/** Calls `tell` on each touch; returns the function that unsubscribes. */
export function onTouch(tell: () => void): () => void {
  listeners.add(tell)
  return () => void listeners.delete(tell)
}
