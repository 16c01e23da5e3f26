import { inTransaction, sqlState, type Tx, UNIQUE_VIOLATION } from '../../../foundation/database/db.ts'
import type { Desk } from '../../../policy/desk.ts'
import { tryContentLocks } from '../../contents/content-lock.ts'
import { OpenedMeanwhile, queueGenericPlan, queueLockTimeout } from '../report-queries.ts'
import { listBodies, listHeld, listPutOff, listWaiting, type WaitingRow } from './inbox-queries.ts'
import { isOfReports, joinApart } from './join-apart.ts'
import { joinTogether } from './join-together.ts'

/** The most reports of one transaction: a case is locked no longer than it takes. */
const JOINED_AT_ONCE_MAX = 1_000
/** The same where one of them fails. Each try then is a savepoint, while all their cases are locked. */
const APART_AT_ONCE_MAX = 50
/** The bodies of one transaction are in memory together. */
const BODY_BYTES_MAX = 16 * 1_048_576
/** The time for which one call joins reports, one batch after the other. */
const WORK_MS = 1_000
const LOCK_MS = 100
const APART_LOCK_MS = 20
const RACES_MAX = 3
const CONTENT = 'content:'

interface JoinDesk extends Pick<Desk, 'db' | 'policies'> {
  /** The time that bounds the work, in milliseconds. */
  nowMs: () => number
}

/**
 * Joins the reports of the inbox to their cases, oldest first, and returns the number of those that it joined. Each
 * leaves the inbox in the transaction that stores it. A report whose case another transaction holds waits and delays no
 * other, and one that the database refuses is set aside with an alert. Any number of processes may run this. `isPutOff`:
 * it joins some of those that wait for more than an hour, whenever they are due.
 */
export async function joinWaiting(
  { db, policies }: Pick<Desk, 'db' | 'policies'>,
  { ageMs = 0, isPutOff = false, nowMs = () => performance.now() } = {},
): Promise<number> {
  const held = new Set<string>()
  const until = nowMs() + WORK_MS
  let joined = 0
  do {
    const batch = await joinBatch({ db, policies, nowMs }, { without: [...held], ageMs, isPutOff })
    joined += batch.joined
    for (const subject of batch.held) held.add(subject)
    if (!batch.isMore) break
  } while (nowMs() < until)
  return joined
}

interface Terms extends Omit<Parameters<typeof listWaiting>[1], 'max'> {
  isPutOff: boolean
}
interface Batch {
  joined: number
  held: ReadonlySet<string>
  /** True: further reports may be ready. */
  isMore: boolean
}

async function joinBatch(desk: JoinDesk, terms: Terms): Promise<Batch> {
  const together = { max: JOINED_AT_ONCE_MAX, lockMs: LOCK_MS, join: joinAll }
  for (let attempt = 1; attempt <= RACES_MAX; attempt++) {
    try {
      return await inTransaction(desk.db, (tx) => joinNext(tx, desk, terms, together))
    } catch (error) {
      const isRaced = error instanceof OpenedMeanwhile || sqlState(error) === UNIQUE_VIOLATION
      if (isRaced) continue
      if (!isOfReports(error)) throw error
      break
    }
  }
  const apart = { max: APART_AT_ONCE_MAX, lockMs: APART_LOCK_MS, join: joinApart }
  return inTransaction(desk.db, (tx) => joinNext(tx, desk, terms, apart))
}

interface Way {
  max: number
  lockMs: number
  /** Joins reports and returns the number of those that are joined. */
  join: (tx: Tx, desk: JoinDesk, waiting: readonly WaitingRow[]) => Promise<number>
}

async function joinAll(tx: Tx, desk: JoinDesk, waiting: readonly WaitingRow[]): Promise<number> {
  await joinTogether(tx, desk, waiting)
  return waiting.length
}

/** Joins the next reports. Only the bodies of those that can be joined are read. */
async function joinNext(tx: Tx, desk: JoinDesk, terms: Terms, { max, lockMs, join }: Way): Promise<Batch> {
  queueGenericPlan(tx)
  queueLockTimeout(tx, lockMs)
  const listed = terms.isPutOff ? await listPutOff(tx, max) : await listWaiting(tx, { ...terms, max })
  if (listed.length === 0) return { joined: 0, held: new Set(), isMore: false }
  const held = await holdSubjects(
    tx,
    listed.map(({ subject }) => subject),
  )
  const free = listed.filter(({ subject }) => !held.has(subject))
  const waiting = await listBodies(
    tx,
    free.map(({ id }) => id),
    BODY_BYTES_MAX,
  )
  const isMore = !terms.isPutOff && (listed.length === max || waiting.length < free.length)
  return { joined: await join(tx, desk, waiting), held, isMore }
}

/**
 * Locks the contents and then the open cases of these subjects, as every transaction does. Returns those of which another
 * transaction holds one, without waiting.
 */
async function holdSubjects(tx: Tx, subjects: readonly string[]): Promise<ReadonlySet<string>> {
  const contents = subjects.filter((subject) => subject.startsWith(CONTENT)).map((each) => each.slice(CONTENT.length))
  const busy = new Set([...(await tryContentLocks(tx, contents))].map((id) => `${CONTENT}${id}`))
  const held = await listHeld(
    tx,
    subjects.filter((subject) => !busy.has(subject)),
  )
  return new Set([...busy, ...held])
}
