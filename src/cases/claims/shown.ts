import sql from 'sql-template-tag'
import type { Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'

/** A part of a case, such as `reports:1-50` or `evidence:ev_3`, with the time since it was first shown. */
interface Shown {
  part: string
  firstAt: string
  /** The whole seconds from the first showing until now. */
  seconds: number
}

/** Records the parts of a case before its holder is shown them. For a reader without the claim it records nothing. */
export function queueShown(tx: Tx, caseId: string, staffId: string, parts: readonly string[]): void {
  tx.queue(sql`
    insert into case_shown (case_id, staff_id, claimed_at, part)
    select held.id, held.claimed_by, held.claimed_at, part
    from review_case held cross join unnest(${parts}::text[]) part
    where held.id = ${caseId} and held.claimed_by = ${staffId} and held.claimed_until > desk_now()
    on conflict (case_id, staff_id, claimed_at, part) do update set last_at = excluded.last_at`)
}

/** Lists the parts that the holder of a case was shown during their claim, in that order. */
export async function shownDuringClaim(tx: Tx, caseId: string, staffId: string): Promise<Shown[]> {
  const { rows } = await tx.query<Omit<Shown, 'firstAt'> & { firstAt: Date }>(prepared('list-shown')`
    select part, first_at as "firstAt", floor(extract(epoch from desk_now() - first_at))::integer as seconds
    from review_case held
      join case_shown on case_id = held.id and staff_id = held.claimed_by and case_shown.claimed_at = held.claimed_at
    where held.id = ${caseId} and held.claimed_by = ${staffId}
    order by first_at, part`)
  return rows.map(({ part, firstAt, seconds }) => ({ part, firstAt: firstAt.toISOString(), seconds }))
}
