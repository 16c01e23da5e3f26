import type { PlatformState } from '../../foundation/domain.ts'
import type { DriftKind, Found } from './drift.ts'
import { changedAt, type Explained, type Look } from './compare.ts'
import type { Kept, DriftReading } from './queries.ts'

/** The time for which the highest reach counts as the one that a loss is measured against. */
const REACH_KEPT_MS = 24 * 3_600_000

/**
 * Returns the known facts of an account after a check. Reported drift counts as known, so it is reported once.
 * Unconfirmed drift keeps the old value, so the next check can find it again. A property that an enforcement restricts
 * keeps its usual value. Pure.
 */
export function learn(
  known: DriftReading,
  { read, facts, visit }: Look,
  seen: { explained: Explained; told: readonly Found[]; doubted: readonly Found[]; now: Date },
): Kept {
  const { explained, doubted, now } = seen
  const kinds = (found: readonly Found[]): DriftKind[] => found.map(({ kind }) => kind)
  const isDoubted = (kind: DriftKind) => kinds(doubted).includes(kind)
  const keep = <T>(kind: DriftKind, before: T | null, read: T | null | undefined): T | null =>
    isDoubted(kind) ? before : (read ?? before)
  const odd = kinds([...seen.told, ...doubted])
  return {
    usual: read === undefined ? known.usual : usualOf(known.usual, read.state, explained, odd),
    handle: keep('handle', known.handle, facts?.handle),
    items: keep('emptied', known.items, numberOf(facts?.items)),
    credentialsChangedAt: read
      ? keep('credentials', known.credentialsChangedAt, changedAt(read))
      : known.credentialsChangedAt,
    ...(isDoubted('reach') ? known : reachOf(known, { read, told: odd.includes('reach'), explained, now })),
    doubt: kinds(doubted),
    visit: visit ?? null,
  }
}

function usualOf(
  before: PlatformState | null,
  now: PlatformState,
  explained: Explained,
  odd: readonly DriftKind[],
): PlatformState {
  // At the first check, a property that an enforcement restricts counts as unrestricted.
  if (before === null) {
    const spread = explained.limited ? 'full' : now.spread
    return {
      visible: explained.hidden || now.visible,
      mayPost: explained.muted || now.mayPost,
      spread,
      labels: now.labels,
    }
  }
  return {
    visible: explained.hidden || odd.includes('offline') ? before.visible : now.visible,
    mayPost: explained.muted || odd.includes('locked') ? before.mayPost : now.mayPost,
    spread: explained.limited || odd.includes('limited') ? before.spread : now.spread,
    labels: now.labels,
  }
}

type ReachKnown = Pick<DriftReading, 'reach' | 'reachAt'>

function reachOf(
  { reach, reachAt }: ReachKnown,
  { read, told, explained, now }: { read: Look['read']; told: boolean; explained: Explained; now: Date },
): ReachKnown {
  const seen = numberOf(read?.reach)
  if (seen === null || read?.state.visible === false || explained.reachPending) return { reach, reachAt }
  const isOld = reachAt === null || now.getTime() - reachAt.getTime() > REACH_KEPT_MS
  return told || isOld || reach === null || seen >= reach ? { reach: seen, reachAt: now } : { reach, reachAt }
}

const numberOf = (fact: number | null | 'absent' | undefined): number | null => (typeof fact === 'number' ? fact : null)
