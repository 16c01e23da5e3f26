import sql from 'sql-template-tag'
import type { Json } from '../../foundation/canonical.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import type { Actor } from '../../foundation/domain.ts'
import { DeskError, requireFound } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Change } from '../change/change-queries.ts'
import type { Described } from '../change/wanted.ts'

interface StoredReport {
  from: string
  to: string
  /** The SHA-256 over its files, in hexadecimal digits. */
  hash: string
  isFinal: boolean
}

const findReport = (db: Queryable, reportId: string): Promise<StoredReport | undefined> =>
  db.find<StoredReport>(sql`
    select to_char(first_day, 'YYYY-MM-DD') as "from", to_char(last_day, 'YYYY-MM-DD') as "to", encode(hash, 'hex') as hash,
      final_at is not null as "isFinal"
    from transparency_report where id = ${reportId}`)

/** Describes that a stored transparency report becomes final. Two people agree to its period and hash. */
export async function describeFinalReport(
  db: Queryable,
  { reportId }: { reportId: string },
): Promise<{ described: Described; body: Json }> {
  const found = requireFound(await findReport(db, reportId), message('transparency.unknown', { reportId }))
  const { isFinal, ...said } = found
  if (isFinal) throw new DeskError('conflict', message('transparency.isFinal', { reportId }))
  const says = message('described.transparencyReport', { reportId, ...said })
  return { described: { says, direction: 'mixed' }, body: { reportId, ...said } }
}

/** Records that a report is final. PostgreSQL made it so, if it is the one that both people read. */
export async function recordFinalReport(tx: Tx, { id: changeId, body }: Change, by: Actor): Promise<void> {
  const { reportId, from, to, hash } = JSON.parse(body)
  queueEntry(tx, { kind: 'transparency_report_made', reportId, from, to, hash, changeId, by })
}
