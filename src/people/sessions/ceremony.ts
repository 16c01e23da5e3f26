import { randomBytes } from 'node:crypto'
import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'

const CHALLENGE_BYTES = 32
/** The time within which a WebAuthn ceremony ends: enough to find the key and verify the user. */
export const CEREMONY_MINUTES_MAX = 5

type Ceremony = { kind: 'sign_in' } | { kind: 'enrol'; staffId: string; invitationId: string | null }

/** Begins a WebAuthn ceremony and returns its random challenge, which is valid once. */
export async function beginCeremony(db: Queryable, ceremony: Ceremony): Promise<string> {
  const challenge = randomBytes(CHALLENGE_BYTES).toString('base64url')
  const { staffId, invitationId } = ceremony.kind === 'enrol' ? ceremony : { staffId: null, invitationId: null }
  await db.query(sql`
    insert into ceremony (challenge, kind, staff_id, invitation_id)
    values (${challenge}, ${ceremony.kind}, ${staffId}, ${invitationId})`)
  return challenge
}

/** Consumes an unexpired ceremony. It cannot be consumed again, even when the caller fails afterwards. */
export async function takeCeremony<Kind extends Ceremony['kind']>(
  db: Queryable,
  kind: Kind,
  challenge: string,
): Promise<{ staffId: string | null; invitationId: string | null } | undefined> {
  return db.find<{ staffId: string | null; invitationId: string | null }>(sql`
    delete from ceremony
    where challenge = ${challenge} and kind = ${kind}
      and began_at > desk_now() - ${CEREMONY_MINUTES_MAX} * interval '1 minute'
    returning staff_id as "staffId", invitation_id as "invitationId"`)
}

/** Returns the challenge in a browser's client data; undefined if there is none. */
export function challengeIn(clientDataJSON: string): string | undefined {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString())
    return typeof challenge === 'string' ? challenge : undefined
  } catch {
    return undefined
  }
}

/** Deletes expired ceremonies. */
export async function forgetCeremonies({ db }: { db: Queryable }): Promise<void> {
  await db.query(sql`delete from ceremony where began_at <= desk_now() - ${CEREMONY_MINUTES_MAX} * interval '1 minute'`)
}
