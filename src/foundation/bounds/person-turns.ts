import type { DeskError } from '../errors.ts'
import { FairShare } from './fair-share.ts'

interface Limits {
  /** The pieces of work at a time, of all people together. */
  running: number
  /** The pieces of work of one person that run or wait. */
  maxEach: number
}

/**
 * Runs slow work of people, one piece of each person at a time and few in all. Further ones wait, and people take turns.
 * Those beyond the share of a person are refused with the error of `busy`.
 */
export class PersonTurns {
  readonly #share: FairShare
  readonly #maxEach: number
  readonly #busy: () => DeskError
  /** For each person the number of pieces that run or wait, and the end of the last one. */
  readonly #people = new Map<string, { count: number; last: Promise<void> }>()

  constructor({ running, maxEach }: Limits, busy: () => DeskError) {
    this.#share = new FairShare(running, { strict: true })
    this.#maxEach = maxEach
    this.#busy = busy
  }

  async run<T>(person: string, work: () => Promise<T>): Promise<T> {
    const own = this.#people.get(person) ?? { count: 0, last: Promise.resolve() }
    if (own.count >= this.#maxEach) throw this.#busy()
    this.#people.set(person, own)
    own.count += 1
    const before = own.last
    const { promise: ended, resolve: end } = Promise.withResolvers<void>()
    own.last = ended
    try {
      await before
      const leave = await this.#share.enter(person)
      return await work().finally(leave)
    } finally {
      own.count -= 1
      if (own.count === 0) this.#people.delete(person)
      end()
    }
  }
}
