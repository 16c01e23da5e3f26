import type { Tx } from '../../foundation/database/db.ts'
import { subjectKey } from '../../foundation/domain.ts'
import { type CaseToJoin, queueFactsJobs } from '../intake/report-queries.ts'

/** Facts older than this are read again when a case about the account opens. */
export const READ_AGAIN_AFTER_MS = 24 * 3_600_000

/** Enqueues facts jobs when cases open, because a case opens once, however many reports join it. */
export function queueStaleFactsJobs(tx: Tx, opened: readonly CaseToJoin[]): void {
  if (opened.length === 0) return
  const asked = opened.map(({ accountId, subject }) => ({
    accountId,
    key: accountId === null ? subject : subjectKey({ kind: 'account', id: accountId }),
  }))
  queueFactsJobs(tx, asked, READ_AGAIN_AFTER_MS)
}
