import { writeSync } from 'node:fs'

/**
 * Signals within this time count as one: one press of Ctrl-C can arrive twice, from the terminal and from a parent
 * process.
 */
const SAME_PRESS_MS = 1_000
const INTERRUPTED = 130
/**
 * The time for a clean end: orchestrators kill after ten seconds. Work that doesn't end in time (a silent database, a
 * hung platform) is left to its lease.
 */
const STOP_MS_MAX = 9_000
const STOPPED_LATE = 1
const STANDARD_ERROR = 2

/**
 * A signal that Ctrl-C or SIGTERM aborts, after which the process ends within ten seconds. A second Ctrl-C ends it at
 * once.
 */
export function stopSignal(): AbortSignal {
  const stopping = new AbortController()
  let first = Number.POSITIVE_INFINITY
  const stop = () => {
    if (!stopping.signal.aborted) setTimeout(endLate, STOP_MS_MAX).unref()
    stopping.abort()
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', () => {
    if (performance.now() - first > SAME_PRESS_MS) process.exit(INTERRUPTED)
    first = Math.min(first, performance.now())
    stop()
  })
  return stopping.signal
}

function endLate(): void {
  const text =
    'Stopped without waiting any longer: something did not end in time. Work under way is resubmitted when its lease ends.\n'
  writeSync(STANDARD_ERROR, text)
  process.exit(STOPPED_LATE)
}

/** Resolves when the signal is aborted. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
