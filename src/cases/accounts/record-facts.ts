import { message } from '../../foundation/messages/message.ts'
import type { AccountFacts, ContentFacts } from '@countersign/platform-kit'
import { type Actor, accountKey } from '../../foundation/domain.ts'
import { protectedBy } from '../../policy/requirements/protected.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { refuseUnstorable } from '../../foundation/database/refuse-unstorable.ts'
import { checkMedia } from '../contents/check-media.ts'
import { checkTime } from '../intake/check-time.ts'
import { queueContentLocks } from '../contents/content-lock.ts'
import {
  type AccountUpdate,
  type ContentRecord,
  type KnownAccount,
  listAccounts,
  queueAccountRowLocks,
  PLATFORM_SOURCE,
  queueRaisedFacts,
  queueAccounts,
  queueItemsOfCases,
  updateCaseAccounts,
  upsertContents,
} from './facts-queries.ts'
import { queueLookalikes } from '../lookalikes/lookalike-queries.ts'
import { listShownSince, queueMedia } from '../contents/media-queries.ts'
import { type AccountReading, type AccountRecord, mergeAccount } from './merge-account.ts'
import { returnChanged } from './return-changed.ts'

/**
 * Facts up to this far in the future count as read now, because clocks differ by seconds. Later ones would block all
 * newer facts, so they are refused. PostgreSQL enforces it too.
 */
const FUTURE_SKEW_MAX_MS = 5_000

/**
 * The outcome of storing facts. `older`: newer facts stay, but its reach and protective tags still count. `in_future`:
 * nothing was stored. `other_author`: nothing was stored, because only the platform itself may name another author.
 */
export type FactsOutcome = 'recorded' | 'older' | 'in_future' | 'other_author'

/** The reason for refusing facts that name another author, and the remedy. */
export const OTHER_AUTHOR = message('facts.otherAuthor')

/** The source and time that all facts of one reading share. */
interface ReadingOf {
  source: string
  factsAt: string
}

export interface AccountToRecord extends ReadingOf {
  account: AccountFacts
}

export interface ContentToRecord extends ReadingOf {
  content: ContentFacts & { language?: string }
}

/**
 * Stores facts of accounts and returns an outcome for each, in order. It locks the account rows, so concurrent calls
 * lose no higher reach and no protective tag. It recomputes protection, and adds a ledger entry when protection changes
 * or is first known.
 */
export async function recordAccountFacts(
  tx: Tx,
  by: Actor,
  given: readonly AccountToRecord[],
): Promise<FactsOutcome[]> {
  const read = given.map(toReading)
  const future = listFuture(tx, read)
  const readings = read.map((reading) => clampToNow(tx, reading))
  const taken = readings.filter((_reading, place) => !future.has(place))
  if (taken.length === 0) return given.map(() => 'in_future')
  const ids = [...new Set(taken.map(({ account }) => account.id))]
  queueAccountRowLocks(tx, ids)
  queueRaisedFacts(tx, taken)
  const before = await listAccounts(tx, ids)
  const { outcomes, after } = mergeAll(before, readings, future)
  queueAccounts(tx, after)
  queueLookalikes(tx, after)
  for (const account of after) await recordProtection(tx, by, before.get(account.id), account)
  return outcomes
}

/** Returns the indices of facts dated further in the future than clocks may differ. */
function listFuture({ now }: Tx, readings: readonly { factsAt: Date }[]): Set<number> {
  const latest = now.getTime() + FUTURE_SKEW_MAX_MS
  return new Set(readings.flatMap(({ factsAt }, place) => (factsAt.getTime() > latest ? [place] : [])))
}

/** Treats facts from a clock slightly ahead as read now. */
const clampToNow = <Read extends { factsAt: Date }>({ now }: Tx, read: Read): Read =>
  read.factsAt > now ? { ...read, factsAt: now } : read

/** Merges the facts in order: one account may occur more than once. */
function mergeAll(before: ReadonlyMap<string, KnownAccount>, readings: readonly AccountReading[], future: Set<number>) {
  const merged = new Map<string, Merged>()
  const outcomes = readings.map((reading, place): FactsOutcome => {
    if (future.has(place)) return 'in_future'
    const { id, tags } = reading.account
    const known = merged.get(id) ?? before.get(id)
    const isOlder = known?.record !== undefined && known.record.factsAt > reading.factsAt
    merged.set(id, {
      record: mergeAccount(known?.record, reading),
      // Only newer facts end a protection; facts without tags cannot show that there are none.
      protected: isOlder ? known.protected : tags === null,
    })
    return isOlder ? 'older' : 'recorded'
  })
  const after = [...merged.values()].map(({ record, protected: isProtected }): AccountUpdate => {
    const reachCounted = before.get(record.id)?.reachCounted ?? null
    // An absent reach does not undo a reach that the platform reported before.
    const reach = reachCounted ?? (record.absent.includes('reach') ? 'absent' : null)
    const byFacts = protectedBy({ tags: record.tags, reach }) !== undefined
    return { ...record, reachCounted, protected: isProtected || byFacts }
  })
  return { outcomes, after }
}

interface Merged {
  record: AccountRecord
  /**
   * True when the account stays protected regardless of the merged facts: it was protected before older facts arrived,
   * or its tags are unknown.
   */
  protected: boolean
}

async function recordProtection(
  tx: Tx,
  by: Actor,
  before: KnownAccount | undefined,
  now: AccountUpdate,
): Promise<void> {
  if (before?.record !== undefined && before.protected === now.protected) return
  queueEntry(tx, {
    kind: 'facts_read',
    source: now.source,
    protected: now.protected,
    factsAt: now.factsAt.toISOString(),
    by,
    subject: accountKey(now.id),
  })
}

/**
 * Stores facts of contents and returns an outcome for each, in order. Open cases of a content get its author. A case
 * closed without a violation returns when its content changes.
 */
export async function recordContentFacts(tx: Tx, given: readonly ContentToRecord[]): Promise<FactsOutcome[]> {
  const read = given.map(toRecord)
  const future = listFuture(tx, read)
  const records = read.map((record) => clampToNow(tx, record))
  const newest = new Map<string, ContentRecord>()
  for (const [place, record] of records.entries()) {
    const other = newest.get(record.id)
    if (!future.has(place) && (other === undefined || other.factsAt <= record.factsAt)) newest.set(record.id, record)
  }
  if (newest.size === 0) return given.map(() => 'in_future')
  const { written, authors } = await upsertContents(tx, [...newest.values()])
  const ids = [...written.keys()]
  const taken = [...newest.values()].filter(({ id }) => written.has(id))
  const shownSince = await listShownSince(
    tx,
    taken.filter(({ id }) => written.get(id) === 'same'),
  )
  queueMedia(tx, taken)
  queueContentLocks(tx, ids, 'alone')
  await updateCaseAccounts(tx, ids)
  if (taken.some(({ item }) => item)) queueItemsOfCases(tx, ids)
  await returnChanged(
    tx,
    ids.filter((id) => written.get(id) === 'other' || shownSince.has(id)),
  )
  return records.map((record, place) => {
    if (future.has(place)) return 'in_future'
    if (authors.get(record.id) !== record.accountId && record.source !== PLATFORM_SOURCE) return 'other_author'
    return written.has(record.id) && newest.get(record.id)?.factsAt.getTime() === record.factsAt.getTime()
      ? 'recorded'
      : 'older'
  })
}

function toReading({ account, source, factsAt }: AccountToRecord): AccountReading {
  refuseUnstorable(account)
  return { account, createdAt: momentOf(account.createdAt), source, factsAt: checkTime(factsAt, 'factsAt') }
}

function toRecord({ content, source, factsAt }: ContentToRecord): ContentRecord {
  refuseUnstorable(content)
  checkMedia(content.media)
  return { ...content, createdAt: momentOf(content.createdAt), source, factsAt: checkTime(factsAt, 'factsAt') }
}

const momentOf = (createdAt: AccountFacts['createdAt']): Date | null =>
  createdAt === null || createdAt === 'absent' ? null : checkTime(createdAt, 'createdAt')
