import { setTimeout as pause } from 'node:timers/promises'

/** Without a look for this long it is unknown whether anything was written. */
const UNKNOWN_AFTER_MS = 600

/**
 * Knows whether the database was written to. Work over new rows then costs no query while nothing happens. When in doubt
 * it answers yes: a look that is late or failed costs some queries, and delays no work.
 */
export class Writes {
  #snapshot: string | undefined
  #changes = 0
  #lookedAt = Number.NEGATIVE_INFINITY
  readonly #nowMs: () => number
  readonly #waiting = new Set<() => void>()

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs
  }

  /** Takes the snapshot of a look. Undefined: it failed. */
  looked(snapshot: string | undefined): void {
    if (snapshot !== undefined) this.#lookedAt = this.#nowMs()
    if (snapshot !== undefined && snapshot === this.#snapshot) return
    this.#snapshot = snapshot
    this.#changes++
    for (const go of this.#waiting) go()
    this.#waiting.clear()
  }

  /**
   * Returns a mark. A caller takes it before it reads the database, so that later `since` answers for each write that it
   * did not read.
   */
  mark(): number {
    return this.#changes
  }

  /** Waits for a write since the mark, for the interval to pass or for the signal, whichever comes first. */
  async next(mark: number, intervalMs: number, signal: AbortSignal): Promise<void> {
    if (this.#changes !== mark) return
    const written = new AbortController()
    const go = () => written.abort()
    this.#waiting.add(go)
    await pause(intervalMs, undefined, { signal: AbortSignal.any([signal, written.signal]) }).catch(() => undefined)
    this.#waiting.delete(go)
  }

  /** False only if nothing was written since the mark was taken. */
  since(mark: number): boolean {
    return this.#changes !== mark || this.#nowMs() - this.#lookedAt > UNKNOWN_AFTER_MS
  }
}
