import sql from 'sql-template-tag'
import { descending, type PageOf, type PageRequest, selectPage } from '../../foundation/database/select-page.ts'
import { type Actor, actorKey, type StaffCaller } from '../../foundation/domain.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import { IS_CONFINED, IS_HERE } from '../staff/queries.ts'

/** The longest duration of a session: it lasts for a whole shift and ends overnight. */
export const SESSION_MINUTES_MAX = 720
/** The idle time after which a person signs in again. */
const SESSION_IDLE_MINUTES_MAX = 30
/** The shortest interval between two updates of `seen_at`. */
const SEEN_EVERY_SECONDS = 60

/** SQL condition: the session counts now. The staff row of its person must count as well. */
const COUNTS = sql`session.revoked_at is null and session.ends_at > desk_now()
  and session.seen_at > desk_now() - ${SESSION_IDLE_MINUTES_MAX} * interval '1 minute'`
/** SQL condition: the session and its passkey, if it has one, count now. */
export const SESSION_COUNTS = sql`${COUNTS} and passkey.removed_at is null`

/**
 * Returns the person of a session that counts, if they have begun and not ended. A person's input keeps a session
 * alive, the page's automatic requests do not. `idleSeconds` is the time since the last input, as the page reports it.
 * Undefined: not reported.
 */
export async function findStaffBySession(
  db: Queryable,
  hash: Buffer,
  idleSeconds: number | undefined,
): Promise<StaffCaller | undefined> {
  const touched = sql`desk_now() - ${idleSeconds ?? null}::integer * interval '1 second'`
  const row = await db.find<Omit<StaffCaller, 'kind'> & { sessionId: string; seen: boolean }>(
    prepared('find-staff-by-session')`
    select member.id, member.pseudonym, member.roles, session.id as "sessionId", ${IS_CONFINED} as confined,
      coalesce(session.seen_at > ${touched} - ${SEEN_EVERY_SECONDS} * interval '1 second', true) as seen
    from staff_session session join staff member on member.id = session.staff_id
    left join passkey on passkey.id = session.credential_id
    where session.secret_hash = ${hash} and ${SESSION_COUNTS} and ${IS_HERE}`,
  )
  if (row === undefined) return undefined
  const { id, pseudonym, roles, sessionId, confined, seen } = row
  if (!seen) await db.query(sql`select touch_session(${sessionId}, ${touched})`)
  return { kind: 'staff', id, pseudonym, roles, via: 'session', sessionId, confined }
}

export async function insertSession(
  tx: Tx,
  { staffId, credentialId, hash }: { staffId: string; credentialId: string | null; hash: Buffer },
): Promise<{ id: string; endsAt: Date }> {
  const row = await tx.find<{ id: string; endsAt: Date }>(sql`
    insert into staff_session (staff_id, credential_id, secret_hash, ends_at)
    values (${staffId}, ${credentialId}, ${hash}, desk_now() + ${SESSION_MINUTES_MAX} * interval '1 minute')
    returning id, ends_at as "endsAt"`)
  if (row === undefined) throw new Error('the insert answered no row')
  return row
}

export interface ListedSession {
  id: string
  credentialId: string | null
  device: string | null
  network: string | null
  beganAt: Date
  seenAt: Date
  endsAt: Date
}

/** Lists a person's sessions that count now, newest first. */
export async function listSessions(db: Queryable, staffId: string, page: PageRequest): Promise<PageOf<ListedSession>> {
  const rows = sql`
    select id, credential_id as "credentialId", device, network::text as network, began_at as "beganAt",
      seen_at as "seenAt", ends_at as "endsAt"
    from staff_session session left join session_device on session_id = id
    where staff_id = ${staffId} and ${COUNTS}`
  const key = [descending(sql`listed."beganAt"`, 'time'), descending(sql`listed.id`, 'text')]
  return selectPage<ListedSession>(db, { rows, key }, page)
}

export interface SessionEnd {
  staffId: string
  /** The session to end. Null: all sessions of the person. */
  sessionId: string | null
  by: Actor
  /** The secret with which a person ends their own sessions, or the id of another person's signature. */
  proof?: string | undefined
}

/** The sessions of a person without their own, which stays. */
export interface OtherSessions {
  staffId: string
  own: string | undefined
  /** The secret of the session or token with which they came. */
  proof: string | undefined
}

/**
 * Revokes one session of a person, or all that could still be used, and returns their ids. PostgreSQL refuses it
 * without a proof.
 */
export async function revokeSessionRows(tx: Tx, { staffId, sessionId, by, proof }: SessionEnd): Promise<string[]> {
  return tx.listValues<string>(sql`
    select id from revoke_sessions(${staffId}, ${sessionId}, ${actorKey(by)}, ${proof ?? null}) id`)
}

/** Revokes the sessions of a person that could still be used, but for one, and returns their ids. */
export async function revokeOtherRows(tx: Tx, { staffId, own, proof }: OtherSessions): Promise<string[]> {
  return tx.listValues<string>(sql`
    select id from revoke_other_sessions(${staffId}, ${own ?? null}, ${proof ?? null}) id`)
}

/** True when this person's sessions were ended so often within the hour that a session may now end only itself. */
export async function areEndsUsedUp(tx: Tx, staffId: string): Promise<boolean> {
  return (await tx.findValue<boolean>(sql`select session_ends_used_up(${staffId}) as used`)) ?? true
}

/** True when this person has a session of this id, active or ended. */
export async function hasSession(tx: Tx, staffId: string, sessionId: string): Promise<boolean> {
  const query = sql`select exists (select from staff_session where id = ${sessionId} and staff_id = ${staffId})`
  return tx.onlyValue<boolean>(query)
}
