import type { Tx } from '../../foundation/database/db.ts'
import { type Actor, actorKey, subjectKey } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import type { FieldProblem } from '../../foundation/schemas/invalid-field.ts'
import { queueTraces } from '../../foundation/telemetry/stored-traces.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Desk } from '../../policy/desk.ts'
import { findItemFaults } from '../../policy/items/check-item.ts'
import { queueStaleFactsJobs } from '../accounts/stale-facts-jobs.ts'
import { queueContentLocks } from '../contents/content-lock.ts'
import { listRestricted, queueBytesDrop, reduceRestricted } from '../contents/restricted-queries.ts'
import { LANE_HOURS, listSending, queueFlaggerReports, type Sending } from '../flaggers/flagger-queries.ts'
import { findPause, listPausesOf, type PausedReport, storePaused } from '../misuse/paused-reports.ts'
import { gatherCases } from '../routing/gather-cases.ts'
import type { CheckedReport } from './check-report.ts'
import {
  type CaseToJoin,
  insertEvidence,
  joinCases,
  type KnownContent,
  listContents,
  listReceived,
  nameKey,
  queueCaseItems,
  queueGenericPlan,
  queueReports,
  queueRuleJobs,
  type ReceivedReport,
  type ReportRow,
  takeReportIds,
} from './report-queries.ts'
import { contentOf, toReceived } from './report-received.ts'

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

type Stored = GivenReport & { received: ReceivedReport }

/**
 * Stores reports as if each arrived alone, and returns an outcome for each, in order; all in this transaction, or none.
 * The reports of one key share one ledger entry. Cases are locked in the order of their subjects, which prevents
 * deadlocks between batches. Throws unique_violation if a concurrent transaction stored one of the ids: a retry then
 * finds it.
 */
export async function storeReports(
  tx: Tx,
  desk: Pick<Desk, 'policies'>,
  given: readonly GivenReport[],
): Promise<ReportOutcome[]> {
  queueGenericPlan(tx)
  const contentIds = contentsOf(given)
  queueContentLocks(tx, contentIds, 'still')
  const [known, contents, flaggers, reportIds, pauses] = await Promise.all([
    listReceived(tx, given.map(nameOf)),
    listContents(tx, contentIds),
    listSending(tx, {
      keyIds: [...new Set(given.map(({ keyId }) => keyId))],
      flaggerIds: given.flatMap(({ flaggerId }) => flaggerId ?? []),
    }),
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
  const paused = await storeAside(tx, fresh, { flaggers, pauses })
  const stored = await storeFresh(tx, desk, [...fresh.values()], { contents, flaggers, reportIds })
  return given.map((one): ReportOutcome => {
    const name = nameKey(nameOf(one))
    const mine = stored.get(name)
    const received = known.get(name) ?? mine?.received
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

/** Takes the reports of paused senders out of those that join cases, and stores them aside. A trusted flagger has no pause. */
async function storeAside(
  tx: Tx,
  fresh: Map<string, GivenReport>,
  { flaggers, pauses }: Pick<Found, 'flaggers'> & { pauses: Awaited<ReturnType<typeof listPausesOf>> },
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

/** The rows that a batch needs, read in advance. */
interface Found {
  contents: ReadonlyMap<string, KnownContent>
  flaggers: readonly Sending[]
  /** The reserved ids, at least as many as there are reports. */
  reportIds: readonly string[]
}

async function storeFresh(
  tx: Tx,
  desk: Pick<Desk, 'policies'>,
  reports: readonly GivenReport[],
  { contents, flaggers, reportIds }: Found,
): Promise<Map<string, Stored>> {
  if (reports.length === 0) return new Map()
  const cases = await gatherCases(tx, desk.policies, reports, contents)
  putInLane(cases, reports, flaggers)
  const joined = await joinCases(tx, [...cases.values()], actorKey(actorOf(reports)))
  if (desk.policies.automation.readsReports) queueRuleJobs(tx, [...cases.keys()])
  queueStaleFactsJobs(
    tx,
    [...cases.values()].filter(({ subject }) => ofMap(joined, subject).opened),
  )
  const stored = reports.map((one, place): Stored => {
    const reportId = reportIds[place]
    if (reportId === undefined) throw new Error('there are more reports than ids for them')
    const { id: caseId } = ofMap(joined, subjectKey(one.report.body.subject))
    return { ...one, received: { bodyHash: one.report.bodyHash, reportId, caseId, receivedAt: tx.now } }
  })
  queueTraces(tx, tracesOf(stored, joined))
  queueReports(tx, stored.map(toRow))
  queueFlaggerReports(
    tx,
    stored.flatMap((one) => {
      const { reportId, caseId } = one.received
      const flaggerId = findSender(flaggers, one)?.flaggerId
      return flaggerId === undefined ? [] : [{ reportId, caseId, flaggerId }]
    }),
  )
  queueCaseItems(
    tx,
    stored.flatMap(({ report: { body }, received: { caseId } }) => {
      const type = body.item?.type ?? (body.subject.kind === 'content' ? contents.get(body.subject.id)?.itemType : null)
      return type ? [{ caseId, type }] : []
    }),
  )
  await storeEvidence(tx, stored)
  queueReceivedEntries(tx, stored)
  return new Map(stored.map((one) => [nameKey(nameOf(one)), one]))
}

/** Puts the cases with a report of a trusted flagger, within its areas, before others of their queue, while it has room. */
function putInLane(
  cases: ReadonlyMap<string, CaseToJoin>,
  reports: readonly GivenReport[],
  flaggers: readonly Sending[],
): void {
  const room = new Map(flaggers.map((each) => [each.flaggerId, each.room]))
  for (const one of reports) {
    const { subject, category } = one.report.body
    const sender = findSender(flaggers, one)
    if (sender?.areas.includes(category) !== true) continue
    const left = ofMap(room, sender.flaggerId)
    if (left === 0) continue
    room.set(sender.flaggerId, left - 1)
    ofMap(cases, subjectKey(subject)).boostHours = LANE_HOURS
  }
}

/** Finds the trusted flagger that sent a report. A key that is bound to one says so itself. */
const findSender = (flaggers: readonly Sending[], { keyId, flaggerId }: GivenReport): Sending | undefined =>
  flaggers.find((each) => each.keyId === keyId) ??
  (flaggerId === undefined ? undefined : flaggers.find((each) => each.flaggerId === flaggerId))

/** A case that was opened belongs to the trace of its first report. */
const tracesOf = (stored: readonly Stored[], joined: ReadonlyMap<string, { opened: boolean }>) =>
  stored.flatMap(({ report: { body }, received: { caseId: id }, traceparent }) =>
    joined.get(subjectKey(body.subject))?.opened ? [{ id, traceparent }] : [],
  )

async function storeEvidence(tx: Tx, stored: readonly Stored[]): Promise<void> {
  const pieces = stored.flatMap(({ report, received }) => report.evidence.map((piece) => ({ piece, received })))
  const restricted = await listRestricted(
    tx,
    pieces.flatMap(({ piece }) => (piece.class === 'restricted' ? [] : [piece.sha256])),
  )
  for (const { piece, received } of pieces)
    await insertEvidence(tx, received.reportId, received.caseId, reduceRestricted(piece, restricted))
  const told = pieces
    .filter(({ piece }) => piece.class === 'restricted')
    .map(({ piece }) => piece.sha256.toString('hex'))
  queueBytesDrop(tx, told)
}

/** Adds one ledger entry for all reports of one API key. */
function queueReceivedEntries(tx: Tx, stored: readonly Stored[]): void {
  for (const [keyId, reports] of Map.groupBy(stored, ({ keyId }) => keyId)) {
    const received = reports.map(({ report, received: { reportId, caseId } }) => toReceived(report, reportId, caseId))
    const [subject, ...others] = new Set(reports.map(({ report }) => subjectKey(report.body.subject)))
    const about = subject !== undefined && others.length === 0 ? { subject } : {}
    queueEntry(tx, { kind: 'reports_received', reports: received, by: { kind: 'key', id: keyId }, ...about })
  }
}

/** Returns the actor who opens the cases of a batch: its API key, or the desk for several keys. */
function actorOf(reports: readonly GivenReport[]): Actor {
  const [keyId, ...others] = new Set(reports.map((one) => one.keyId))
  return keyId !== undefined && others.length === 0 ? { kind: 'key', id: keyId } : { kind: 'desk' }
}

const toRow = ({ keyId, report, received }: Stored): ReportRow => ({
  id: received.reportId,
  keyId,
  clientId: report.body.id,
  bodyHash: report.bodyHash.toString('hex'),
  caseId: received.caseId,
  ...contentOf(report),
})

const contentsOf = (reports: readonly GivenReport[]): string[] => [
  ...new Set(reports.flatMap(({ report: { body } }) => (body.subject.kind === 'content' ? [body.subject.id] : []))),
]

const nameOf = ({ keyId, report }: GivenReport) => ({ keyId, clientId: report.body.id })

function ofMap<Value>(map: ReadonlyMap<string, Value>, key: string): Value {
  const value = map.get(key)
  if (value === undefined) throw new Error(`the insert did not answer for ${key}`)
  return value
}
