/** One press of Ctrl-C can arrive twice: from the terminal, and once more from a parent that passes it on. */
const SAME_PRESS_MS = 1_000
const INTERRUPTED = 130

/** Aborted by Ctrl-C or a polite kill. A second Ctrl-C ends the process at once. */
export function stopSignal(): AbortSignal {
  const stopping = new AbortController()
  let first = Number.POSITIVE_INFINITY
  process.on('SIGTERM', () => stopping.abort())
  process.on('SIGINT', () => {
    if (performance.now() - first > SAME_PRESS_MS) process.exit(INTERRUPTED)
    first = Math.min(first, performance.now())
    stopping.abort()
  })
  return stopping.signal
}

/** Resolves when the signal is aborted. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
