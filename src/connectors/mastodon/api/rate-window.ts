import { ConnectorError } from '../../../foundation/connector/connector.ts'
import { SECOND_MS } from '../../../foundation/durations.ts'
import { message } from '../../../foundation/messages/message.ts'
import { renderMessage } from '../../../foundation/messages/render-message.ts'

/**
 * The importance of a request. A restore and the reads around it are always sent. A restriction leaves some requests of
 * the limit to them, and a read for a person's screen leaves more.
 */
export type Importance = 'restore' | 'restrict' | 'read'

/** The share of the limit that stays free for more important requests. */
const LEFT_FREE: Readonly<Record<Importance, number>> = { restore: 0, restrict: 0.2, read: 0.35 }
/** Mastodon's documented window. A time further ahead would let a wrong header silence the desk. */
const WINDOW_MS = 5 * 60_000
/** The pause after a refusal that states no time. */
const UNSTATED_PAUSE_MS = 60_000

/** The rate limit of a Mastodon server, as its answers state it. */
export class RateWindow {
  readonly #now: () => Date
  #limit = 0
  #remaining = Number.POSITIVE_INFINITY
  #resetMs = 0

  constructor(now: () => Date) {
    this.#now = now
  }

  /** Throws when a request of this importance would use what stays free for more important ones. */
  check(importance: Importance): void {
    const restMs = this.#resetMs - this.#now().getTime()
    const isFree = this.#remaining > this.#limit * LEFT_FREE[importance]
    if (importance !== 'restore' && restMs > 0 && !isFree) throw overLimit(restMs)
  }

  /** Takes over the limit that an answer states. Returns the failure of a refused request. */
  record(status: number, headers: Headers): ConnectorError | undefined {
    const nowMs = this.#now().getTime()
    const [limit, remaining] = ['limit', 'remaining'].map((name) => readCount(headers.get(`x-ratelimit-${name}`)))
    const statedMs = Date.parse(headers.get('x-ratelimit-reset') ?? '') - nowMs
    const restMs = Number.isNaN(statedMs) ? undefined : Math.min(Math.max(statedMs, 0), WINDOW_MS)
    if (limit !== undefined && remaining !== undefined && restMs !== undefined) {
      this.#limit = limit
      this.#remaining = remaining
      this.#resetMs = nowMs + restMs
    }
    if (status !== 429) return undefined
    const waitMs = restMs ?? UNSTATED_PAUSE_MS
    this.#remaining = 0
    this.#resetMs = nowMs + waitMs
    return overLimit(waitMs)
  }
}

const readCount = (text: string | null): number | undefined =>
  text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined

const overLimit = (restMs: number): ConnectorError =>
  new ConnectorError(
    'over_budget',
    renderMessage(message('attention.mastodon.rate', { seconds: Math.ceil(restMs / SECOND_MS) })),
    { retryAfterMs: restMs },
  )
