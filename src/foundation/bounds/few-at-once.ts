import type { DeskError } from '../errors.ts'

/** Runs at most `max` pieces of work at a time, and refuses further ones with the error of `busy`. */
export class FewAtOnce {
  readonly #max: number
  readonly #busy: () => DeskError
  #running = 0

  constructor(max: number, busy: () => DeskError) {
    this.#max = max
    this.#busy = busy
  }

  get isFull(): boolean {
    return this.#running >= this.#max
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.isFull) throw this.#busy()
    this.#running += 1
    try {
      return await work()
    } finally {
      this.#running -= 1
    }
  }
}
