import sql from 'sql-template-tag'
import { queueAlert } from '../../alerts/alert.ts'
import { stopEnforcementsOf } from '../../enforcement/end/stop-enforcements-of.ts'
import type { Desk } from '../../policy/desk.ts'
import { type Actor, actorKey } from '../../foundation/domain.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { DeskError, requireFound } from '../../foundation/errors.ts'
import { releaseClaimsOf } from '../../cases/claims/release-claim.ts'
import { revokeSessionsOf } from '../../people/sessions/sessions.ts'
import { type LockedStaff, lockStaff, revokeTokensOf } from '../../people/staff/queries.ts'

export interface EndedStaff {
  tokensRevoked: number
  claimsTakenBack: number
  enforcementsStopped: readonly string[]
  /** The enforcements that were on their way, or unconfirmed. */
  enforcementsRestored: readonly string[]
}

/**
 * Ends a person in one transaction. Their tokens are revoked and their cases released. Their proposals that are not in
 * effect are stopped; unconfirmed ones are undone. Leads get the list. Earlier acts stay in effect.
 */
export async function endStaff(desk: Pick<Desk, 'db'>, staffId: string, by: Actor): Promise<EndedStaff> {
  return inTransaction(desk.db, async (tx) => endLocked(tx, staffId, await lockEndable(tx, staffId, by), by))
}

/** Waits for the person's running acts, so that none is missed. Refuses a person who can't be ended. */
export async function lockEndable(tx: Tx, staffId: string, by: Actor): Promise<LockedStaff> {
  if (by.kind === 'staff' && by.id === staffId) {
    throw new DeskError('not_allowed', message('offboarding.yourself'))
  }
  const person = requireFound(await lockStaff(tx, staffId), message('staff.unknown', { staffId }))
  if (person.ended) throw new DeskError('conflict', message('staff.endedAlready', { pseudonym: person.pseudonym }))
  return person
}

/** Ends a person within a transaction that has locked their row. */
export async function endLocked(
  tx: Tx,
  staffId: string,
  person: LockedStaff,
  by: Actor,
  signed?: { id: string },
): Promise<EndedStaff> {
  await tx.query(sql`
    update staff set ended_at = desk_now(), ended_by = ${actorKey(by)}, end_signature_id = ${signed?.id ?? null}
    where id = ${staffId}`)
  return settleEnded(tx, staffId, person, by)
}

/**
 * Revokes the tokens and sessions, releases the cases and stops the enforcements of a person whose row states that they
 * have ended.
 */
export async function settleEnded(tx: Tx, staffId: string, person: LockedStaff, by: Actor): Promise<EndedStaff> {
  const tokensRevoked = await revokeTokensOf(tx, staffId)
  await revokeSessionsOf(tx, { staffId, sessionId: null, by })
  const enforcements = await stopEnforcementsOf(tx, { kind: 'staff', id: staffId }, by)
  const cases = await releaseClaimsOf(tx, staffId, by)
  const ended = {
    tokensRevoked,
    claimsTakenBack: cases.length,
    enforcementsStopped: enforcements.stopped,
    enforcementsRestored: enforcements.restored,
  }
  queueEntry(tx, { kind: 'staff_ended', staffId, ...ended, by })
  queueAlert(tx, { kind: 'left', to: { role: 'lead' }, why: endedMessage(person.pseudonym, enforcements, cases) })
  return ended
}

function endedMessage(
  pseudonym: string,
  { stopped, restored }: { stopped: readonly string[]; restored: readonly string[] },
  cases: readonly string[],
): Message {
  const list = (what: 'stopped' | 'restored' | 'cases', ids: readonly string[]) =>
    ids.length === 0 ? [] : [message(`alert.left.${what}`, { ids: { as: 'commas', list: ids } })]
  const left = [...list('stopped', stopped), ...list('restored', restored), ...list('cases', cases)]
  const rest = left.length === 0 ? [message('alert.left.nothing')] : left
  return message('alert.left.ended', { who: pseudonym, left: { as: 'sentences', list: rest } })
}
