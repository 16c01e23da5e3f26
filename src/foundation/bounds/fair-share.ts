interface Waiting {
  start: () => void
}

/**
 * Shares places among people. Whoever has nothing under way starts at once, however many others want a place; what goes beyond
 * one each starts only while fewer than `max` are under way in all, and goes to whoever waits and was served longest ago. So
 * nobody waits for more than one of each other person's, whatever those send.
 */
export class FairShare {
  readonly #max: number
  readonly #running = new Map<string, number>()
  /** In the order in which people are next: whoever was just served goes to the end. */
  readonly #waiting = new Map<string, Waiting[]>()
  #total = 0

  constructor(max: number) {
    this.#max = max
  }

  /** How many wait for a place. */
  get waiting(): number {
    return [...this.#waiting.values()].reduce((sum, { length }) => sum + length, 0)
  }

  /**
   * Resolves with how to leave the place, which may be called more than once; rejects, without taking one, if the signal says
   * that nobody wants it any more.
   */
  enter(person: string, signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted()
    if (!this.#running.has(person) || (this.#total < this.#max && this.#waiting.size === 0)) {
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
    if (running === 0 && this.#waiting.has(person)) this.#startNext(person)
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
