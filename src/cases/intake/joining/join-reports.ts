import type { Tx } from '../../../foundation/database/db.ts'
import { type Actor, actorKey, subjectKey } from '../../../foundation/domain.ts'
import { queueTraces } from '../../../foundation/telemetry/stored-traces.ts'
import { queueEntry } from '../../../ledger/queue-entry.ts'
import type { Desk } from '../../../policy/desk.ts'
import { queueStaleFactsJobs } from '../../accounts/stale-facts-jobs.ts'
import { queueContentLocks } from '../../contents/content-lock.ts'
import { listRestricted, queueBytesDrop, reduceRestricted } from '../../contents/restricted-queries.ts'
import { LANE_HOURS, listSending, queueFlaggerReports, type Sending } from '../../flaggers/flagger-queries.ts'
import { gatherCases } from '../../routing/gather-cases.ts'
import {
  type CaseToJoin,
  insertEvidence,
  joinCases,
  type KnownContent,
  listContents,
  queueCaseItems,
  queueReports,
  queueRuleJobs,
  type ReportRow,
} from '../report-queries.ts'
import { contentOf, toReceived } from '../report-received.ts'
import type { GivenReport } from '../store-reports.ts'

/** A report with the id that the desk gave it. */
export type IdentifiedReport = GivenReport & { reportId: string }

export type JoinedReport = IdentifiedReport & { received: { caseId: string; receivedAt: Date } }

/** The rows that joining needs, read in advance. */
export interface Ground {
  contents: ReadonlyMap<string, KnownContent>
  flaggers: readonly Sending[]
}

/** Locks the contents of the reports that join now against a new author, and reads what joining needs. */
export async function readGround(
  tx: Tx,
  reports: readonly GivenReport[],
  joining: readonly GivenReport[] = reports,
): Promise<Ground> {
  const contentIds = contentsOf(joining)
  queueContentLocks(tx, contentIds, 'still')
  const [contents, flaggers] = await Promise.all([
    listContents(tx, contentIds),
    listSending(tx, {
      keyIds: [...new Set(reports.map(({ keyId }) => keyId))],
      flaggerIds: reports.flatMap(({ flaggerId }) => flaggerId ?? []),
    }),
  ])
  return { contents, flaggers }
}

/**
 * Stores reports with their cases, evidence and ledger entries, as if each arrived alone. The reports of one key that came
 * together share one entry. Cases are locked in the order of their subjects, which prevents deadlocks between batches.
 */
export async function joinReports(
  tx: Tx,
  desk: Pick<Desk, 'policies'>,
  reports: readonly IdentifiedReport[],
  { contents, flaggers }: Ground,
): Promise<JoinedReport[]> {
  if (reports.length === 0) return []
  const cases = await gatherCases(tx, desk.policies, reports, contents)
  putInLane(cases, reports, flaggers)
  const joined = await joinCases(tx, [...cases.values()], actorKey(actorOf(reports)))
  if (desk.policies.automation.readsReports) queueRuleJobs(tx, [...cases.keys()])
  queueStaleFactsJobs(
    tx,
    [...cases.values()].filter(({ subject }) => ofMap(joined, subject).opened),
  )
  const stored = reports.map((one): JoinedReport => {
    const { id: caseId } = ofMap(joined, subjectKey(one.report.body.subject))
    return { ...one, received: { caseId, receivedAt: one.waiting?.since ?? tx.now } }
  })
  queueTraces(tx, tracesOf(stored, joined))
  queueReports(tx, stored.map(toRow))
  queueFlaggerReports(
    tx,
    stored.flatMap((one) => {
      const flaggerId = findSender(flaggers, one)?.flaggerId
      return flaggerId === undefined ? [] : [{ reportId: one.reportId, caseId: one.received.caseId, flaggerId }]
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
  return stored
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
export const findSender = (flaggers: readonly Sending[], { keyId, flaggerId }: GivenReport): Sending | undefined =>
  flaggers.find((each) => each.keyId === keyId) ??
  (flaggerId === undefined ? undefined : flaggers.find((each) => each.flaggerId === flaggerId))

/** A case that was opened belongs to the trace of its first report. */
const tracesOf = (stored: readonly JoinedReport[], joined: ReadonlyMap<string, { opened: boolean }>) =>
  stored.flatMap(({ report: { body }, received: { caseId: id }, traceparent }) =>
    joined.get(subjectKey(body.subject))?.opened ? [{ id, traceparent }] : [],
  )

async function storeEvidence(tx: Tx, stored: readonly JoinedReport[]): Promise<void> {
  const pieces = stored.flatMap(({ report, reportId, received: { caseId } }) =>
    report.evidence.map((piece) => ({ piece, reportId, caseId })),
  )
  const restricted = await listRestricted(
    tx,
    pieces.flatMap(({ piece }) => (piece.class === 'restricted' ? [] : [piece.sha256])),
  )
  for (const { piece, reportId, caseId } of pieces)
    await insertEvidence(tx, reportId, caseId, reduceRestricted(piece, restricted))
  const told = pieces
    .filter(({ piece }) => piece.class === 'restricted')
    .map(({ piece }) => piece.sha256.toString('hex'))
  queueBytesDrop(tx, told)
}

/** Adds one ledger entry for the reports of one API key that came at one time. */
function queueReceivedEntries(tx: Tx, stored: readonly JoinedReport[]): void {
  const batches = Map.groupBy(stored, ({ keyId, waiting }) => `${waiting?.since.toISOString() ?? ''} ${keyId}`)
  for (const reports of batches.values()) {
    const [first] = reports
    if (first === undefined) continue
    const received = reports.map(({ report, reportId, received: { caseId } }) => toReceived(report, reportId, caseId))
    const [subject, ...others] = new Set(reports.map(({ report }) => subjectKey(report.body.subject)))
    const about = subject !== undefined && others.length === 0 ? { subject } : {}
    const came = first.waiting && { receivedAt: first.waiting.since.toISOString() }
    const by = { kind: 'key', id: first.keyId } as const
    queueEntry(tx, { kind: 'reports_received', reports: received, ...came, by, ...about })
  }
}

/** Returns the actor who opens the cases of a batch: its API key, or the desk for several keys. */
function actorOf(reports: readonly GivenReport[]): Actor {
  const [keyId, ...others] = new Set(reports.map((one) => one.keyId))
  return keyId !== undefined && others.length === 0 ? { kind: 'key', id: keyId } : { kind: 'desk' }
}

const toRow = ({ keyId, report, reportId, waiting, received }: JoinedReport): ReportRow => ({
  id: reportId,
  keyId,
  clientId: report.body.id,
  bodyHash: report.bodyHash.toString('hex'),
  caseId: received.caseId,
  receivedAt: received.receivedAt.toISOString(),
  hasKey: waiting !== undefined,
  ...contentOf(report),
})

const contentsOf = (reports: readonly GivenReport[]): string[] => [
  ...new Set(reports.flatMap(({ report: { body } }) => (body.subject.kind === 'content' ? [body.subject.id] : []))),
]

function ofMap<Value>(map: ReadonlyMap<string, Value>, key: string): Value {
  const value = map.get(key)
  if (value === undefined) throw new Error(`the insert did not answer for ${key}`)
  return value
}
