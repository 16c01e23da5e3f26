import { setTimeout as pause } from 'node:timers/promises'

const FIRST_MS = 100
const MAX_MS = 3_200

/** The growing pauses of a person without work, reset by the next case. */
export class Rest {
  #nextMs = FIRST_MS

  /** The pause ends early when the run ends. */
  async take(called: AbortSignal): Promise<void> {
    await pause(this.#nextMs, undefined, { signal: called }).catch(() => undefined)
    this.#nextMs = Math.min(this.#nextMs * 2, MAX_MS)
  }

  /** Makes the next pause short again, after a case. */
  end(): void {
    this.#nextMs = FIRST_MS
  }
}
