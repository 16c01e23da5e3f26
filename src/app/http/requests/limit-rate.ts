import type { FastifyInstance } from 'fastify'
import type { Caller } from '../../../foundation/domain.ts'
import { message } from '../../../foundation/messages/message.ts'
import { DeskError } from '../../../foundation/errors.ts'
import { CALLER } from '../../../people/access/caller.ts'
import { findRight, nameRoute } from '../enforce-rights.ts'

/** The requests that a caller may send at once, and the further ones per second. */
export interface Rate {
  burst: number
  perSecond: number
}
export type Rates = Readonly<Record<Caller['kind'], Rate>>

/**
 * A person's rate: far above what they or their console send. A machine's rate: above what one desk gets from one
 * platform.
 */
export const RATES: Rates = {
  staff: { burst: 1_000, perSecond: 50 },
  key: { burst: 20_000, perSecond: 10_000 },
}
const CALLERS_MAX = 10_000

/**
 * Refuses callers above their rate. Requests over the restores' own connections are never limited: stops, restores,
 * freezes and urgent reads get through from any caller at any rate. Each process counts by itself.
 */
export function limitRates(app: FastifyInstance, rates: Rates): void {
  const buckets = new Map<string, Bucket>()
  app.addHook('onRequest', async (request, reply) => {
    const caller = request.getDecorator<Caller | null>(CALLER)
    if (caller === null || isNeverLimited(request.method, request.routeOptions.url)) return
    const name = `${caller.kind}:${caller.id}`
    const bucket = buckets.get(name) ?? new Bucket(rates[caller.kind])
    if (!buckets.has(name)) {
      if (buckets.size >= CALLERS_MAX) buckets.clear()
      buckets.set(name, bucket)
    }
    const isTaken = bucket.take()
    reply.headers({ 'ratelimit-policy': formatPolicy(caller.kind, rates), ratelimit: bucket.format(caller.kind) })
    if (isTaken) return
    throw new DeskError('too_many', message('request.tooMany'))
  })
}

/**
 * Routes with a rate of their own: they use the restores' connections, are expensive or leave rows, and restore
 * nothing.
 */
const LIMITED: ReadonlySet<string> = new Set([
  'GET /v1/enforcements',
  'GET /v1/enforcements/:enforcementId',
  'GET /v1/live',
  'GET /v1/events',
  'POST /v1/signings',
  'POST /v1/enforcements/:enforcementId/reason',
  'POST /v1/freezes/:freezeId/reason',
])

export function isNeverLimited(method: string, url: string | undefined): boolean {
  const right = url === undefined ? undefined : findRight(method, url)
  return (
    typeof right === 'object' && 'pool' in right && right.pool === 'restore' && !LIMITED.has(nameRoute(method, url))
  )
}

/** Formats the quota of a caller and its window in seconds (draft-ietf-httpapi-ratelimit-headers). */
function formatPolicy(kind: Caller['kind'], rates: Rates): string {
  const { burst, perSecond } = rates[kind]
  return `"${kind}";q=${burst};w=${Math.ceil(burst / perSecond)}`
}

class Bucket {
  readonly #rate: Rate
  #left: number
  #atMs = performance.now()

  constructor(rate: Rate) {
    this.#rate = rate
    this.#left = rate.burst
  }

  take(): boolean {
    const nowMs = performance.now()
    this.#left = Math.min(this.#rate.burst, this.#left + ((nowMs - this.#atMs) / 1_000) * this.#rate.perSecond)
    this.#atMs = nowMs
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }

  /** Formats the remaining requests, and the seconds until the quota is full again. */
  format(kind: Caller['kind']): string {
    const { burst, perSecond } = this.#rate
    return `"${kind}";r=${Math.floor(this.#left)};t=${Math.ceil((burst - this.#left) / perSecond)}`
  }
}
