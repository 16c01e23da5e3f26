import sql from 'sql-template-tag'
import type { Pool } from '../../src/foundation/database/db.ts'

/** The number of enforcements that other people had to approve. */
export interface GuardedCounts {
  guarded: number
  /** The enforcements that got every approval and took effect. */
  approved: number
  /** The number of approved enforcements that a person then confirmed. */
  confirmed: number
  declined: number
  expired: number
  /** The enforcements that were restored because no person confirmed them in time. */
  unconfirmed: number
}

/** True for an enforcement whose verdict requires approvals. */
const ASKED = sql`exists (select from verdict where enforcement_id = enforcement.id
  and jsonb_array_length(requirement -> 'approvals') > 0)`

export async function countGuarded(db: Pool): Promise<GuardedCounts> {
  const { rows } = await db.query<GuardedCounts>(sql`
    select count(*) as guarded,
      count(*) filter (where exists (select from enforcement_move where enforcement_id = enforcement.id and to_state = 'releasing')) as approved,
      count(*) filter (where state = 'confirmed') as confirmed,
      count(*) filter (where state = 'declined') as declined,
      count(*) filter (where state = 'expired') as expired,
      count(*) filter (where state = 'restored'
        and exists (select from enforcement_restore where enforcement_id = enforcement.id and cause = 'unconfirmed')) as unconfirmed
    from enforcement where ${ASKED}`)
  const [row] = rows
  if (row === undefined) throw new Error('PostgreSQL counted nothing')
  return row
}

/** Enforcements on unprotected accounts, offline or not. */
export interface OrdinaryCounts {
  enforcements: number
  /** The number of these that required a second person, or would have if proposed. */
  askedSecond: number
}

/** Counts the enforcements proposed, and those that reviewers left out because others would have had to approve. */
export async function countOrdinary(db: Pool, leftBe: number): Promise<OrdinaryCounts> {
  const { rows } = await db.query<OrdinaryCounts>(sql`
    select count(*) as enforcements, count(*) filter (where ${ASKED}) as "askedSecond" from enforcement where not protected`)
  const { enforcements = 0, askedSecond = 0 } = rows[0] ?? {}
  return { enforcements: enforcements + leftBe, askedSecond: askedSecond + leftBe }
}

/**
 * Lists the enforcements that did not take effect or were restored unconfirmed, and whose cases did not return to the
 * queue.
 */
export async function listUnreturned(db: Pool): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(sql`
    select id from enforcement
    where (state in ('declined', 'expired') or state = 'restored'
        and exists (select from enforcement_restore where enforcement_id = enforcement.id and cause = 'unconfirmed'))
      and 1 <> (select count(*) from case_event
        where case_event.case_id = enforcement.case_id and kind = 'returned' and starts_with(detail ->> 'why', 'Enforcement ' || enforcement.id || ' '))
    order by id`)
  return rows.map(({ id }) => id)
}
