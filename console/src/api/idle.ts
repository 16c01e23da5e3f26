/** Only what a hand does: pages scroll by themselves too. */
const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const

/** That a page was opened is a hand's doing. */
let touchedAt = Date.now()
const listeners = new Set<() => void>()

for (const sign of SIGNS) document.addEventListener(sign, touch, { capture: true, passive: true })

function touch(): void {
  touchedAt = Date.now()
  for (const tell of listeners) tell()
}

/** For how long nobody touched this page, by the clock on the wall: a machine that slept was not touched meanwhile. */
export const idleMs = (): number => Math.max(0, Date.now() - touchedAt)

/** Has it told whenever somebody does; answers how to stop. */
export function onTouch(tell: () => void): () => void {
  listeners.add(tell)
  return () => void listeners.delete(tell)
}
