import { subjectKey } from '../../foundation/domain.ts'
import { type ReportContent, reportHash } from '../../ledger/entries/content-hash.ts'
import type { CheckedReport } from './check-report.ts'

/** `hash` is the hash of the body as received, `contentHash` that of the report as stored. */
export interface ReportReceived {
  id: string
  hash: string
  caseId: string
  contentHash?: string
}

/** Returns the content of a report as its row and its ledger hash contain it. */
export const contentOf = ({ body, reportedAt }: CheckedReport): Omit<ReportContent, 'evidence'> => ({
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
  ...(body.item !== undefined && { item: body.item }),
})

/** Returns the part of a ledger entry about one stored report. */
export function toReceived(report: CheckedReport, id: string, caseId: string) {
  const { bodyHash, evidence } = report
  const contentHash = reportHash({
    ...contentOf(report),
    evidence: evidence.map(({ sha256 }) => sha256.toString('hex')).sort(),
  })
  return { id, hash: bodyHash.toString('base64url'), caseId, contentHash } satisfies ReportReceived
}
