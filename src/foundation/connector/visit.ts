import type { Visit } from './connector.ts'
import { guardedFetch } from '../outgoing/guarded-fetch.ts'

const VISIT_TIMEOUT_MS = 5_000
/** What a public page answers about something that isn't shown to whoever comes by. */
const NOT_SHOWN: readonly number[] = [401, 403, 404, 410, 451]

export interface VisitorOptions {
  /** The platform's own address: what stands beside it may be visited wherever it is. */
  url: string
  allowPrivate?: readonly string[]
  timeoutMs?: number
}

/**
 * Looks at public addresses as anybody on the internet does: no signature, no session, no redirect followed. The platform names
 * the address, so nothing on a private network is reached by it but the platform's own host.
 */
export function visitor({ url, allowPrivate = [], timeoutMs = VISIT_TIMEOUT_MS }: VisitorOptions) {
  const own = new URL(url)
  const atOwnHost = guardedFetch({ allowPrivate })
  const elsewhere = guardedFetch({ allowPrivate, ownMachine: false })
  return async (address: string): Promise<Visit> => {
    const at = URL.parse(address)
    if (at === null || !['http:', 'https:'].includes(at.protocol)) return 'unknown'
    const fetching = at.host === own.host ? atOwnHost : elsewhere
    try {
      const answer = await fetching(address, { signal: AbortSignal.timeout(timeoutMs) })
      await answer.body?.cancel()
      return NOT_SHOWN.includes(answer.status) ? 'not_shown' : answer.ok ? 'shown' : 'unknown'
    } catch {
      return 'unknown'
    }
  }
}
