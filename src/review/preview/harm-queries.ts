import sql from 'sql-template-tag'
import { actorKey, type Harm, type StaffCaller } from '../../foundation/domain.ts'
import type { Queryable } from '../../foundation/database/db.ts'

/** Finds the irreversible harm for which two people marked policies. A policy without a mark is left out. */
export async function findPolicyHarms(db: Queryable, policyIds: readonly string[]): Promise<ReadonlyMap<string, Harm>> {
  const { rows } = await db.query<{ id: string; harm: Harm }>(sql`
    select id, harm from unnest(${policyIds}::text[]) id cross join lateral irreversible_harm_of_policy(id) harm where harm is not null`)
  return new Map(rows.map(({ id, harm }) => [id, harm]))
}

/**
 * The reasons for which irreversible harm is no ground now. person: the caller lacks the clearance "protected", is not
 * on duty or is leaving. age: the platform did not report that the content was published or edited within 24 hours.
 * used: no content of the account is left for today.
 */
export const HARM_REFUSALS = ['person', 'age', 'used'] as const

export interface HarmGround {
  harm: Harm
  refusal: (typeof HARM_REFUSALS)[number] | null
  /** The number of contents of the account that may still be hidden on this ground within 24 hours. */
  left: number
}

/**
 * Returns the harm for which a policy is marked, and the refusal for this person, if any. Null: the policy has no mark.
 */
export async function findHarmGround(
  db: Queryable,
  asked: { subject: string; accountId: string | null; policyId: string; by: StaffCaller },
): Promise<HarmGround | null> {
  const { subject, accountId, policyId, by } = asked
  const { rows } = await db.query<HarmGround>(sql`
    select harm, left_over::integer as left, case
      when not may_act_on_ground(${actorKey({ kind: 'staff', id: by.id })}) then 'person'
      when not is_recent_content(${subject}) then 'age'
      when left_over = 0 then 'used' end as refusal
    from irreversible_harm_of_policy(${policyId}) harm cross join irreversible_harm_left(${accountId}, null) left_over where harm is not null`)
  return rows[0] ?? null
}
