import type { Tx } from '../../foundation/database/db.ts'
import { subjectKey } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import type { FieldProblem } from '../../foundation/schemas/invalid-field.ts'
import type { Desk } from '../../policy/desk.ts'
import { findItemFaults } from '../../policy/items/check-item.ts'
import { findPause, listPausesOf, type PausedReport, storePaused } from '../misuse/paused-reports.ts'
import type { CheckedReport } from './check-report.ts'
import { putInInbox } from './inbox/put-in-inbox.ts'
import { findSender, type Ground, type IdentifiedReport, joinReports, readGround } from './joining/join-reports.ts'
import {
  listReceived,
  nameKey,
  queueGenericPlan,
  queueLockTimeout,
  type ReceivedReport,
  takeReportIds,
} from './report-queries.ts'

/**
 * The furthest that a report's time may be in the future: clocks of platforms differ by seconds, not by more than this.
 */
const REPORTED_AHEAD_MAX_MS = 5 * 60_000

/** A report and the API key that sent it. */
export interface GivenReport {
  keyId: string
  report: CheckedReport
  /** The trusted flagger whose address sent it. One that sends by its own key is known by the key. */
  flaggerId?: string | undefined
  /** The time since which it waited in a pause that has ended. Missing: it comes now. */
  receivedAt?: Date | undefined
  /** The step of the trace in which it arrived. Missing: it isn't traced. */
  traceparent?: string | undefined
  /** True: its sender does not wait for its case. */
  joinsLater?: boolean | undefined
  /** Its place in the inbox, where it has waited for its case. */
  waiting?: { reportId: string; since: Date }
}

/**
 * The outcome of a report. `known`: the same report is stored already. `taken`: a different report has its id.
 * `paused`: it is stored in a pause of its sender, and in no case.
 */
export type ReportOutcome =
  | { kind: 'new' | 'known'; received: ReceivedReport }
  | { kind: 'taken' }
  | ({ kind: 'paused' } & PausedReport)
  | { kind: 'in_future' }
  | { kind: 'bad_item'; faults: readonly FieldProblem[] }

/** The way of a batch with cases that other transactions hold. By default it waits for them. */
export interface Contention {
  /** The longest wait for a row. Longer: the batch fails with lock_not_available. */
  lockMs?: number
  /** The subjects whose reports go into the inbox, or all: their cases are not touched. */
  later?: ReadonlySet<string> | 'all'
}

/**
 * Stores reports as if each arrived alone, and returns an outcome for each, in order; all in this transaction, or none.
 * A report joins its case at once, or waits for it in the inbox. Throws unique_violation if a concurrent transaction
 * stored one of the ids: a retry then finds it.
 */
export async function storeReports(
  tx: Tx,
  desk: Pick<Desk, 'policies'>,
  given: readonly GivenReport[],
  contention: Contention = {},
): Promise<ReportOutcome[]> {
  queueGenericPlan(tx)
  if (contention.lockMs !== undefined) queueLockTimeout(tx, contention.lockMs)
  const joining = given.filter((one) => joinsNow(one, contention))
  const [ground, known, reportIds, pauses] = await Promise.all([
    readGround(tx, given, joining),
    listReceived(tx, given.map(nameOf)),
    takeReportIds(tx, given.length),
    listPausesOf(tx, given),
  ])
  const latest = tx.now.getTime() + REPORTED_AHEAD_MAX_MS
  const fresh = new Map<string, GivenReport>()
  // Checked here, after a known report is found: it keeps its answer when its item type changes.
  const faults = new Map(given.map((one) => [one.report, findFaults(desk, one)]))
  for (const one of given) {
    const name = nameKey(nameOf(one))
    if (known.has(name) || fresh.has(name) || faults.get(one.report)?.length !== 0) continue
    if (one.report.reportedAt.getTime() <= latest) fresh.set(name, one)
  }
  const paused = await storeAside(tx, fresh, { flaggers: ground.flaggers, pauses })
  const stored = await storeFresh(tx, desk, identify(fresh, reportIds), { ground, contention })
  return given.map((one): ReportOutcome => {
    const name = nameKey(nameOf(one))
    const mine = fresh.get(name)
    const received = known.get(name) ?? stored.get(name)
    if (received === undefined) {
      const aside = paused.get(one)
      if (aside !== undefined) return aside
      const found = faults.get(one.report) ?? []
      return found.length > 0 ? { kind: 'bad_item', faults: found } : { kind: 'in_future' }
    }
    if (mine?.report === one.report) return { kind: 'new', received }
    return received.bodyHash.equals(one.report.bodyHash) ? { kind: 'known', received } : { kind: 'taken' }
  })
}

function identify(fresh: ReadonlyMap<string, GivenReport>, ids: readonly string[]): IdentifiedReport[] {
  return [...fresh.values()].map((one, place) => {
    const reportId = ids[place]
    if (reportId === undefined) throw new Error('there are more reports than ids for them')
    return { ...one, reportId }
  })
}

/** Joins new reports to their cases, or puts them into the inbox, and returns what was received by name. */
async function storeFresh(
  tx: Tx,
  desk: Pick<Desk, 'policies'>,
  reports: readonly IdentifiedReport[],
  { ground, contention }: { ground: Ground; contention: Contention },
): Promise<ReadonlyMap<string, ReceivedReport>> {
  const joined = await joinReports(
    tx,
    desk,
    reports.filter((one) => joinsNow(one, contention)),
    ground,
  )
  const cases = new Map(joined.map(({ reportId, received: { caseId } }) => [reportId, caseId]))
  await putInInbox(
    tx,
    reports.filter(({ reportId }) => !cases.has(reportId)),
  )
  return new Map(
    reports.map((one) => {
      const { reportId, report } = one
      const caseId = cases.get(reportId) ?? null
      return [nameKey(nameOf(one)), { bodyHash: report.bodyHash, reportId, caseId, receivedAt: tx.now }]
    }),
  )
}

const joinsNow = ({ joinsLater, report: { body } }: GivenReport, { later }: Contention): boolean =>
  joinsLater !== true && later !== 'all' && later?.has(subjectKey(body.subject)) !== true

const nameOf = ({ keyId, report }: GivenReport) => ({ keyId, clientId: report.body.id })

/** Takes the reports of paused senders out of those that join cases, and stores them aside. A trusted flagger has no pause. */
async function storeAside(
  tx: Tx,
  fresh: Map<string, GivenReport>,
  { flaggers, pauses }: Pick<Ground, 'flaggers'> & { pauses: Awaited<ReturnType<typeof listPausesOf>> },
): Promise<ReadonlyMap<GivenReport, ReportOutcome>> {
  const paused = new Map<GivenReport, ReportOutcome>()
  if (pauses.size === 0) return paused
  for (const [name, one] of fresh) {
    const pause = findPause(pauses, one)
    if (pause === undefined || findSender(flaggers, one) !== undefined) continue
    fresh.delete(name)
    const aside = await storePaused(tx, one, pause)
    paused.set(one, aside === undefined ? { kind: 'taken' } : { kind: 'paused', ...aside })
  }
  return paused
}

/** Returns the faults of a report's item; none: it has none, or a valid one. */
function findFaults({ policies }: Pick<Desk, 'policies'>, { report: { body } }: GivenReport): readonly FieldProblem[] {
  const { item, subject } = body
  if (item === undefined) return []
  if (subject.kind !== 'content') return [{ field: 'item', detail: message('field.itemOfContent') }]
  return findItemFaults(policies.items, item)
}
