import { setTimeout as pause } from 'node:timers/promises'
import { Stated } from '../../foundation/connector/stated.ts'
import type { Desk } from '../../policy/desk.ts'
import { MINUTE_MS } from '../../foundation/durations.ts'

/** The interval between two checks of each protected account, if the platform accepts the rate. */
export const EVERY_MS = 5 * 60_000
/** The calls per minute to a platform that states no rate. */
export const LOOKS_PER_MINUTE = 600
/** The calls of one check of an account: its state, its facts, and its public page. */
const CALLS_EACH = 3

/**
 * Returns the interval between two checks of one account, so that all calls together stay within the platform's rate.
 * Pure.
 */
export const everyMs = (accounts: number, looksPerMinute: number): number =>
  Math.max(EVERY_MS, Math.ceil((accounts * CALLS_EACH * MINUTE_MS) / looksPerMinute))

/**
 * Spreads the checks of one process over time, also after an outage when all are due at once. Each process keeps to the
 * platform's rate on its own.
 */
export class Pace {
  #nextMs = 0
  readonly #stated = new Stated()

  /**
   * Waits until a subject may be checked with this number of calls. Returns the calls per minute that the platform
   * accepts.
   */
  async next({ platform }: Pick<Desk, 'platform'>, calls = CALLS_EACH): Promise<number> {
    const looksPerMinute = (await this.#stated.read(platform))?.looksPerMinute ?? LOOKS_PER_MINUTE
    const now = performance.now()
    const waitMs = this.#nextMs - now
    this.#nextMs = Math.max(now, this.#nextMs) + (calls * MINUTE_MS) / looksPerMinute
    if (waitMs > 0) await pause(waitMs)
    return looksPerMinute
  }
}
