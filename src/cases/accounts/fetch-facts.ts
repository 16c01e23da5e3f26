import type { ContentFacts, SubjectFacts } from '@countersign/platform-kit'
import { Compile } from 'typebox/compile'
import { collectionKind } from '../../foundation/connector/collections.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import { DESK, type Subject } from '../../foundation/domain.ts'
import { MINUTE_MS } from '../../foundation/durations.ts'
import { DeskError } from '../../foundation/errors.ts'
import { readDeskTime } from '../../foundation/time/desk-time.ts'
import type { Desk } from '../../policy/desk.ts'
import { findItemFaults } from '../../policy/items/check-item.ts'
import { queueContentCounts } from '../contents/content-counts.ts'
import { queueLockTimeout } from '../intake/report-queries.ts'
import { addCovered } from './cover-accounts.ts'
import { PlatformAnswer } from './facts-body.ts'
import { PLATFORM_SOURCE } from './facts-queries.ts'
import { readOwners } from './read-owners.ts'
import { readTogether } from './read-together.ts'
import { type FactsOutcome, recordAccountFacts, recordContentFacts } from './record-facts.ts'

/** The most characters of a name that are stored. */
const NAME_CHARS_MAX = 1_024

/** The subjects of a set that are read, or stored apart, at once. */
const APART_AT_ONCE = 8
/**
 * The wait for a row that another transaction holds. A set is then stored apart, where a held subject waits longer and
 * by itself.
 */
const LOCK_MS = { together: 250, apart: 1_000 } as const

/** Facts older than this are outdated and count as unknown in a verdict. Twin of fresh_for in SQL. */
export const FACTS_AGE_MAX_MS = 30_000
/**
 * Owners of a list or a community are read again after this. Before an act it is half the age that facts may have: the
 * act has the other half to be judged.
 */
const OWNERS_AGE_MAX_MS = { act: FACTS_AGE_MAX_MS / 2, view: 5 * MINUTE_MS } as const
type Purpose = keyof typeof OWNERS_AGE_MAX_MS

const platformAnswer = Compile(PlatformAnswer)

/**
 * Reads the facts of a subject from the platform and stores them. `undefined`: the platform has no such subject. Throws
 * a `ConnectorError` when they cannot be read or stored.
 */
export async function fetchFacts(desk: Desk, subject: Subject): Promise<SubjectFacts | undefined> {
  const askedAt = await readDeskTime(desk.db)
  const facts = await readPlatform(desk, subject, 'view')
  if (facts !== undefined) await storeFacts(desk, [facts], askedAt)
  return facts
}

/** The facts of a subject. `asOf`: those of a list or a community are no newer than those of its owners. */
export type ReadFacts = SubjectFacts & { asOf?: Date }

/**
 * Reads the facts of several subjects to judge an act on them, and stores them in one transaction. A failed subject has its error in the
 * result. `askedAt`: the desk's time just before.
 */
export async function fetchFactsOfAll(
  desk: Desk,
  subjects: readonly Subject[],
  askedAt: Date,
): Promise<(ReadFacts | ConnectorError | undefined)[]> {
  const told = await Promise.all(subjects.map((subject) => readPlatform(desk, subject, 'act').catch(asFailure)))
  const read = told.flatMap((facts) => (facts === undefined || facts instanceof ConnectorError ? [] : [facts]))
  if ((await storeFacts(desk, read, askedAt).catch(asFailure)) === undefined) return told
  // The facts of one subject cannot be stored: each subject is stored by itself, so that the others are kept.
  return Promise.all(
    told.map(async (facts) => {
      if (facts === undefined || facts instanceof ConnectorError) return facts
      return (await storeFacts(desk, [facts], askedAt).catch(asFailure)) ?? facts
    }),
  )
}

function asFailure(error: unknown): ConnectorError {
  if (error instanceof ConnectorError) return error
  throw error
}

/**
 * Reads the facts of several subjects to show them, in as few calls as their platforms take, and stores them in one
 * transaction. Each subject has an outcome of its own: no error of another, and no row that another transaction holds,
 * keeps its facts from being stored. `askedAt`: the desk's time just before.
 */
export async function fetchFactsApart(
  desk: Desk,
  subjects: readonly Subject[],
  askedAt: Date,
): Promise<PromiseSettledResult<SubjectFacts | undefined>[]> {
  const together = await readTogether(desk.platform, subjects)
  const told = await settleEach(subjects, (subject) =>
    together.has(subject)
      ? completeFacts(desk, subject, together.get(subject), 'view')
      : readPlatform(desk, subject, 'view'),
  )
  const read = told.flatMap((one) => (one.status === 'fulfilled' && one.value !== undefined ? [one.value] : []))
  if (read.length !== 1) {
    const stored = storeFacts(desk, read, askedAt, LOCK_MS.together)
    if ((await Promise.allSettled([stored])).every(({ status }) => status === 'fulfilled')) return told
  }
  return settleEach(told, async (one) => {
    if (one.status === 'rejected') throw one.reason
    if (one.value !== undefined) await storeFacts(desk, [one.value], askedAt, LOCK_MS.apart)
    return one.value
  })
}

/** Works on each item, a few at once, and returns their outcomes in order. */
async function settleEach<Of, T>(
  items: readonly Of[],
  work: (item: Of) => Promise<T>,
): Promise<PromiseSettledResult<T>[]> {
  const outcomes: PromiseSettledResult<T>[] = []
  const waiting = items.entries()
  const workOn = async () => {
    for (const [place, item] of waiting) {
      const [outcome] = await Promise.allSettled([work(item)])
      outcomes[place] = outcome
    }
  }
  await Promise.all(Array.from({ length: APART_AT_ONCE }, workOn))
  return outcomes
}

const readPlatform = async (desk: Desk, subject: Subject, purpose: Purpose): Promise<ReadFacts | undefined> =>
  completeFacts(desk, subject, await desk.platform.facts(subject), purpose)

/** Checks what the platform told of a subject. Adds what a list, a community or a domain covers. */
async function completeFacts(
  desk: Desk,
  subject: Subject,
  told: SubjectFacts | undefined,
  purpose: Purpose,
): Promise<ReadFacts | undefined> {
  if (told === undefined) return undefined
  const facts = cutName(told)
  refuseUnusable(subject, facts)
  if (collectionKind(facts.account.id) === undefined) return facts
  const { db, platform } = desk
  const now = await readDeskTime(db)
  const read = (ids: readonly string[]) => readAccounts(desk, ids, now)
  const { isUnread, asOf } = await readOwners(facts, { db, platform, ageMaxMs: OWNERS_AGE_MAX_MS[purpose], now, read })
  return { ...(await addCovered(db, facts, isUnread)), asOf }
}

/** Reads and stores the facts of accounts. Returns those that the platform did not show. */
async function readAccounts(desk: Desk, ids: readonly string[], askedAt: Date): Promise<ReadonlySet<string>> {
  const subjects = ids.map((id): Subject => ({ kind: 'account', id }))
  const told = await fetchFactsOfAll(desk, subjects, askedAt)
  return new Set(ids.filter((_id, place) => told[place] instanceof ConnectorError))
}

/**
 * Stores the facts of all subjects or of none. It doesn't wait for the disk: a decision by these facts commits later,
 * and what commits later is on the disk later. Facts that a crash loses are read again.
 */
async function storeFacts(
  desk: Desk,
  read: readonly SubjectFacts[],
  askedAt: Date,
  lockMs?: number,
): Promise<undefined> {
  if (read.length === 0) return
  const accounts = read.map(({ account, readAt }) => ({ source: PLATFORM_SOURCE, factsAt: readAt, account }))
  const contents = read.flatMap(({ content, thread, readAt }) =>
    content === undefined
      ? []
      : contentsOf(content, thread).map((each) => ({
          source: PLATFORM_SOURCE,
          factsAt: readAt,
          content: withItem(desk, each),
        })),
  )
  const outcomes = await asUnreadable(() =>
    inTransaction(desk.db, async (tx): Promise<FactsOutcome[]> => {
      tx.queue({ text: 'set local synchronous_commit = off', values: [] })
      if (lockMs !== undefined) queueLockTimeout(tx, lockMs)
      queueContentCounts(tx, read, askedAt)
      const outcomes = [
        ...(await recordAccountFacts(tx, DESK, accounts)),
        ...(contents.length === 0 ? [] : await recordContentFacts(tx, contents)),
      ]
      queueContentTimes(tx, read)
      return outcomes
    }),
  )
  if (outcomes.includes('in_future')) throw unreadable('were read at a time that has not come yet')
}

/**
 * Replaces an item that does not fit its type by an unknown one: the rest of the facts stays usable, and guards on items
 * then apply.
 */
function withItem({ policies, log }: Desk, content: ContentFacts): ContentFacts {
  const { item } = content
  if (item === undefined || item === null || item === 'absent') return content
  const [fault] = policies.items.types.size === 0 ? [] : findItemFaults(policies.items, item)
  if (fault !== undefined)
    log.warn({ content: content.id, field: fault.field }, 'an item does not fit its type: unknown')
  return fault === undefined && policies.items.types.size > 0 ? content : { ...content, item: null }
}

/** Returns the requested content and the other contents of its thread. */
const contentsOf = (asked: ContentFacts, thread: readonly ContentFacts[] = []): ContentFacts[] => [
  asked,
  ...thread.filter(({ id }) => id !== asked.id),
]

/** Truncates an overlong display name: the account must stay within reach of enforcement. */
function cutName(facts: SubjectFacts): SubjectFacts {
  const { account } = facts
  if (typeof account?.displayName !== 'string') return facts
  return { ...facts, account: { ...account, displayName: account.displayName.slice(0, NAME_CHARS_MAX).toWellFormed() } }
}

function refuseUnusable(subject: Subject, facts: SubjectFacts): void {
  if (!platformAnswer.Check(facts)) {
    const [problem] = platformAnswer.Errors(facts)
    throw unreadable(`are not as agreed: ${problem?.instancePath ?? ''} ${problem?.message ?? ''}`)
  }
  const about = subject.kind === 'account' ? facts.account.id : facts.content?.id
  if (about !== subject.id) throw unreadable('are about another subject than was asked for')
  if (facts.content !== undefined && facts.content.accountId !== facts.account.id) {
    throw unreadable('name two accounts for one content')
  }
}

/** Reports facts whose text or time cannot be stored as an error of the platform, because no caller sent them. */
async function asUnreadable<T>(record: () => Promise<T>): Promise<T> {
  try {
    return await record()
  } catch (error) {
    if (error instanceof DeskError) throw unreadable(`can not be recorded: ${error.message}`, error)
    throw error
  }
}

const unreadable = (what: string, cause?: unknown): ConnectorError =>
  new ConnectorError('unreadable', `the facts the platform sent ${what}`, { cause })

/**
 * Stores the platform's publication and edit times of contents, after the contents themselves. PostgreSQL computes the
 * age of a content from these rows, so only a connector's answer may be written here.
 */
function queueContentTimes(tx: Tx, read: readonly SubjectFacts[]): void {
  const readings = read.flatMap(({ content }) => {
    if (content === undefined) return []
    const { id, createdAt, editedAt } = content
    return [{ id, publishedAt: momentOf(createdAt), editedAt: momentOf(editedAt) }]
  })
  if (readings.length === 0) return
  tx.queue(prepared('record-content-times')`select record_content_times(${JSON.stringify(readings)}::json)`)
}

const momentOf = (at: string | null | undefined): string | null => (at === undefined || at === 'absent' ? null : at)
