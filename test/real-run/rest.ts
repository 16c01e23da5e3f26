import { setTimeout as pause } from 'node:timers/promises'

const FIRST_MS = 100
const MAX_MS = 800

/** How long somebody who finds nothing to do waits before they look again: ever longer, until there is something. */
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
