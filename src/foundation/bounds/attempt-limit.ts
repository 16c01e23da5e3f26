import { groupsOf, plainAddress } from './network-address.ts'

const SOURCES_MAX = 10_000
/** The groups of an IPv6 address that name one network: one household or machine often has every address in it. */
const IPV6_GROUPS = 4
const LOOPBACK = 'loopback'
/** The most people expected to sign in within one minute through a proxy that the configuration doesn't name. */
const LOOPBACK_SHARES = 20

/**
 * Limits how often one source may fail, or ask, within a time. A source is the sender's address or, behind the sign-in,
 * the id of a person. It is never the account that an attempt is about, so a stranger can't lock a person out by trying in their name. Loopback has LOOPBACK_SHARES
 * times the limit: behind a proxy that isn't configured every request seems to come from there, and one sender could
 * lock out all.
 */
export class AttemptLimit {
  readonly #max: number
  readonly #windowMs: number
  readonly #now: () => number
  readonly #seen = new Map<string, { count: number; untilMs: number }>()

  constructor({ max, windowMs, now = () => performance.now() }: { max: number; windowMs: number; now?: () => number }) {
    this.#max = max
    this.#windowMs = windowMs
    this.#now = now
  }

  /** True when this source has used up its attempts, or has fewer left than it is about to make. */
  isOver(address: string, attempts = 1): boolean {
    const source = sourceOf(address)
    const found = this.#seen.get(source)
    const max = isLoopback(source) ? this.#max * LOOPBACK_SHARES : this.#max
    const used = found !== undefined && found.untilMs > this.#now() ? found.count : 0
    return used + attempts > max
  }

  /** Counts attempts of this source if it has enough left. False: it has not, and none is counted. */
  admit(address: string, attempts = 1): boolean {
    if (this.isOver(address, attempts)) return false
    this.count(address, attempts)
    return true
  }

  count(address: string, attempts = 1): void {
    const source = sourceOf(address)
    const found = this.#seen.get(source)
    if (found !== undefined && found.untilMs > this.#now()) {
      found.count += attempts
      return
    }
    // At the size limit the oldest source is forgotten: that allows new attempts and locks no person out.
    const [oldest] = this.#seen.keys()
    if (this.#seen.size >= SOURCES_MAX && oldest !== undefined) this.#seen.delete(oldest)
    this.#seen.delete(source)
    this.#seen.set(source, { count: attempts, untilMs: this.#now() + this.#windowMs })
  }
}

/** Returns the network of an address, which counts as one sender. */
export function sourceOf(address: string): string {
  const plain = plainAddress(address)
  if (plain === '::1' || /^127\.[\d.]+$/.test(plain)) return LOOPBACK
  return plain.includes(':') ? groupsOf(plain).slice(0, IPV6_GROUPS).join(':') : plain
}

/** True for the loopback network: all its addresses are one source. */
export const isLoopback = (source: string): boolean => source === LOOPBACK
