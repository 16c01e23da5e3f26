import sql, { raw } from 'sql-template-tag'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import type { Desk } from '../../policy/desk.ts'

/** The most bytes of a stored page of a thread, or of related accounts. Twin of shown_thread_body_check in SQL. */
export const STORED_BYTES_MAX = 524_288
/** The most bytes of evidence that are stored for one person on a day. Twin of shown_storage_bytes_check in SQL. */
export const STORED_BYTES_A_DAY_MAX = 67_108_864
const CASES_AT_ONCE = 500

interface Evidence {
  caseId: string
  staffId: string
  /** The hash of the bytes, in hex. */
  sha256: string
  bytes: Buffer
}

/**
 * Stores what the holder of a case is shown, once for each hash. Without a claim it stores nothing. What is shown again
 * is stored for as long again.
 */
export function queueShownEvidence(
  tx: Tx,
  table: 'shown_profile' | 'shown_thread' | 'shown_related',
  { caseId, staffId, sha256, bytes }: Evidence,
): void {
  const stored = raw(table)
  tx.queue(sql`
    insert into ${stored} (case_id, sha256, body, stored_for)
    select held.id, decode(${sha256}, 'hex'), ${bytes}, held.claimed_by from review_case held
    where held.id = ${caseId} and held.claimed_by = ${staffId} and held.claimed_until > desk_now()
    on conflict (case_id, sha256) do update set shown_at = desk_now()
      where ${stored}.shown_at < desk_now() - interval '1 day'`)
}

/** True when one more page can be stored for a person today. Without room nothing is shown that could not be stored. */
export async function hasRoomForEvidence(db: Queryable, staffId: string): Promise<boolean> {
  const bytes = await db.findValue<number>(sql`select shown_bytes_today(${staffId})`)
  return (bytes ?? 0) + STORED_BYTES_MAX <= STORED_BYTES_A_DAY_MAX
}

/** Deletes pages that no decision names, a month after they were shown. PostgreSQL decides which. */
export async function deleteNeedlessShown({ db }: Pick<Desk, 'db'>): Promise<void> {
  let after: string | null = ''
  while (after !== null) {
    const last: string | undefined | null = await db.findValue(
      sql`select delete_needless_shown(${after}, ${CASES_AT_ONCE})`,
    )
    after = last ?? null
  }
}
