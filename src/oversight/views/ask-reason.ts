import sql from 'sql-template-tag'
import { Type } from 'typebox'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'

const REASON_LENGTH_MAX = 500

/** Why somebody looks. */
export const Reason = Type.String({
  pattern: '\\S',
  maxLength: REASON_LENGTH_MAX,
  description: 'Why you look. Recorded.',
})

/** Why somebody looks at what is in no case of theirs. */
export const ReadingReason = Type.Optional(
  Type.String({
    pattern: '\\S',
    maxLength: REASON_LENGTH_MAX,
    description:
      'Why you look. Needed for an account that is in no case you hold and no enforcement you are asked about; recorded.',
  }),
)

/** Lets somebody look at an account who holds a case about it, is asked about an enforcement on it, or says why. */
export async function askReason(
  db: Queryable,
  { accountId, staffId, reason }: { accountId: string; staffId: string; reason: string | undefined },
): Promise<void> {
  if (reason !== undefined || (await isTheirs(db, accountId, staffId))) return
  throw reasonMissing('this account is in no case that you hold and no enforcement that you are asked about')
}

/** What a search for accounts, of nobody's case, takes. */
export const reasonMissing = (because: string): DeskError =>
  new DeskError('refused', `Not shown: ${because}. Say why you look, with reason.`, { missing: 'reason' })

async function isTheirs(db: Queryable, accountId: string, staffId: string): Promise<boolean> {
  const { rows } = await db.query<{ theirs: boolean }>(sql`
    select exists (
        select from review_case held
        where held.account_id = ${accountId} and held.claimed_by = ${staffId} and held.claimed_until > desk_now())
      or exists (
        select from enforcement_offer offer join enforcement asked on asked.id = offer.enforcement_id
        where offer.staff_id = ${staffId} and asked.account_id = ${accountId}
          and asked.state in ('proposed', 'awaiting_approval', 'held', 'releasing', 'in_effect')) as theirs`)
  return rows[0]?.theirs ?? false
}
