import type { Desk } from '../desk.ts'
import { type Actor, actorKey, subjectKey } from '../domain.ts'
import { append } from '../ledger/append.ts'
import type { Tx } from '../lib/db.ts'
import { notifyLane } from '../lib/due.ts'
import { type CaseRoute, routeCase } from '../queue/route-case.ts'
import type { CheckedReport } from './check-report.ts'
import { lockContents } from './content-lock.ts'
import { listFuture } from './facts-queries.ts'
import {
  askForFacts,
  countReporters,
  insertOpenedAll,
  insertReports,
  joinCases,
  type KnownContent,
  listContents,
  listReceived,
} from './import-queries.ts'
import { insertEvidence } from './queries.ts'
import { FACTS_AGE_MAX_MS, REPORTED_AHEAD_MAX_MS } from './receive-report.ts'
import { toReceived } from './report-received.ts'

/** `known`: this very report was received before. `taken`: another one was, under its id. */
export type ReportOutcome = 'new' | 'known' | 'taken' | 'in_future'

/** A case that reports of one batch join or open. */
export interface ImportCase extends CaseRoute {
  subject: string
  accountId: string | null
  category: string
  language: string | null
  region: string | null
  reportCount: number
}

/** A report as its row says it. */
export interface ImportedReport {
  clientId: string
  bodyHash: string
  caseId: string
  subject: string
  ground: string
  category: string
  keyword: string | null
  comment: string | null
  language: string | null
  region: string | null
  reporterId: string
  reportedAt: string
  account: object | null
}

/**
 * Stores reports of one key as if each had been received alone, and answers for each in turn what became of it. All of
 * them share one ledger leaf. Nobody else may send reports of this key meanwhile.
 */
export async function importReports(
  tx: Tx,
  desk: Pick<Desk, 'policies'>,
  keyId: string,
  given: readonly CheckedReport[],
): Promise<ReportOutcome[]> {
  const outcomes = await sortOut(tx, keyId, given)
  const fresh = given.filter((_report, place) => outcomes[place] === 'new')
  if (fresh.length > 0) await store(tx, desk, keyId, fresh)
  return outcomes
}

async function sortOut(tx: Tx, keyId: string, given: readonly CheckedReport[]): Promise<ReportOutcome[]> {
  const ids = given.map(({ body }) => body.id)
  const times = given.map(({ reportedAt }) => reportedAt)
  const future = await listFuture(tx, times, REPORTED_AHEAD_MAX_MS)
  const received = await listReceived(tx, keyId, ids)
  return given.map(({ body, bodyHash }, place): ReportOutcome => {
    const before = received.get(body.id)
    if (before !== undefined) return before.equals(bodyHash) ? 'known' : 'taken'
    if (future.has(place)) return 'in_future'
    received.set(body.id, bodyHash)
    return 'new'
  })
}

async function store(
  tx: Tx,
  desk: Pick<Desk, 'policies'>,
  keyId: string,
  reports: readonly CheckedReport[],
): Promise<void> {
  const by: Actor = { kind: 'key', id: keyId }
  const contentIds = [
    ...new Set(reports.flatMap(({ body: { subject } }) => (subject.kind === 'content' ? [subject.id] : []))),
  ]
  await lockContents(tx, contentIds, 'still')
  const cases = gatherCases(desk, reports, await listContents(tx, contentIds))
  const joined = await joinCases(tx, [...cases.values()])
  const caseIdOf = ({ body }: CheckedReport) => idOf(joined, subjectKey(body.subject)).id
  const opened = [...cases.values()].filter(({ subject }) => idOf(joined, subject).opened)
  await noteOpened(
    tx,
    opened.map((one) => ({ ...one, id: idOf(joined, one.subject).id })),
    by,
  )
  await countReporters(
    tx,
    reports.map((report) => ({ caseId: caseIdOf(report), reporterId: report.body.reporterId })),
  )
  const ids = await insertReports(
    tx,
    keyId,
    reports.map((report) => toRow(report, caseIdOf(report))),
  )
  for (const report of reports) {
    for (const piece of report.evidence) await insertEvidence(tx, idOf(ids, report.body.id), caseIdOf(report), piece)
  }
  await append(tx, {
    kind: 'reports_received',
    reports: reports.map((report) => toReceived(report, idOf(ids, report.body.id), caseIdOf(report))),
    by,
  })
}

/** One case for each subject: where it waits is said by the first report, what it needs by all of them. */
function gatherCases(
  desk: Pick<Desk, 'policies'>,
  reports: readonly CheckedReport[],
  contents: ReadonlyMap<string, KnownContent>,
): Map<string, ImportCase> {
  const cases = new Map<string, ImportCase>()
  for (const { body } of reports) {
    const known = body.subject.kind === 'content' ? contents.get(body.subject.id) : undefined
    const language = body.language ?? known?.language ?? null
    const region = body.region ?? null
    const { category, ground } = body
    const route = routeCase(desk.policies, {
      category,
      ground,
      ...(language === null ? {} : { language }),
      ...(region === null ? {} : { region }),
    })
    const subject = subjectKey(body.subject)
    const accountId = body.subject.kind === 'account' ? body.subject.id : (known?.accountId ?? null)
    const before = cases.get(subject)
    cases.set(
      subject,
      before === undefined
        ? { ...route, subject, accountId, category, language, region, reportCount: 1 }
        : joinRoutes(before, route),
    )
  }
  return cases
}

const joinRoutes = (before: ImportCase, { clearances, dueMs, rank }: CaseRoute): ImportCase => ({
  ...before,
  clearances: [...new Set([...before.clearances, ...clearances])].sort(),
  dueMs: Math.min(before.dueMs, dueMs),
  rank: Math.max(before.rank, rank),
  reportCount: before.reportCount + 1,
})

async function noteOpened(tx: Tx, opened: readonly (ImportCase & { id: string })[], by: Actor): Promise<void> {
  if (opened.length === 0) return
  await insertOpenedAll(
    tx,
    opened.map(({ id }) => id),
    actorKey(by),
  )
  const asked = opened.map(({ accountId, subject }) => ({
    accountId,
    key: accountId === null ? subject : subjectKey({ kind: 'account', id: accountId }),
  }))
  await askForFacts(tx, asked, FACTS_AGE_MAX_MS)
  await notifyLane(tx, 'background')
}

const toRow = ({ body, bodyHash, reportedAt }: CheckedReport, caseId: string): ImportedReport => ({
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

function idOf<Id>(ids: ReadonlyMap<string, Id>, of: string): Id {
  const id = ids.get(of)
  if (id === undefined) throw new Error(`the insert did not answer for ${of}`)
  return id
}
