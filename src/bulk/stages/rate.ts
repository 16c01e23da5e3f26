import { Stated } from '../../foundation/connector/stated.ts'
import type { Desk } from '../../policy/desk.ts'
import { MINUTE_MS } from '../../foundation/durations.ts'

/** How many effects in a minute a platform is asked for that doesn't say how many it bears. */
const EFFECTS_PER_MINUTE = 600
/** What was not used of so much time may be made up for at once, so that a short wait for something else costs nothing. */
const KEPT_MS = 2_000
const keptOf = (perMinute: number): number => Math.max(1, (perMinute * KEPT_MS) / MINUTE_MS)

/** How many of something may be begun so that no more of it are begun than a rate allows, but for what is made up for. Pure but for what was taken. */
export class Allowance {
  #left = 0
  #untilMs: number | undefined

  /** How many of `most` may be begun at this moment; they count as begun. */
  take(most: number, perMinute: number, nowMs: number): number {
    const sinceMs = this.#untilMs === undefined ? KEPT_MS / 2 : Math.max(0, nowMs - this.#untilMs)
    this.#untilMs = nowMs
    this.#left = Math.min(keptOf(perMinute), this.#left + (perMinute * sinceMs) / MINUTE_MS)
    const taken = Math.max(0, Math.min(most, Math.floor(this.#left)))
    this.#left -= taken
    return taken
  }

  /** Of those that were taken, so many were not begun. */
  giveBack(count: number): void {
    this.#left += count
  }
}

/** How many effects the platform bears, as it says itself, shared by all bulk actions that one process works on. */
export class Rate {
  readonly #allowance = new Allowance()
  readonly #stated = new Stated()

  /** How many of `most` may be begun now, with those on their way already, so that a slow platform is not asked for more than it does. */
  async take({ platform }: Pick<Desk, 'platform'>, most: number, underWay: number): Promise<number> {
    const perMinute = (await this.#stated.read(platform))?.effectsPerMinute ?? EFFECTS_PER_MINUTE
    const free = Math.floor(keptOf(perMinute)) - underWay
    return this.#allowance.take(Math.min(most, free), perMinute, performance.now())
  }

  giveBack(count: number): void {
    this.#allowance.giveBack(count)
  }
}
