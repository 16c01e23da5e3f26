import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import { type Actor, actorKey } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inAnsweredTransaction, type Queryable, type Tx } from '../../foundation/database/db.ts'
import { DeskError, requireFound } from '../../foundation/errors.ts'
import { lockStaff } from '../staff/queries.ts'
import { refuseGone } from '../staff/standing.ts'
import { queueEnrolmentAlerts } from '../passkeys/enrolment-alerts.ts'
import { hashSecret, makeSecret, secretKind } from '../access/tokens.ts'

/** The validity of an invitation: long enough for a person in another time zone. */
const INVITATION_MINUTES = 24 * 60
/** The validity of the first invitation, which the administrator uses at the terminal. */
export const FIRST_INVITATION_MINUTES = 15

interface MadeInvitation {
  id: string
  /** The secret of the invitation, returned once. It opens only the page that enrols a passkey for this person. */
  secret: string
  expiresAt: Date
}

/**
 * Invites a person to enrol a passkey, and adds the ledger entry. It revokes their earlier unused invitations. The
 * rights of the new passkey are decided at enrolment.
 */
export async function inviteStaff(
  desk: Pick<Desk, 'db'>,
  { staffId, minutes = INVITATION_MINUTES }: { staffId: string; minutes?: number },
  by: Actor,
): Promise<MadeInvitation> {
  const { text: secret, hash } = makeSecret('inv')
  return inAnsweredTransaction(desk.db, async (tx) => {
    await refuseGone(tx, by)
    const person = requireFound(await lockStaff(tx, staffId), message('staff.unknown', { staffId }))
    if (person.ended) throw new DeskError('conflict', message('invitation.ended', { pseudonym: person.pseudonym }))
    await revokeEarlier(tx, staffId, by)
    const made = await tx.find<{ id: string; expiresAt: Date }>(sql`
      insert into invitation (staff_id, secret_hash, made_by, expires_at)
      values (${staffId}, ${hash}, ${actorKey(by)}, desk_now() + ${minutes} * interval '1 minute')
      returning id, expires_at as "expiresAt"`)
    if (made === undefined) throw new Error('the insert answered no row')
    const { id, expiresAt } = made
    queueEntry(tx, { kind: 'invitation_made', invitationId: id, staffId, expiresAt: expiresAt.toISOString(), by })
    const maker = by.kind === 'staff' ? 'invitedByAdmin' : 'invitedByCommand'
    queueEnrolmentAlerts(tx, staffId, message(`alert.enrolment.${maker}`, { who: person.pseudonym }))
    return { id, secret, expiresAt }
  })
}

/** The secret follows the # of the link, which browsers never send: no server log contains it. */
export const invitationLink = ({ relyingParty }: Pick<Desk, 'relyingParty'>, secret: string): string =>
  `${relyingParty.origin}/enrol#${secret}`

async function revokeEarlier(tx: Tx, staffId: string, by: Actor): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(sql`
    update invitation set revoked_at = desk_now()
    where staff_id = ${staffId} and used_at is null and revoked_at is null returning id`)
  for (const { id } of rows) queueEntry(tx, { kind: 'invitation_ended', invitationId: id, how: 'revoked', by })
}

/** An invitation that can be used at this moment. */
export interface OpenInvitation {
  id: string
  staffId: string
  pseudonym: string
  /** The creator: staff:ID, or desk. */
  madeBy: string
}

const OPEN = sql`invitation.used_at is null and invitation.revoked_at is null and invitation.expires_at > desk_now()
  and member.ended_at is null and (member.ends_at is null or member.ends_at > desk_now())`
const COLUMNS = sql`invitation.id, staff_id as "staffId", pseudonym, made_by as "madeBy"`

/** Finds the open invitation of a secret. */
export async function findInvitation(db: Queryable, secret: string): Promise<OpenInvitation | undefined> {
  if (secretKind(secret) !== 'inv') return undefined
  return db.find<OpenInvitation>(sql`
    select ${COLUMNS} from invitation join staff member on member.id = staff_id
    where invitation.secret_hash = ${hashSecret(secret)} and ${OPEN}`)
}

/**
 * Marks an invitation as used and adds the ledger entry. Returns false when it was already used, revoked or expired.
 */
export async function useInvitation(tx: Tx, invitationId: string, staffId: string): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    update invitation set used_at = desk_now()
    where id = ${invitationId} and used_at is null and revoked_at is null and expires_at > desk_now()`)
  if (rowCount !== 1) return false
  queueUsedEntry(tx, invitationId, staffId)
  return true
}

/** Adds the ledger entry of an invitation that PostgreSQL marked as used itself. */
export const queueUsedEntry = (tx: Tx, invitationId: string, staffId: string): void =>
  queueEntry(tx, { kind: 'invitation_ended', invitationId, how: 'used', by: { kind: 'staff', id: staffId } })
