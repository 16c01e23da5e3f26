import type { Desk } from '../desk.ts'
import { type Actor, actorKey, subjectKey } from '../domain.ts'
import { append } from '../ledger/append.ts'
import type { Tx } from '../lib/db.ts'
import type { CheckedReport } from './check-report.ts'
import { lockContents } from './content-lock.ts'
import { gatherCases } from './gather-cases.ts'
import {
  askForFacts,
  type CaseToJoin,
  countReporters,
  insertEvidence,
  insertOpened,
  insertReports,
  joinCases,
  listContents,
  listReceived,
  nameKey,
  type ReceivedReport,
  type ReportRow,
} from './report-queries.ts'
import { toReceived } from './report-received.ts'

/** Clocks of platforms differ from ours by seconds, not by more than this. */
export const REPORTED_AHEAD_MAX_MS = 5 * 60_000
/** A case that opens on facts older than this has them read again. */
export const FACTS_AGE_MAX_MS = 24 * 3_600_000

/** A report and whose key it came with. */
export interface GivenReport {
  keyId: string
  report: CheckedReport
}

/** `known`: this very report was received before. `taken`: another one was, under its id. */
export type ReportOutcome =
  | { kind: 'new' | 'known'; received: ReceivedReport }
  | { kind: 'taken' }
  | { kind: 'in_future' }

type Stored = GivenReport & { received: ReceivedReport }

/**
 * Stores reports as if each had been received alone, and answers for each in turn what became of it; all of them in this
 * transaction, or none. Those of one key share one ledger leaf. Cases are joined in the order of their subjects, so two
 * batches never wait for each other in a circle. Fails with unique_violation if another transaction took one of the ids
 * meanwhile: run again, the batch finds it known.
 */
export async function storeReports(
  tx: Tx,
  desk: Pick<Desk, 'policies'>,
  given: readonly GivenReport[],
): Promise<ReportOutcome[]> {
  const known = await listReceived(tx, given.map(nameOf))
  const latest = tx.now.getTime() + REPORTED_AHEAD_MAX_MS
  const fresh = new Map<string, GivenReport>()
  for (const one of given) {
    const name = nameKey(nameOf(one))
    if (!known.has(name) && !fresh.has(name) && one.report.reportedAt.getTime() <= latest) fresh.set(name, one)
  }
  const stored = fresh.size > 0 ? await storeFresh(tx, desk, [...fresh.values()]) : new Map<string, Stored>()
  return given.map((one): ReportOutcome => {
    const name = nameKey(nameOf(one))
    const mine = stored.get(name)
    const received = known.get(name) ?? mine?.received
    if (received === undefined) return { kind: 'in_future' }
    if (mine?.report === one.report) return { kind: 'new', received }
    return received.bodyHash.equals(one.report.bodyHash) ? { kind: 'known', received } : { kind: 'taken' }
  })
}

async function storeFresh(
  tx: Tx,
  desk: Pick<Desk, 'policies'>,
  reports: readonly GivenReport[],
): Promise<Map<string, Stored>> {
  const contentIds = reports.flatMap(({ report: { body } }) =>
    body.subject.kind === 'content' ? [body.subject.id] : [],
  )
  await lockContents(tx, [...new Set(contentIds)], 'still')
  const contents = await listContents(tx, [...new Set(contentIds)])
  const cases = await gatherCases(tx, desk.policies, reports, contents)
  const joined = await joinCases(tx, [...cases.values()])
  const caseOf = ({ report }: GivenReport) => ofMap(joined, subjectKey(report.body.subject))
  const caseIdOf = (one: GivenReport) => caseOf(one).id
  await noteOpened(
    tx,
    [...cases.values()].filter(({ subject }) => ofMap(joined, subject).opened),
    joined,
    actorOf(reports),
  )
  await countReporters(
    tx,
    reports.map((one) => {
      const { id, opened } = caseOf(one)
      return { caseId: id, reporterId: one.report.body.reporterId, counted: opened }
    }),
  )
  const ids = await insertReports(
    tx,
    reports.map((one) => toRow(one, caseIdOf(one))),
  )
  const stored = new Map<string, Stored>()
  for (const one of reports) {
    const name = nameKey(nameOf(one))
    const [reportId, caseId] = [ofMap(ids, name), caseIdOf(one)]
    for (const piece of one.report.evidence) await insertEvidence(tx, reportId, caseId, piece)
    stored.set(name, { ...one, received: { bodyHash: one.report.bodyHash, reportId, caseId, receivedAt: tx.now } })
  }
  await recordReceived(tx, [...stored.values()])
  return stored
}

/** One leaf for all that came with one key. */
async function recordReceived(tx: Tx, stored: readonly Stored[]): Promise<void> {
  for (const [keyId, reports] of Map.groupBy(stored, ({ keyId }) => keyId)) {
    const received = reports.map(({ report, received: { reportId, caseId } }) => toReceived(report, reportId, caseId))
    const [subject, ...others] = new Set(reports.map(({ report }) => subjectKey(report.body.subject)))
    const about = subject !== undefined && others.length === 0 ? { subject } : {}
    await append(tx, { kind: 'reports_received', reports: received, by: { kind: 'key', id: keyId }, ...about })
  }
}

/** A case opens once, however many reports join it: the time to see to it that its account is known. */
async function noteOpened(
  tx: Tx,
  opened: readonly CaseToJoin[],
  joined: ReadonlyMap<string, { id: string }>,
  by: Actor,
): Promise<void> {
  if (opened.length === 0) return
  await insertOpened(
    tx,
    opened.map(({ subject }) => ofMap(joined, subject).id),
    actorKey(by),
  )
  const asked = opened.map(({ accountId, subject }) => ({
    accountId,
    key: accountId === null ? subject : subjectKey({ kind: 'account', id: accountId }),
  }))
  await askForFacts(tx, asked, FACTS_AGE_MAX_MS)
}

/** Who opened the cases of a batch: its key, or the desk where several keys' reports met in one. */
function actorOf(reports: readonly GivenReport[]): Actor {
  const [keyId, ...others] = new Set(reports.map((one) => one.keyId))
  return keyId !== undefined && others.length === 0 ? { kind: 'key', id: keyId } : { kind: 'desk' }
}

const toRow = ({ keyId, report: { body, bodyHash, reportedAt } }: GivenReport, caseId: string): ReportRow => ({
  keyId,
  clientId: body.id,
  bodyHash: bodyHash.toString('hex'),
  caseId,
  subject: subjectKey(body.subject),
  ground: body.ground,
  category: body.category,
  keyword: body.keyword ?? null,
  comment: body.comment ?? null,
  language: body.language ?? null,
  region: body.region ?? null,
  reporterId: body.reporterId,
  reportedAt: reportedAt.toISOString(),
  account: body.account ?? null,
})

const nameOf = ({ keyId, report }: GivenReport) => ({ keyId, clientId: report.body.id })

function ofMap<Value>(map: ReadonlyMap<string, Value>, key: string): Value {
  const value = map.get(key)
  if (value === undefined) throw new Error(`the insert did not answer for ${key}`)
  return value
}
