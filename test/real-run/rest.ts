import { setTimeout as pause } from 'node:timers/promises'

const FIRST_MS = 100
const MAX_MS = 800

/** The pauses of a person who finds nothing to do: each longer than the last, until there is work. */
export class Rest {
  #nextMs = FIRST_MS

  /** Ends early when they are called home. */
  async take(called: AbortSignal): Promise<void> {
    await pause(this.#nextMs, undefined, { signal: called }).catch(() => undefined)
    this.#nextMs = Math.min(this.#nextMs * 2, MAX_MS)
  }

  /** There was something. */
  end(): void {
    this.#nextMs = FIRST_MS
  }
}
