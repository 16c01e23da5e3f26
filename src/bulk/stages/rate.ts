import { Stated } from '../../foundation/connector/stated.ts'
import type { Desk } from '../../policy/desk.ts'
import { MINUTE_MS } from '../../foundation/durations.ts'

/** The effects per minute for a platform that states no rate. */
const EFFECTS_PER_MINUTE = 600
/** The time of unused rate that may be made up at once, so that a short wait costs nothing. */
const KEPT_MS = 2_000
const keptOf = (perMinute: number): number => Math.max(1, (perMinute * KEPT_MS) / MINUTE_MS)

/**
 * Limits how many things start at a rate, with a small carry-over of unused rate. The caller passes the time; the state
 * is its own.
 */
export class Allowance {
  #left = 0
  #untilMs: number | undefined

  /** Returns how many of `most` may start now, and counts them as started. */
  take(most: number, perMinute: number, nowMs: number): number {
    const sinceMs = this.#untilMs === undefined ? KEPT_MS / 2 : Math.max(0, nowMs - this.#untilMs)
    this.#untilMs = nowMs
    this.#left = Math.min(keptOf(perMinute), this.#left + (perMinute * sinceMs) / MINUTE_MS)
    const taken = Math.max(0, Math.min(most, Math.floor(this.#left)))
    this.#left -= taken
    return taken
  }

  /** Returns to the allowance those that were taken and not started. */
  giveBack(count: number): void {
    this.#left += count
  }
}

/** The rate of effects that the platform states. All bulk actions of one process share it. */
export class Rate {
  readonly #allowance = new Allowance()
  readonly #stated = new Stated()

  /**
   * Returns how many of `most` may start now. It counts those under way, so a slow platform gets no more than it can
   * do.
   */
  async take({ platform }: Pick<Desk, 'platform'>, most: number, underWay: number): Promise<number> {
    const perMinute = (await this.#stated.read(platform))?.effectsPerMinute ?? EFFECTS_PER_MINUTE
    const free = Math.floor(keptOf(perMinute)) - underWay
    return this.#allowance.take(Math.min(most, free), perMinute, performance.now())
  }

  giveBack(count: number): void {
    this.#allowance.giveBack(count)
  }
}
