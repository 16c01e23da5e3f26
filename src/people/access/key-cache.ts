import type { Caller, KeyCaller } from '../../foundation/domain.ts'

/** The longest time for which a revoked key is still accepted: within the promised second. */
const KEPT_MS = 500
const KEYS_MAX = 1_000

/**
 * Caches API keys for half a second, so that thousands of reports a second need no lookup each. People are never
 * cached: a person's end applies to their next request.
 */
export class KeyCache {
  readonly #known = new Map<string, { caller: KeyCaller; untilMs: number }>()

  find(bearer: string): KeyCaller | undefined {
    const found = this.#known.get(bearer)
    if (found === undefined) return undefined
    if (found.untilMs > performance.now()) return found.caller
    this.#known.delete(bearer)
    return undefined
  }

  /** Caches a caller that was just read, if it is an API key, and returns it. */
  remember(bearer: string, caller: Caller | undefined): Caller | undefined {
    if (caller?.kind !== 'key') return caller
    if (this.#known.size >= KEYS_MAX) this.#known.clear()
    this.#known.set(bearer, { caller, untilMs: performance.now() + KEPT_MS })
    return caller
  }
}
