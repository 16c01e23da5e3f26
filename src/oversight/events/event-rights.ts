import type { KeyScope, Role } from '../../foundation/domain.ts'
import { EVENT_KINDS, type EventKind } from './desk-event.ts'

/** Somebody who follows what happens, as they are now. */
export type Follower =
  /** `seesAccounts`: they may look at every account; else even an id would tell them that something happens to it. */
  { kind: 'staff'; roles: readonly Role[]; seesAccounts: boolean } | { kind: 'key'; scopes: readonly KeyScope[] }

/** Whom an event may be told: what it is about is asked for by its own route, which says who may read it. */
const AUDIENCE: Record<EventKind, 'everybody' | 'people' | 'sees accounts' | 'leads people'> = {
  enforcement: 'everybody',
  case: 'everybody',
  appeal: 'everybody',
  queue: 'everybody',
  page: 'everybody',
  freeze: 'everybody',
  breaker: 'everybody',
  bulk_action: 'people',
  change: 'leads people',
  staff: 'leads people',
  account: 'sees accounts',
}

/** The one rule of who hears of what, by whichever way they follow. What concerns people who work here, no machine hears. Pure. */
export function mayHear(kind: EventKind, follower: Follower): boolean {
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

/** What a key with these scopes is told of. */
export const heardBy = (scopes: readonly KeyScope[]): EventKind[] =>
  EVENT_KINDS.filter((kind) => mayHear(kind, { kind: 'key', scopes }))
