import sql from 'sql-template-tag'
import { Type } from 'typebox'
import type { Queryable } from '../../foundation/database/db.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { DeskError } from '../../foundation/errors.ts'

const REASON_LENGTH_MAX = 500

/** The reason that a person gives for opening an account. */
export const Reason = Type.String({
  pattern: '\\S',
  maxLength: REASON_LENGTH_MAX,
  description: 'The reason for the view. It is recorded.',
})

/** The reason for opening an account outside one's own cases. */
export const ReadingReason = Type.Optional(
  Type.String({
    pattern: '\\S',
    maxLength: REASON_LENGTH_MAX,
    description: 'The reason for the view. Required for an account outside your cases and offers. It is recorded.',
  }),
)

/**
 * Lets a person open an account if they hold a case about it, are asked about an enforcement on it, or give a reason.
 */
export async function requestViewReason(
  db: Queryable,
  { accountId, staffId, reason }: { accountId: string; staffId: string; reason: string | undefined },
): Promise<void> {
  if (reason !== undefined || (await isTheirs(db, accountId, staffId))) return
  throw reasonMissing(message('view.otherAccount'))
}

/** Returns the refusal to open an account without a reason. */
export const reasonMissing = (text: Message): DeskError => new DeskError('refused', text, { missing: 'reason' })

async function isTheirs(db: Queryable, accountId: string, staffId: string): Promise<boolean> {
  return db.onlyValue<boolean>(sql`
    select exists (
        select from review_case held
        where held.account_id = ${accountId} and held.claimed_by = ${staffId} and held.claimed_until > desk_now())
      or exists (
        select from enforcement_offer offer join enforcement asked on asked.id = offer.enforcement_id
        where offer.staff_id = ${staffId} and asked.account_id = ${accountId}
          and asked.state in ('proposed', 'awaiting_approval', 'held', 'releasing', 'in_effect')) as theirs`)
}
