import sql from 'sql-template-tag'
import { descending, type PageOf, type PageRequest, selectPage } from '../../foundation/database/select-page.ts'
import type { Desk } from '../../policy/desk.ts'
import type { Actor } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction, type Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { refuseGone } from '../staff/standing.ts'

export const INVITATION_STATES = ['open', 'used', 'revoked', 'expired'] as const

/** An invitation without its link, which only its creator received. */
interface ListedInvitation {
  id: string
  staffId: string
  pseudonym: string
  /** The creator: staff:ID, or desk. */
  madeBy: string
  madeAt: Date
  expiresAt: Date
  state: (typeof INVITATION_STATES)[number]
  /** The time at which the invitation was used or revoked. */
  endedAt: Date | null
}

/** Lists invitations, newest first: all, or those of one person. */
export async function listInvitations(
  db: Queryable,
  staffId: string | undefined,
  page: PageRequest,
): Promise<PageOf<ListedInvitation>> {
  const rows = sql`
    select invitation.id, staff_id as "staffId", pseudonym, made_by as "madeBy", made_at as "madeAt",
      expires_at as "expiresAt", coalesce(used_at, revoked_at) as "endedAt",
      case when used_at is not null then 'used' when revoked_at is not null then 'revoked'
        when expires_at <= desk_now() or member.ended_at is not null then 'expired' else 'open' end as state
    from invitation join staff member on member.id = staff_id
    where ${staffId ?? null}::text is null or staff_id = ${staffId ?? null}`
  const key = [descending(sql`listed."madeAt"`, 'time'), descending(sql`listed.id`, 'text')]
  return selectPage<ListedInvitation>(db, { rows, key }, page)
}

/**
 * Revokes an open invitation: its link stops working at once. A revoked one stays revoked; a used or expired one is
 * refused.
 */
export async function revokeInvitation(desk: Pick<Desk, 'db'>, invitationId: string, by: Actor): Promise<void> {
  await inTransaction(desk.db, async (tx) => {
    await refuseGone(tx, by)
    const found = await tx.find<{ open: boolean; revoked: boolean }>(sql`
      select used_at is null and expires_at > desk_now() as open, revoked_at is not null as revoked from invitation
      where id = ${invitationId} for update`)
    if (found === undefined) throw new DeskError('not_found', message('invitation.unknown', { invitationId }))
    if (found.revoked) return
    if (!found.open) throw new DeskError('conflict', message('invitation.over', { invitationId }))
    await tx.query(sql`update invitation set revoked_at = desk_now() where id = ${invitationId}`)
    queueEntry(tx, { kind: 'invitation_ended', invitationId, how: 'revoked', by })
  })
}
