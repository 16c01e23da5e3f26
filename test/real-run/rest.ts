import { setTimeout as pause } from 'node:timers/promises'

const FIRST_MS = 100
/** As often a person without work looks for some: those whose answer has a deadline, more often. */
export const REST_MAX_MS = { reviewer: 6_400, approver: 3_200 } as const

/** The growing pauses of a person without work, reset by the next case. */
export class Rest {
  readonly #maxMs: number
  #nextMs = FIRST_MS

  constructor(maxMs: number) {
    this.#maxMs = maxMs
  }

  /** The pause ends early when the run ends. */
  async take(called: AbortSignal): Promise<void> {
    await pause(this.#nextMs, undefined, { signal: called }).catch(() => undefined)
    this.#nextMs = Math.min(this.#nextMs * 2, this.#maxMs)
  }

  /** Makes the next pause short again, after a case. */
  end(): void {
    this.#nextMs = FIRST_MS
  }
}
