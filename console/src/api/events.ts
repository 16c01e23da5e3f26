import type { QueryClient } from '@tanstack/react-query'

interface DeskEvent {
  kind: 'order' | 'case' | 'account' | 'change' | 'page' | 'freeze' | 'staff' | 'queue'
  id: string
}

/** The one place that knows what an event makes stale. */
const STALE: Record<DeskEvent['kind'], (id: string) => readonly (readonly string[])[]> = {
  order: (id) => [['order', id], ['orders'], ['countersign']],
  case: (id) => [['case', id], ['queue']],
  account: (id) => [['account', id]],
  change: () => [['changes'], ['guards'], ['team']],
  page: () => [['pages']],
  freeze: () => [['freezes']],
  staff: () => [['team'], ['me']],
  queue: () => [['queue']],
}

/** Follows what happens at the desk; answers how to stop. `tell`: whether it is being followed, and since when not. */
export function listen(client: QueryClient, tell: (live: boolean) => void): () => void {
  const source = new EventSource('/v1/events')
  source.addEventListener('open', () => {
    tell(true)
    void client.invalidateQueries() // Whatever was missed is stale.
  })
  source.addEventListener('error', () => tell(false))
  source.addEventListener('stale', () => void client.invalidateQueries())
  source.addEventListener('desk', (event) => {
    const { kind, id } = JSON.parse(event.data) as DeskEvent
    for (const queryKey of STALE[kind](id)) void client.invalidateQueries({ queryKey })
  })
  return () => source.close()
}
