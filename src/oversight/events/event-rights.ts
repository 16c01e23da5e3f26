import type { KeyScope, Role } from '../../foundation/domain.ts'
import { DEFAULT_PLATFORM } from '../../foundation/platforms.ts'
import type { NumberedEvents } from './event-feed.ts'
import { type DeskEvent, EVENT_KINDS, type EventKind } from './desk-event.ts'

/** The present rights of a caller who listens for events. */
export type Follower =
  /**
   * `seesAccounts`: the person may read every account. Others get no account events: an id alone would reveal that
   * something happens to the account.
   */
  | { kind: 'staff'; roles: readonly Role[]; seesAccounts: boolean }
  | {
      kind: 'key'
      scopes: readonly KeyScope[]
      /** The platform to which the key belongs: it gets events of no other platform. */
      platform: string
    }

/** The callers who get each kind of event. The object itself is read by its own route, with that route's rights. */
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

/** The kinds of events that are about one subject, and so about one platform. */
const OF_ONE_PLATFORM: readonly EventKind[] = ['enforcement', 'case', 'appeal', 'account']

/**
 * True when a listener may get this event of a ledger entry. A key gets events of its own platform and of the whole desk,
 * and none about a subject whose platform is unknown. Pure.
 */
export const mayReceiveEvent = (
  { kind }: DeskEvent,
  { platform }: Pick<NumberedEvents, 'platform'>,
  follower: Follower,
): boolean =>
  mayReceiveKind(kind, follower) &&
  (follower.kind === 'staff' ||
    (platform === undefined ? !OF_ONE_PLATFORM.includes(kind) : platform === follower.platform))

/** True when a listener may get events of this kind, by stream or webhook. Keys never get events about staff. Pure. */
function mayReceiveKind(kind: EventKind, follower: Follower): boolean {
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

/** Returns the kinds of events that an API key with these scopes may get. */
export const listEventKindsFor = (scopes: readonly KeyScope[]): EventKind[] =>
  EVENT_KINDS.filter((kind) => mayReceiveKind(kind, { kind: 'key', scopes, platform: DEFAULT_PLATFORM }))
