import type { KeyScope, Role } from '../../foundation/domain.ts'
import { EVENT_KINDS, type EventKind } from './desk-event.ts'

/** The rights of a caller who follows events, as they are now. */
export type Follower =
  /**
   * `seesAccounts`: the person may look at every account. For others even an id would reveal that something happens to
   * it.
   */
  { kind: 'staff'; roles: readonly Role[]; seesAccounts: boolean } | { kind: 'key'; scopes: readonly KeyScope[] }

/** The audience of each event kind. The thing itself is read by its own route, with that route's rights. */
const AUDIENCE: Record<EventKind, 'everybody' | 'people' | 'sees accounts' | 'leads people'> = {
  enforcement: 'everybody',
  case: 'everybody',
  appeal: 'everybody',
  queue: 'everybody',
  alert: 'everybody',
  freeze: 'everybody',
  breaker: 'everybody',
  bulk_action: 'people',
  change: 'leads people',
  staff: 'leads people',
  account: 'sees accounts',
}

/**
 * True when a follower may get events of this kind, by any way of following. Keys never get events about staff. Pure.
 */
export function mayReceiveEvent(kind: EventKind, follower: Follower): boolean {
  switch (AUDIENCE[kind]) {
    case 'everybody':
      return follower.kind === 'staff' || follower.scopes.includes('events')
    case 'people':
      return follower.kind === 'staff'
    case 'sees accounts':
      return follower.kind === 'staff' ? follower.seesAccounts : follower.scopes.includes('account_events')
    case 'leads people':
      return follower.kind === 'staff' && follower.roles.some((role) => role !== 'reviewer' && role !== 'senior')
  }
}

/** Returns the event kinds that a key with these scopes may follow. */
export const listEventKindsFor = (scopes: readonly KeyScope[]): EventKind[] =>
  EVENT_KINDS.filter((kind) => mayReceiveEvent(kind, { kind: 'key', scopes }))
