import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'

/** Returns the time since which this person holds the case; undefined: they don't. */
export async function findCaseHold(
  db: Queryable,
  caseId: string,
  staffId: string,
): Promise<{ claimedAt: Date } | undefined> {
  return db.find<{ claimedAt: Date }>(sql`
    select claimed_at as "claimedAt" from review_case
    where id = ${caseId} and claimed_by = ${staffId} and claimed_until > desk_now()`)
}
