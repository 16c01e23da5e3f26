import { Stated } from '../../foundation/connector/stated.ts'
import type { Desk } from '../../policy/desk.ts'
import { MINUTE_MS } from '../../foundation/durations.ts'

/** The effects per minute for a platform that states no rate. */
const EFFECTS_PER_MINUTE = 600
/** The unused time that may be made up at once, so that a short wait costs nothing. */
const KEPT_MS = 2_000
const keptOf = (perMinute: number): number => Math.max(1, (perMinute * KEPT_MS) / MINUTE_MS)

/**
 * Limits how many effects start per minute, and carries over a little unused rate. The caller passes the time; the
 * object keeps the rest.
 */
export class Allowance {
  #left = 0
  #untilMs: number | undefined

  /** Returns how many of `most` effects may start now, and counts them as started. */
  take(most: number, perMinute: number, nowMs: number): number {
    const sinceMs = this.#untilMs === undefined ? KEPT_MS / 2 : Math.max(0, nowMs - this.#untilMs)
    this.#untilMs = nowMs
    this.#left = Math.min(keptOf(perMinute), this.#left + (perMinute * sinceMs) / MINUTE_MS)
    const taken = Math.max(0, Math.min(most, Math.floor(this.#left)))
    this.#left -= taken
    return taken
  }

  /** Gives back effects that were counted as started and did not start. */
  giveBack(count: number): void {
    this.#left += count
  }
}

/** The rate of effects that the platform accepts. All bulk actions of one process share it. */
export class Rate {
  readonly #allowance = new Allowance()
  readonly #stated = new Stated()

  /**
   * Returns how many of `most` effects may start now. It counts those already running, so a slow platform gets no more
   * than it can do.
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
