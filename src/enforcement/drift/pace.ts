import { setTimeout as pause } from 'node:timers/promises'
import { Stated } from '../../foundation/connector/stated.ts'
import type { Desk } from '../../policy/desk.ts'
import { MINUTE_MS } from '../../foundation/durations.ts'

/** Every protected account is looked at this often, where the platform bears it. */
export const EVERY_MS = 5 * 60_000
/** How often in a minute a platform is looked at that doesn't say how often it bears it. */
export const LOOKS_PER_MINUTE = 600
/** Of one account: what it is, what is known of it, and as a visitor. */
const CALLS_EACH = 3

/** How long after one look the next one is, so that all of them stay below what the platform bears. Pure. */
export const everyMs = (accounts: number, looksPerMinute: number): number =>
  Math.max(EVERY_MS, Math.ceil((accounts * CALLS_EACH * MINUTE_MS) / looksPerMinute))

/**
 * Keeps the looks of one process apart, also after a time in which none was possible and all are due at once. Each process
 * keeps to what the platform says by itself.
 */
export class Pace {
  #nextMs = 0
  readonly #stated = new Stated()

  /** Resolves when the next subject may be looked at, by so many calls. Answers how many of them in a minute the platform bears. */
  async next({ platform }: Pick<Desk, 'platform'>, calls = CALLS_EACH): Promise<number> {
    const looksPerMinute = (await this.#stated.read(platform))?.looksPerMinute ?? LOOKS_PER_MINUTE
    const now = performance.now()
    const waitMs = this.#nextMs - now
    this.#nextMs = Math.max(now, this.#nextMs) + (calls * MINUTE_MS) / looksPerMinute
    if (waitMs > 0) await pause(waitMs)
    return looksPerMinute
  }
}
