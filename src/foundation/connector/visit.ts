import type { Visit } from './connector.ts'
import { guardedFetch } from '../outgoing/guarded-fetch.ts'

const VISIT_TIMEOUT_MS = 5_000
/** The statuses with which a public page says that it is not shown to a visitor. */
const NOT_SHOWN: readonly number[] = [401, 403, 404, 410, 451]

interface VisitorOptions {
  /** The platform's own address: pages on its host may be opened on any network, private ones included. */
  url: string
  allowPrivate?: readonly string[]
  timeoutMs?: number
}

/**
 * Opens public addresses as any visitor does: no signature, no session, no redirect followed. The platform supplies the
 * address, so it may lead to no private network except the platform's own host.
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
