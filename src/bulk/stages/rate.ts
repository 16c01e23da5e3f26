import { Stated } from '../../foundation/connector/stated.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import { platformOf } from '../../foundation/platforms.ts'
import type { Connector } from '../../foundation/connector/connector.ts'
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

/**
 * The most items that are looked at in one step, so that a platform without room does not hide one with room behind it.
 */
export const LOOKED_AT_MAX = 500

/** The rate of effects that each platform accepts. All bulk actions of one process share it. */
export class Rate {
  readonly #allowances = new Map<string, Allowance>()
  readonly #stated = new Stated()

  /**
   * Returns the items whose effects may start now, in their order. It counts those already running, so a slow platform
   * gets no more than it can do.
   */
  async take<Item extends { subject: string }>(
    { platform }: { platform: Pick<Connector, 'capabilities'> },
    items: readonly Item[],
    underWay: number,
  ): Promise<Item[]> {
    const taken: Item[] = []
    for (const [name, group] of Map.groupBy(items, ({ subject }) => platformOf(parseSubjectKey(subject)))) {
      const [first] = group
      const at = first && parseSubjectKey(first.subject)
      const perMinute = (await this.#stated.read(platform, at))?.effectsPerMinute ?? EFFECTS_PER_MINUTE
      const free = Math.floor(keptOf(perMinute)) - underWay
      taken.push(...group.slice(0, this.#at(name).take(Math.min(group.length, free), perMinute, performance.now())))
    }
    return taken
  }

  /** Gives back items that were counted as started and did not start. */
  giveBack(items: readonly { subject: string }[]): void {
    for (const { subject } of items) this.#at(platformOf(parseSubjectKey(subject))).giveBack(1)
  }

  #at(name: string): Allowance {
    const allowance = this.#allowances.get(name) ?? new Allowance()
    this.#allowances.set(name, allowance)
    return allowance
  }
}
