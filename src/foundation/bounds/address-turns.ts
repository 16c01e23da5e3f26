import type { DeskError } from '../errors.ts'
import { sourceOf } from './attempt-limit.ts'
import { FairShare } from './fair-share.ts'
import { Places } from './places.ts'

interface Limits {
  /** The pieces of work at a time. */
  running: number
  /** Those that run or wait. */
  max: number
  maxEach: number
}

/**
 * Runs few pieces of work of strangers at a time. Further ones wait, and their addresses take turns. Those beyond the
 * share of their address, or displaced by another address, are refused with the error of `busy`.
 */
export class AddressTurns {
  readonly #places: Places
  readonly #share: FairShare
  readonly #busy: () => DeskError

  constructor({ running, max, maxEach }: Limits, busy: () => DeskError) {
    this.#places = new Places({ max, maxEach })
    this.#share = new FairShare(running, { strict: true })
    this.#busy = busy
  }

  async run<T>(address: string, work: () => Promise<T>): Promise<T> {
    const displaced = new AbortController()
    const release = this.#places.take(address, () => displaced.abort(this.#busy()))
    if (release === undefined) throw this.#busy()
    try {
      const leave = await this.#share.enter(sourceOf(address), displaced.signal)
      return await work().finally(leave)
    } finally {
      release()
    }
  }
}
