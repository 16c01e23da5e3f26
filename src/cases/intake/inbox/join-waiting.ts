import { queueAlert } from '../../../alerts/alert.ts'
import { inTransaction, sqlState, type Tx, UNIQUE_VIOLATION } from '../../../foundation/database/db.ts'
import { DeskError } from '../../../foundation/errors.ts'
import { message } from '../../../foundation/messages/message.ts'
import type { Desk } from '../../../policy/desk.ts'
import { checkEvidence } from '../check-evidence.ts'
import { checkTime } from '../check-time.ts'
import { halve } from '../joining/halve.ts'
import { joinReports, readGround } from '../joining/join-reports.ts'
import type { ReportBody } from '../report-body.ts'
import { OpenedMeanwhile, queueGenericPlan, queueLockTimeout } from '../report-queries.ts'
import type { GivenReport } from '../store-reports.ts'
import { listHeld, listWaiting, queueDelay, queueExit, queueLateWords, type WaitingRow } from './inbox-queries.ts'

/** The most reports of one transaction: a case is locked no longer than it takes. */
const JOINED_AT_ONCE_MAX = 1_000
/** The time for which one call joins reports, one batch after the other. */
const WORK_MS = 1_000
const LOCK_MS = 100
/** A report whose rows another transaction locks is tried again after this time. */
const LOCKED_DELAY_MS = 1_000
/** A report that the database refuses is tried again after this time: the desk may know better then. */
const REFUSED_DELAY_MS = 3_600_000
/** From this age on the indexing of words may have passed a report. It begins with those of a minute ago. */
const LATE_MS = 30_000
const RACES_MAX = 3

const LOCK_NOT_AVAILABLE = '55P03'
/** The classes of errors that one report causes for all of its batch. */
const OF_ONE_REPORT = /^(22|23|CS|55P03)/

type JoinDesk = Pick<Desk, 'db' | 'policies'>

/**
 * Joins the reports of the inbox to their cases, oldest first, and returns the number of those that it joined. Each
 * leaves the inbox in the transaction that stores it. A report whose case another transaction holds waits and delays no
 * other, and one that the database refuses is set aside with an alert. Any number of processes may run this.
 */
export async function joinWaiting(desk: JoinDesk, { ageMs = 0 } = {}): Promise<number> {
  const held = new Set<string>()
  const until = performance.now() + WORK_MS
  let joined = 0
  do {
    const batch = await joinBatch(desk, { without: [...held], ageMs, max: JOINED_AT_ONCE_MAX })
    joined += batch.joined
    for (const subject of batch.held) held.add(subject)
    if (batch.found < JOINED_AT_ONCE_MAX) break
  } while (performance.now() < until)
  return joined
}

type Terms = Parameters<typeof listWaiting>[1]
interface Batch {
  found: number
  joined: number
  held: ReadonlySet<string>
}

async function joinBatch(desk: JoinDesk, terms: Terms): Promise<Batch> {
  for (let attempt = 1; attempt <= RACES_MAX; attempt++) {
    try {
      return await inTransaction(desk.db, (tx) => joinNext(tx, desk, terms, joinTogether))
    } catch (error) {
      if (!(error instanceof OpenedMeanwhile) && sqlState(error) !== UNIQUE_VIOLATION) {
        if (isOfOneReport(error)) break
        throw error
      }
    }
  }
  return inTransaction(desk.db, (tx) => joinNext(tx, desk, terms, joinApart))
}

/** Joins reports and returns the number of those that are joined. */
type Join = (tx: Tx, desk: JoinDesk, waiting: readonly WaitingRow[]) => Promise<number>

async function joinNext(tx: Tx, desk: JoinDesk, terms: Terms, join: Join): Promise<Batch> {
  queueGenericPlan(tx)
  queueLockTimeout(tx, LOCK_MS)
  const rows = await listWaiting(tx, terms)
  if (rows.length === 0) return { found: 0, joined: 0, held: new Set() }
  const held = await listHeld(
    tx,
    rows.map(({ subject }) => subject),
  )
  const waiting = rows.filter(({ subject }) => !held.has(subject))
  return { found: rows.length, joined: await join(tx, desk, waiting), held }
}

/** Returns a report as it was checked when it came. */
function toGiven({ keyId, bodyHash, report, reportId, receivedAt: since, traceparent }: WaitingRow): GivenReport {
  const body = report as ReportBody
  const evidence = checkEvidence(body.evidence ?? [])
  const reportedAt = checkTime(body.reportedAt, 'reportedAt')
  return {
    ...{ keyId, report: { body, bodyHash, length: 0, reportedAt, evidence }, waiting: { reportId, since } },
    traceparent: traceparent ?? undefined,
  }
}

async function joinTogether(tx: Tx, desk: JoinDesk, waiting: readonly WaitingRow[]): Promise<number> {
  if (waiting.length === 0) return 0
  const reports = waiting.map((row) => ({ ...toGiven(row), reportId: row.reportId }))
  await joinReports(tx, desk, reports, await readGround(tx, reports))
  queueExit(
    tx,
    waiting.map(({ id }) => id),
  )
  queueLateWords(
    tx,
    waiting.filter(({ receivedAt }) => tx.now.getTime() - receivedAt.getTime() > LATE_MS),
  )
  return waiting.length
}

/** Joins what can be joined, and sets aside each report that fails by itself. */
async function joinApart(tx: Tx, desk: JoinDesk, waiting: readonly WaitingRow[]): Promise<number> {
  const refused = await halve(tx, waiting, {
    store: async (part) => {
      await joinTogether(tx, desk, part)
      return part.map(() => undefined)
    },
    isOfOne: isOfOneReport,
    refuse: (row, error) => ({ row, state: sqlState(error) ?? 'XX000' }),
  })
  const aside = refused.filter((each) => each !== undefined)
  for (const { row, state } of aside) {
    const isLocked = state === LOCK_NOT_AVAILABLE
    queueDelay(tx, row.id, isLocked ? LOCKED_DELAY_MS : REFUSED_DELAY_MS, isLocked ? row.sqlState : state)
  }
  const count = aside.filter(({ row, state }) => row.sqlState === null && state !== LOCK_NOT_AVAILABLE).length
  if (count > 0) queueAlert(tx, { kind: 'set_aside', to: { role: 'lead' }, why: message('alert.setAside', { count }) })
  return waiting.length - aside.length
}

const isOfOneReport = (error: unknown): boolean =>
  OF_ONE_REPORT.test(sqlState(error) ?? '') || error instanceof DeskError || error instanceof TypeError
