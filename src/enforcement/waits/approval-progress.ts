import { type Static, Type } from 'typebox'
import sql from 'sql-template-tag'
import type { Pool, Queryable } from '../../foundation/database/db.ts'
import { orNull } from '../../foundation/schemas/schemas.ts'
import type { Enforcement } from '../queries.ts'
import { readProgress, WaitReply } from './read-waits.ts'

/** The progress of an approval, for a person whose own review of it is stored or not needed. */
export const ApprovalProgress = Type.Object({
  given: Type.Integer({ description: 'The number of approvals that count towards the clause that lacks the most.' }),
  needed: Type.Integer({ description: 'The number of approvals that this clause needs.' }),
  asked: orNull(
    Type.Array(Type.String()),
    'The people who are asked now and have not answered. Null: withheld from those who proposed or joined it.',
  ),
  waits: Type.Array(WaitReply, { description: 'The conditions that are not met yet.' }),
})

/** The part of one person in an approval. */
export interface Part {
  /** True when they have an open offer, or their own review is stored and they may still answer. */
  isAsked: boolean
  mayBeAsked: boolean
  /** True when they proposed or joined it. */
  isParty: boolean
  /** True until their own review is stored, or they had the action revealed. */
  isBlind: boolean
  /** The pseudonyms of the people with an open offer. */
  asked: string[]
}

/** Reads the part of this person in each of these enforcements, and who is asked about each. */
export async function readParts(
  db: Queryable,
  enforcementIds: readonly string[],
  staffId: string,
): Promise<ReadonlyMap<string, Part>> {
  const { rows } = await db.query<Part & { id: string }>(sql`
    with open_offer as (
      select enforcement_id, staff_id from enforcement_offer offer
      where enforcement_id = any (${enforcementIds}) and until > desk_now() and passed_at is null
        and not exists (select from approval
          where approval.enforcement_id = offer.enforcement_id and approval.staff_id = offer.staff_id)),
    about as (
      select enforcement.id, approval_refusal(enforcement.id, ${staffId}, 'offer') is null as "mayBeAsked",
        exists (select from enforcement_party
          where enforcement_id = enforcement.id and staff_id = ${staffId}) as "isParty", owes_independent_review(${staffId}, enforcement) as "isBlind",
        exists (select from open_offer where enforcement_id = enforcement.id and staff_id = ${staffId}) as offered,
        exists (select from enforcement_offer
          where enforcement_id = enforcement.id and staff_id = ${staffId} and own_at is not null) as reviewed
      from enforcement where id = any (${enforcementIds}))
    select id, "mayBeAsked", "isParty", "isBlind", offered or "mayBeAsked" and reviewed as "isAsked",
      array(select pseudonym from open_offer join staff on staff.id = staff_id
        where enforcement_id = about.id order by pseudonym) as asked
    from about`)
  return new Map(rows.map((row) => [row.id, row]))
}

/** Reads the progress of an enforcement for a person with this part in it. Null: it is withheld, or nothing waits. */
export async function readApprovalProgress(
  db: Pool,
  enforcement: Enforcement,
  { isBlind, isParty, asked }: Part,
): Promise<Static<typeof ApprovalProgress> | null> {
  const progress = isBlind ? undefined : await readProgress(db, enforcement)
  return progress === undefined ? null : { ...progress, asked: isParty ? null : asked }
}
