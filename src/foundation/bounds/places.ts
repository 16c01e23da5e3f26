import { isLoopback, sourceOf } from './attempt-limit.ts'
import { networkOf } from './network-address.ts'

interface Place {
  source: string
  network: string
  /** Ends what holds the place. */
  drop: () => void
}

/**
 * A limited number of places for connections of strangers. One source has at most `maxEach`; loopback has all, because
 * a proxy that isn't configured seems to hold each. When all are taken, the network with the most places loses its
 * oldest one, so a crowd of addresses displaces itself.
 */
export class Places {
  readonly #max: number
  readonly #maxEach: number
  /** The places in the order in which they were taken. */
  readonly #taken = new Set<Place>()

  constructor({ max, maxEach }: { max: number; maxEach: number }) {
    this.#max = max
    this.#maxEach = maxEach
  }

  /**
   * Takes a place for an address, and returns the function that releases it. Undefined: the address has its share.
   * `drop` is called when another takes the place.
   */
  take(address: string, drop: () => void): (() => void) | undefined {
    const place = { source: sourceOf(address), network: networkOf(address) ?? '', drop }
    const own = this.#count((other) => other.source === place.source)
    if (own >= (isLoopback(place.source) ? this.#max : this.#maxEach)) return undefined
    if (this.#taken.size >= this.#max) this.#displaceFor(place)
    this.#taken.add(place)
    return () => void this.#taken.delete(place)
  }

  /** Takes a place from the network that would have the most of all. */
  #displaceFor({ network }: Place): void {
    const counts = new Map([[network, 1]])
    for (const { network: each } of this.#taken) counts.set(each, (counts.get(each) ?? 0) + 1)
    const most = Math.max(...counts.values())
    const oldest = [...this.#taken].find((place) => counts.get(place.network) === most)
    if (oldest === undefined) return
    this.#taken.delete(oldest)
    oldest.drop()
  }

  #count(matches: (place: Place) => boolean): number {
    return [...this.#taken].filter(matches).length
  }
}
