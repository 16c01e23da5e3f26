import type { AccountFacts, ReadBack } from '@countersign/platform-kit'
import type { Visit } from '../../foundation/connector/connector.ts'
import type { PlatformState } from '../../foundation/domain.ts'
import { type DriftKind, type Found, stateOf, takenOf } from './drift.ts'

/** The results of one check of an account at the platform. */
export interface Look {
  /** The state that the platform reported. Undefined: it has no such account. */
  read: ReadBack | undefined
  facts: AccountFacts | undefined
  /** The result of opening the account's public page. Undefined: the platform stated no address. */
  visit: Visit | undefined
}

/** The facts of an account that were known before the check. */
export interface Known {
  handle: string | null
  reach: number | null
  items: number | null
  credentialsChangedAt: Date | null
}

/** The differences that active enforcements explain: those in effect, on their way, or being undone. */
export interface Explained {
  hidden: boolean
  muted: boolean
  limited: boolean
  /** True while a restore waits for the account's reach, which another job checks. */
  reachPending: boolean
  /** The start of the last lock. New credentials of the owner are the purpose of a lock, and no drift. */
  lockedSince: Date | null
  /** The number of the account's contents that enforcements removed in the last day. */
  removed: number
}

/** Smaller losses are not reported, because the account's owner causes them too. */
const REACH_LOST_SHARE = 0.2
const ITEMS_LOST_SHARE = 0.5
const ITEMS_LOST_MIN = 10

const EXPLAINED_BY = {
  offline: 'hidden',
  locked: 'muted',
  limited: 'limited',
} as const satisfies Partial<Record<DriftKind, keyof Explained>>

/**
 * Finds the drift in one check. A missing answer is no drift: a fact that the platform does not state just now, or a
 * page that did not open. Pure.
 */
export function compare(shouldBe: PlatformState, known: Known, look: Look, explained: Explained): Found[] {
  const { read, facts } = look
  if (read === undefined) return [stateOf('gone')]
  const taken = takenOf(shouldBe, read.state).filter(({ kind }) => !isExplained(kind, explained))
  const isUp = read.state.visible && !explained.hidden
  return [
    ...taken,
    ...(isUp && look.visit === 'not_shown' ? [stateOf('unseen')] : []),
    ...(isUp && !explained.reachPending ? reachOf(known, read) : []),
    ...itemsOf(known, facts, explained),
    ...handleOf(known, facts),
    ...credentialsOf(known, read, explained),
  ]
}

function isExplained(kind: DriftKind, explained: Explained): boolean {
  return kind in EXPLAINED_BY && explained[EXPLAINED_BY[kind as keyof typeof EXPLAINED_BY]]
}

function reachOf({ reach: was }: Known, { reach: now }: ReadBack): Found[] {
  if (was === null || typeof now !== 'number' || now > was * (1 - REACH_LOST_SHARE)) return []
  return was === now ? [] : [{ kind: 'reach', was: `${was}`, isNow: `${now}` }]
}

function itemsOf({ items: was }: Known, facts: AccountFacts | undefined, { removed }: Explained): Found[] {
  const now = facts?.items
  if (was === null || typeof now !== 'number') return []
  const lost = was - now - removed
  const isMost = lost >= ITEMS_LOST_MIN && lost >= was * ITEMS_LOST_SHARE
  return isMost ? [{ kind: 'emptied', was: `${was}`, isNow: `${now}` }] : []
}

function handleOf({ handle: was }: Known, facts: AccountFacts | undefined): Found[] {
  const now = facts?.handle
  return was === null || now === undefined || now === was ? [] : [{ kind: 'handle', was, isNow: now }]
}

function credentialsOf(known: Known, read: ReadBack, { lockedSince }: Explained): Found[] {
  const now = changedAt(read)
  const before = known.credentialsChangedAt
  if (now === null || before === null || now <= before) return []
  if (lockedSince !== null && now > lockedSince) return []
  return [{ kind: 'credentials', was: before.toISOString(), isNow: now.toISOString() }]
}

/**
 * Returns the time of the last change of the credentials. Without one it is the beginning of time, so that the first
 * change counts.
 */
export function changedAt({ credentialsChangedAt, credentialsResetAt }: ReadBack): Date | null {
  const times = [credentialsChangedAt, credentialsResetAt].map((text) => Date.parse(text ?? ''))
  const known = times.filter((time) => !Number.isNaN(time))
  return new Date(known.length === 0 ? 0 : Math.max(...known))
}
