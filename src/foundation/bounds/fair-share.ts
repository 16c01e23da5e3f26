interface Waiting {
  start: () => void
}

/**
 * Shares a limited number of places among people. A person with no running call starts at once, however many others
 * wait. A person gets a second place only while fewer than `max` places are taken. Among several such people the one
 * served longest ago is first. So one person waits for at most one call of each other person. `strict`: no more than
 * `max` places are ever taken, and a person without a running call waits for a turn too.
 */
export class FairShare {
  readonly #max: number
  readonly #isStrict: boolean
  readonly #running = new Map<string, number>()
  /** The people in the order of their turns: a person who was just served moves to the end. */
  readonly #waiting = new Map<string, Waiting[]>()
  #total = 0

  constructor(max: number, { strict = false } = {}) {
    this.#max = max
    this.#isStrict = strict
  }

  /** The number of calls of `enter` that wait for a place, by all people together. */
  get waiting(): number {
    return [...this.#waiting.values()].reduce((sum, { length }) => sum + length, 0)
  }

  /**
   * Resolves with a function that releases the place and may be called more than once. Rejects, without taking a place,
   * if the signal says that the caller gave up.
   */
  enter(person: string, signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted()
    if ((!this.#isStrict && !this.#running.has(person)) || (this.#total < this.#max && this.#waiting.size === 0)) {
      return Promise.resolve(this.#take(person))
    }
    const { promise, resolve, reject } = Promise.withResolvers<() => void>()
    const waiting: Waiting = { start: () => resolve(this.#take(person)) }
    const own = this.#waiting.get(person) ?? []
    own.push(waiting)
    this.#waiting.set(person, own)
    signal?.addEventListener('abort', () => this.#forget(person, waiting) && reject(signal.reason), { once: true })
    return promise
  }

  #take(person: string): () => void {
    this.#total++
    this.#running.set(person, (this.#running.get(person) ?? 0) + 1)
    let left = false
    return () => {
      if (left) return
      left = true
      this.#leave(person)
    }
  }

  #leave(person: string): void {
    this.#total--
    const running = (this.#running.get(person) ?? 1) - 1
    if (running > 0) this.#running.set(person, running)
    else this.#running.delete(person)
    if (!this.#isStrict && running === 0 && this.#waiting.has(person)) this.#startNext(person)
    while (this.#total < this.#max) {
      const [next] = this.#waiting.keys()
      if (next === undefined) return
      this.#startNext(next)
    }
  }

  #startNext(person: string): void {
    const own = this.#waiting.get(person) ?? []
    const first = own.shift()
    this.#waiting.delete(person)
    if (own.length > 0) this.#waiting.set(person, own)
    first?.start()
  }

  #forget(person: string, waiting: Waiting): boolean {
    const own = this.#waiting.get(person) ?? []
    const at = own.indexOf(waiting)
    if (at < 0) return false
    own.splice(at, 1)
    if (own.length === 0) this.#waiting.delete(person)
    return true
  }
}
