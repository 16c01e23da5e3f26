import type { Tx } from '../../../foundation/database/db.ts'
import { subjectKey } from '../../../foundation/domain.ts'
import { listRestricted } from '../../contents/restricted-queries.ts'
import type { CheckedReport } from '../check-report.ts'
import type { EvidenceItem } from '../report-body.ts'
import type { GivenReport } from '../store-reports.ts'
import { queueWaiting } from './inbox-queries.ts'

/** Stores reports durably and without their case, for `joinWaiting`. Bytes that are known to be restricted are not stored. */
export async function putInInbox(tx: Tx, reports: readonly (GivenReport & { reportId: string })[]): Promise<void> {
  const pieces = reports.flatMap(({ report }) => report.evidence)
  const restricted = await listRestricted(
    tx,
    pieces.flatMap((piece) => (piece.class === 'restricted' ? [] : [piece.sha256])),
  )
  queueWaiting(
    tx,
    reports.map(({ keyId, report, reportId, traceparent }) => ({
      ...{ id: reportId, keyId, clientId: report.body.id, bodyHash: report.bodyHash.toString('hex') },
      ...{ subject: subjectKey(report.body.subject), report: withoutRestricted(report, restricted), traceparent },
    })),
  )
}

function withoutRestricted({ body, evidence }: CheckedReport, restricted: ReadonlyMap<string, string>): object {
  if (restricted.size === 0) return body
  const items = body.evidence?.map((item, place): EvidenceItem => {
    const sha256 = evidence[place]?.sha256.toString('hex') ?? ''
    const reference = item.class === 'restricted' ? undefined : restricted.get(sha256)
    return reference === undefined ? item : { class: 'restricted', mediaType: item.mediaType, sha256, reference }
  })
  return { ...body, ...(items && { evidence: items }) }
}
