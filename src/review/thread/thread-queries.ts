import sql from 'sql-template-tag'
import type { Queryable, Tx } from '../../foundation/database/db.ts'

/** Stores a page of messages that the holder of a case is shown, once for each hash. Without a claim it stores nothing. */
export function queueShownThread(
  tx: Tx,
  { caseId, staffId, sha256, bytes }: { caseId: string; staffId: string; sha256: string; bytes: Buffer },
): void {
  tx.queue(sql`
    insert into shown_thread (case_id, sha256, body)
    select held.id, decode(${sha256}, 'hex'), ${bytes} from review_case held
    where held.id = ${caseId} and held.claimed_by = ${staffId} and held.claimed_until > desk_now()
    on conflict (case_id, sha256) do nothing`)
}

/**
 * Lists which of these accounts, or of all accounts where they are not known, have an enforcement that waits for this person's independent review. A message of theirs
 * that is hidden now could tell what was proposed or taken meanwhile.
 */
export async function listUndisclosedAuthors(
  db: Queryable,
  staffId: string,
  accountIds: readonly string[] | 'all',
): Promise<ReadonlySet<string>> {
  if (accountIds.length === 0) return new Set()
  const isOneOfThem = accountIds === 'all' ? sql`true` : sql`account_id = any (${accountIds})`
  const rows = await db.list<{ id: string }>(sql`
    select distinct account_id as id from enforcement
    where ${isOneOfThem} and is_waiting(state) and owes_independent_review(${staffId}, enforcement)`)
  return new Set(rows.map(({ id }) => id))
}
