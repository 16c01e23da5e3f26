import { createHash } from 'node:crypto'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import { refuseUnstorable } from '../../foundation/database/refuse-unstorable.ts'
import { checkEvidence, type Evidence } from './check-evidence.ts'
import { checkTime } from './check-time.ts'
import type { ReportBody } from './report-body.ts'

/** A report that can be stored, unless its time is in the future, which only the database can decide. */
export interface CheckedReport {
  body: ReportBody
  /** SHA-256 of the body's canonical form, independent of its spelling as JSON. */
  bodyHash: Buffer
  /** The length of the canonical form in UTF-16 code units: approximately its memory while it waits. */
  length: number
  reportedAt: Date
  evidence: readonly Evidence[]
}

/** Checks the rules for a report that a schema cannot express; refuses, naming the field. */
export function checkReport(body: ReportBody): CheckedReport {
  refuseUnstorable(body)
  const claimed = body.account?.createdAt
  if (typeof claimed === 'string' && claimed !== 'absent') checkTime(claimed, 'account/createdAt')
  const canonical = canonicalJson(body as Json)
  return {
    body,
    bodyHash: createHash('sha256').update(canonical).digest(),
    length: canonical.length,
    reportedAt: checkTime(body.reportedAt, 'reportedAt'),
    evidence: checkEvidence(body.evidence ?? []),
  }
}
