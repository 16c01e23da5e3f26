import { setTimeout as pause } from 'node:timers/promises'

/** The time after which a wait fails, long enough for a busy machine. A passing test waits far less. */
const WAIT_MS = 120_000
const POLL_MIN_MS = 10
const POLL_MAX_MS = 100
/** A poll takes processor time from what it waits for, so a long wait polls less often. It ends at most an eighth late. */
const LATE_SHARE = 8

/** Waits until the condition returns a value, and returns it; otherwise fails with the name of what it waited for. */
export async function waitFor<T>(
  what: string,
  condition: () => Promise<T | undefined | false>,
  timeoutMs = WAIT_MS,
): Promise<T> {
  const begun = performance.now()
  for (;;) {
    const value = await condition()
    if (value !== undefined && value !== false) return value
    const elapsedMs = performance.now() - begun
    if (elapsedMs > timeoutMs) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`)
    await pause(Math.min(POLL_MAX_MS, Math.max(POLL_MIN_MS, elapsedMs / LATE_SHARE)))
  }
}
