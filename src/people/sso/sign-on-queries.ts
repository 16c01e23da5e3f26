import sql from 'sql-template-tag'
import {
  type Errand,
  type Identity,
  SIGN_ON_MINUTES_MAX,
  type SignedOut,
} from '../../foundation/outgoing/identity-provider.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'

export async function insertSignOn(db: Queryable, browserHash: Buffer, errand: Errand): Promise<void> {
  await db.query(sql`
    insert into sign_on (browser_hash, state, nonce, verifier)
    values (${browserHash}, ${errand.state}, ${errand.nonce}, ${errand.verifier})`)
}

/**
 * Takes the sign-on that this browser began and that has this state. It cannot be completed again, even when the caller
 * fails afterwards. A page elsewhere doesn't know the state, so it can't end the sign-on of a browser.
 */
export async function takeSignOn(
  db: Queryable,
  { browserHash, state }: { browserHash: Buffer; state: string },
): Promise<Errand | undefined> {
  return db.find<Errand>(sql`
    delete from sign_on
    where browser_hash = ${browserHash} and state = ${state} and began_at > desk_now() - ${SIGN_ON_MINUTES_MAX} * interval '1 minute'
    returning state, nonce, verifier`)
}

/** Deletes expired sign-ons, and the links to sessions that have ended. */
export async function forgetSignOns({ db }: { db: Queryable }): Promise<void> {
  await db.query(sql`delete from sign_on where began_at <= desk_now() - ${SIGN_ON_MINUTES_MAX} * interval '1 minute'`)
  await db.query(sql`
    delete from sign_on_session using staff_session session
    where session.id = session_id and (session.revoked_at is not null or session.ends_at <= desk_now())`)
}

export async function insertSignOnSession(tx: Tx, sessionId: string, identity: Identity): Promise<void> {
  await tx.query(sql`
    insert into sign_on_session (session_id, issuer, subject, provider_session)
    values (${sessionId}, ${identity.issuer}, ${identity.providerSubject}, ${identity.providerSession})`)
}

/** Lists the sessions that began with the identity that signed out at the provider. */
export async function listSignedOut(
  tx: Tx,
  { issuer, subject, session }: SignedOut,
): Promise<{ id: string; staffId: string }[]> {
  return tx.list<{ id: string; staffId: string }>(sql`
    select here.id, here.staff_id as "staffId" from sign_on_session there join staff_session here on here.id = there.session_id
    where there.issuer = ${issuer} and (${subject}::text is null or there.subject = ${subject})
      and (${session}::text is null or there.provider_session = ${session})
    order by here.staff_id, here.id`)
}

/**
 * Finds the person of an identity: by the directory's external id, or by a change that linked the two. An email address
 * never decides.
 */
export async function findBySignOn(
  tx: Tx,
  { issuer, subject }: Pick<Identity, 'issuer' | 'subject'>,
): Promise<{ staffId: string; personId: string | null } | undefined> {
  const { rows } = await tx.query<{ staffId: string; personId: string | null }>(sql`
    select staff_id as "staffId", id as "personId" from directory_person
    where external_id = ${subject} and active and removed_at is null and staff_id is not null
    union all
    select staff_id, null from sign_on_link where issuer = ${issuer} and subject = ${subject}`)
  // Two matching people are ambiguous, so neither signs in.
  return rows.length === 1 ? rows[0] : undefined
}
