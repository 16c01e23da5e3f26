import { setTimeout as pause } from 'node:timers/promises'

const POLL_MS = 10

/** Waits until the condition gives something, and gives it back; fails naming what it waited for. */
export async function waitFor<T>(
  what: string,
  condition: () => Promise<T | undefined | false>,
  timeoutMs = 30_000,
): Promise<T> {
  const until = performance.now() + timeoutMs
  for (;;) {
    const value = await condition()
    if (value !== undefined && value !== false) return value
    if (performance.now() > until) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`)
    await pause(POLL_MS)
  }
}
