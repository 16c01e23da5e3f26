import sql, { raw } from 'sql-template-tag'
import type { Queryable, Tx } from '../../foundation/database/db.ts'

/** Lists which of these contents have restricted evidence: their words are not passed on. */
export async function listRestrictedContents(db: Queryable, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const { rows } = await db.query<{ id: string }>(sql`
    select id from unnest(${ids}::text[]) id where is_restricted('content:' || id)`)
  return new Set(rows.map(({ id }) => id))
}

/** True when bytes with this hash, in hex, are known to be restricted. Without a hash they are not known. */
export async function isRestrictedHash(db: Queryable, sha256: string | undefined): Promise<boolean> {
  if (sha256 === undefined) return false
  return (await db.findValue<boolean>(sql`select is_restricted_hash(decode(${sha256}, 'hex')) as restricted`)) ?? true
}

/** Stores what the holder of a case is shown, once for each hash. Without a claim it stores nothing. */
export function queueShownEvidence(
  tx: Tx,
  table: 'shown_profile' | 'shown_thread',
  { caseId, staffId, sha256, bytes }: { caseId: string; staffId: string; sha256: string; bytes: Buffer },
): void {
  tx.queue(sql`
    insert into ${raw(table)} (case_id, sha256, body)
    select held.id, decode(${sha256}, 'hex'), ${bytes} from review_case held
    where held.id = ${caseId} and held.claimed_by = ${staffId} and held.claimed_until > desk_now()
    on conflict (case_id, sha256) do nothing`)
}
