import type { QueryClient } from '@tanstack/react-query'
import { gatherStale } from './gather-stale.ts'
import { findOtherPolicies } from './other-policies.ts'

interface DeskEvent {
  kind:
    | 'enforcement'
    | 'case'
    | 'account'
    | 'change'
    | 'appeal'
    | 'alert'
    | 'freeze'
    | 'breaker'
    | 'staff'
    | 'queue'
    | 'bulk_action'
  id: string
}

/** The query keys that each kind of event makes stale: the only place that knows. */
const STALE: Record<DeskEvent['kind'], (id: string) => readonly (readonly string[])[]> = {
  enforcement: (id) => [['enforcement', id], ['enforcements'], ['countersign'], ['restores']],
  case: (id) => [['case', id], ['queue']],
  account: (id) => [['account', id]],
  appeal: () => [['bulk_actions'], ['queue']],
  change: () => [['changes'], ['guards'], ['team'], ['budgets'], ['organisation'], ['automation'], ['me']],
  alert: () => [['alerts'], ['drifts'], ['me'], ['drift-detection']],
  freeze: () => [['freezes'], ['enforcements', 'live']],
  breaker: () => [['budgets'], ['enforcements']],
  staff: () => [['team'], ['me']],
  queue: () => [['queue']],
  // The desk sends no event for each enforcement of a bulk action, so the one on the page may be one of these.
  bulk_action: () => [['bulk_actions'], ['enforcement'], ['enforcements'], ['restores']],
}

interface Listener {
  /** Called with true while events arrive, and with false when they stop. */
  live: (live: boolean) => void
  /** Called with the time of the desk. */
  time: (now: string) => void
}

/**
 * The desk sends the time every ten seconds: after this silence the stream counts as broken, even if it is still open.
 */
const SILENT_MS = 30_000

/** Reading the desk takes less: a page begun so long ago may hold older data, and reads everything again. */
const NEW_PAGE_S = 60
/** The longest that a change takes from its time in the ledger to being readable, by the time limit of a statement. */
const WRITTEN_WITHIN_S = 30

/**
 * Follows the desk's events; returns the function that stops it. A page that was just opened is told what happened since a
 * little before. An older one, and one that missed events, reads everything again.
 */
export function listen(client: QueryClient, tell: Listener): () => void {
  const age = Math.ceil(performance.now() / 1_000)
  let isCurrent = age <= NEW_PAGE_S
  const source = new EventSource(isCurrent ? `/v1/events?seconds=${age + WRITTEN_WITHIN_S}` : '/v1/events')
  const gathered = gatherStale((queryKey, isRepeat) => {
    const isLeft = isRepeat && client.isFetching({ queryKey }) > 0
    void client.invalidateQueries({ queryKey }, { cancelRefetch: !isRepeat })
    return isLeft
  })
  let silence: ReturnType<typeof setTimeout> | undefined
  const heard = () => {
    tell.live(true)
    clearTimeout(silence)
    silence = setTimeout(() => tell.live(false), SILENT_MS)
  }
  source.addEventListener('open', () => {
    heard()
    if (!isCurrent) void client.invalidateQueries()
    isCurrent = false
  })
  source.addEventListener('error', () => {
    tell.live(false)
    // The stream ends with the session: this query then finds the caller signed out.
    void client.invalidateQueries({ queryKey: ['me'] })
  })
  source.addEventListener('stale', () => void client.invalidateQueries())
  const learnPolicies = findOtherPolicies({
    readHash: () => client.getQueryData<{ hash: string }>(['policies'])?.hash,
    makeStale: (queryKey) => void client.invalidateQueries({ queryKey }),
  })
  source.addEventListener('time', ({ data }) => {
    heard()
    const { now, policies } = JSON.parse(data) as { now: string; policies?: string }
    tell.time(now)
    learnPolicies(policies)
  })
  source.addEventListener('desk', ({ data }) => {
    heard()
    const { kind, id } = JSON.parse(data) as DeskEvent
    gathered.add(STALE[kind](id))
  })
  return () => {
    clearTimeout(silence)
    gathered.stop()
    source.close()
  }
}
