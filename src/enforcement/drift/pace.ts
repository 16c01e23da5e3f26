import { setTimeout as pause } from 'node:timers/promises'
import { Stated } from '../../foundation/connector/stated.ts'
import type { Subject } from '../../foundation/domain.ts'
import { platformOf } from '../../foundation/platforms.ts'
import type { Connector } from '../../foundation/connector/connector.ts'
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

/** The longest wait for a turn within a job. A platform with a longer one must not keep the worker from the others. */
const WAIT_MS_MAX = 1_000

/** The turn of a check. `laterMs` above 0: not now, because the platform has no room until then. */
interface Turn {
  looksPerMinute: number
  laterMs: number
}

/**
 * Spreads the checks of one process over time, also after an outage when all are due at once. Each process keeps to the
 * rate of each platform on its own.
 */
export class Pace {
  readonly #nextMs = new Map<string, number>()
  readonly #stated = new Stated()

  /** Waits until a subject may be checked with this number of calls, or states that this takes too long. */
  async next(
    { platform }: { platform: Pick<Connector, 'capabilities'> },
    subject: Subject,
    calls = CALLS_EACH,
  ): Promise<Turn> {
    const looksPerMinute = (await this.#stated.read(platform, subject))?.looksPerMinute ?? LOOKS_PER_MINUTE
    const name = platformOf(subject)
    const now = performance.now()
    const nextMs = Math.max(now, this.#nextMs.get(name) ?? 0)
    const waitMs = nextMs - now
    if (waitMs > WAIT_MS_MAX) return { looksPerMinute, laterMs: waitMs }
    this.#nextMs.set(name, nextMs + (calls * MINUTE_MS) / looksPerMinute)
    if (waitMs > 0) await pause(waitMs)
    return { looksPerMinute, laterMs: 0 }
  }
}
