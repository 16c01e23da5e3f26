/** A map of at most `max` entries. At its limit the entry that was stored longest ago makes room. */
export class BoundedMap<Key, Value> {
  readonly #max: number
  readonly #stored = new Map<Key, Value>()

  constructor(max: number) {
    this.#max = max
  }

  get size(): number {
    return this.#stored.size
  }

  get(key: Key): Value | undefined {
    return this.#stored.get(key)
  }

  delete(key: Key): void {
    this.#stored.delete(key)
  }

  set(key: Key, value: Value): void {
    this.#stored.delete(key)
    const [oldest] = this.#stored.keys()
    if (this.#stored.size >= this.#max && oldest !== undefined) this.#stored.delete(oldest)
    this.#stored.set(key, value)
  }
}
