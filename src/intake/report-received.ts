import { subjectKey } from '../domain.ts'
import { reportHash } from '../ledger/content-hash.ts'
import type { ReportReceived } from '../ledger/leaf-content.ts'
import type { CheckedReport } from './check-report.ts'

/** What the ledger says of a report that is stored under this id. */
export function toReceived({ body, bodyHash, reportedAt, evidence }: CheckedReport, id: string, caseId: string) {
  const contentHash = reportHash({
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
    evidence: evidence.map(({ sha256 }) => sha256.toString('hex')).sort(),
  })
  return { id, hash: bodyHash.toString('base64url'), caseId, contentHash } satisfies ReportReceived
}
