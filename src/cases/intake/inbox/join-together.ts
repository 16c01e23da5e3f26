import type { Tx } from '../../../foundation/database/db.ts'
import type { Desk } from '../../../policy/desk.ts'
import { checkEvidence } from '../check-evidence.ts'
import { checkTime } from '../check-time.ts'
import { joinReports, readGround } from '../joining/join-reports.ts'
import type { ReportBody } from '../report-body.ts'
import type { GivenReport } from '../store-reports.ts'
import { queueExit, queueLateWords, type WaitingRow } from './inbox-queries.ts'

/** Stores reports of the inbox with their cases, and lets them leave it. */
export async function joinTogether(
  tx: Tx,
  desk: Pick<Desk, 'policies'>,
  waiting: readonly WaitingRow[],
): Promise<void> {
  if (waiting.length === 0) return
  const reports = waiting.map((row) => ({ ...toGiven(row), reportId: row.reportId }))
  await joinReports(tx, desk, reports, await readGround(tx, reports))
  queueExit(
    tx,
    waiting.map(({ id }) => id),
  )
  queueLateWords(tx, waiting)
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
