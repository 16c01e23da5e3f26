import { setTimeout as pause } from 'node:timers/promises'
import { MINUTE_MS, SECOND_MS } from '../../../foundation/durations.ts'

/** The server's limit is 12,000 calls a minute, for all processes together. */
const CALLS_A_MINUTE_MAX = 11_400

/** Lets calls begin one after the other, no faster than a limit. Those that wait keep their order. */
export class Pace {
  readonly #gapMs: number
  #nextAtMs = 0

  constructor(callsASecond: number) {
    this.#gapMs = Math.max(SECOND_MS / callsASecond, MINUTE_MS / CALLS_A_MINUTE_MAX)
  }

  /** Resolves when the next call may begin. */
  async wait(): Promise<void> {
    const now = performance.now()
    const at = Math.max(now, this.#nextAtMs)
    this.#nextAtMs = at + this.#gapMs
    if (at > now) await pause(at - now)
  }
}
