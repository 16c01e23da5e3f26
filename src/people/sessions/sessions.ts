import type { Desk } from '../../policy/desk.ts'
import { queueAlert } from '../../alerts/alert.ts'
import { type Actor, actorKey, staffKey } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { insertSignature, type Signed } from '../signatures/accept-signature.ts'
import { isLimitReached, lockRemovals } from '../staff/removal-limit.ts'
import { signableRight } from '../staff/sign-removal.ts'
import { refuseGone } from '../staff/standing.ts'
import { makeSecret } from '../access/tokens.ts'
import { nameActors } from '../staff/name-actors.ts'
import { insertDevice, type SessionDevice } from './session-device.ts'
import {
  areEndsUsedUp,
  hasSession,
  insertSession,
  type OtherSessions,
  revokeOtherRows,
  revokeSessionRows,
  type SessionEnd,
} from './session-queries.ts'

export interface BegunSession {
  id: string
  /** The secret in the browser's cookie; the database has only its hash. */
  secret: string
  endsAt: Date
}

/** Begins a session for a person who was authenticated just now, and adds the ledger entry. */
export async function beginSession(
  tx: Tx,
  { staffId, credentialId, from }: { staffId: string; credentialId: string | null; from?: SessionDevice },
): Promise<BegunSession> {
  const { text: secret, hash } = makeSecret('web')
  const { id, endsAt } = await insertSession(tx, { staffId, credentialId, hash })
  if (from) await insertDevice(tx, id, from)
  queueEntry(tx, { kind: 'session_began', sessionId: id, staffId, credentialId, by: { kind: 'staff', id: staffId } })
  return { id, secret, endsAt }
}

/**
 * Revokes one session of a person or all, and returns how many were active. Every server refuses them from the next request on, because sessions are read
 * from the database each time and never cached.
 */
export async function revokeSessions(
  desk: Pick<Desk, 'db'>,
  { staffId, sessionId = null, ...proved }: EndedSessions,
  by: Actor,
): Promise<number> {
  return inTransaction(desk.db, async (tx) => {
    if (by.kind === 'staff' && by.id !== staffId) await storeRevocation(tx, staffId, by, proved.signed)
    if ((sessionId === null || sessionId !== proved.own) && (await areEndsUsedUp(tx, staffId))) throw usedUp()
    const proof = proved.signed?.id ?? proved.secret
    const revoked = await revokeSessionsOf(tx, { staffId, sessionId, by, proof }, proved.reason)
    if (revoked === 0 && sessionId !== null && !(await hasSession(tx, staffId, sessionId))) {
      throw new DeskError('not_found', message('session.unknown', { sessionId }))
    }
    return revoked
  })
}

/** Revokes the caller's sessions but for the one that they came with, and returns how many were active. */
export async function revokeOtherSessions(desk: Pick<Desk, 'db'>, others: OtherSessions): Promise<number> {
  const { staffId } = others
  return inTransaction(desk.db, async (tx) => {
    if (await areEndsUsedUp(tx, staffId)) throw usedUp()
    const revoked = await revokeOtherRows(tx, others)
    queueRevocations(tx, revoked, { staffId, by: { kind: 'staff', id: staffId } })
    return revoked.length
  })
}

interface EndedSessions {
  staffId: string
  /** The session to end. Absent: all sessions. */
  sessionId?: string | null
  signed?: Signed | undefined
  /** The secret of the caller's session or token, when they end sessions of their own. */
  secret?: string | undefined
  /** The id of the session with that secret, which its owner may always end. */
  own?: string | undefined
  /** The reason for which another person's sessions end. */
  reason?: string | undefined
}

const usedUp = (): DeskError => new DeskError('too_many', message('session.endedOften'))

/** Counts signing out another person towards the limit of removals by one person, and refuses beyond it. */
async function storeRevocation(tx: Tx, staffId: string, by: Actor, signed: Signed | undefined): Promise<void> {
  await lockRemovals(tx)
  await refuseGone(tx, by)
  if (await isLimitReached(tx, by, staffId)) {
    throw new DeskError('not_allowed', message('session.limit'))
  }
  if (signed) await insertSignature(tx, signed, await signableRight(tx, { staffId, right: 'session' }))
}

/** Revokes sessions inside another transaction, such as a person's end or the removal of a passkey. */
export async function revokeSessionsOf(tx: Tx, end: SessionEnd, reason?: string): Promise<number> {
  const { staffId, by } = end
  const revoked = await revokeSessionRows(tx, end)
  queueRevocations(tx, revoked, { staffId, by, reason })
  if (reason !== undefined && revoked.length > 0) await alertEnded(tx, { staffId, by, count: revoked.length, reason })
  return revoked.length
}

/** Adds the ledger entries of revoked sessions. */
function queueRevocations(
  tx: Tx,
  revoked: readonly string[],
  { staffId, by, reason }: { staffId: string; by: Actor; reason?: string | undefined },
): void {
  for (const sessionId of revoked) {
    queueEntry(tx, { kind: 'session_revoked', sessionId, staffId, by, ...(reason !== undefined && { reason }) })
  }
}

/** Notifies the person, and the leads, that another person ended their sessions. */
async function alertEnded(
  tx: Tx,
  { staffId, by, count, reason }: { staffId: string; by: Actor; count: number; reason: string },
): Promise<void> {
  const [whose, who] = [staffKey(staffId), actorKey(by)]
  const name = await nameActors(tx, [whose, who])
  const why = message('alert.sessions.ended', { by: name(who), count, who: name(whose), reason })
  queueAlert(tx, { kind: 'sessions', to: { staff: staffId }, why })
  queueAlert(tx, { kind: 'sessions', to: { role: 'lead' }, why })
}
