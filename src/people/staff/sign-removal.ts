import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import { CHANGING_ROLES, type Role, type StaffCaller } from '../../foundation/domain.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { readSignature, type SignatureRequest, type Signed } from '../signatures/accept-signature.ts'
import type { Signable } from '../../foundation/acts.ts'
import { isRemovalSigned } from './removal-limit.ts'

interface Target {
  pseudonym: string
  roles: Role[]
  ended: boolean
}

/** Prepares the text that an administrator signs to end this person, now or on an earlier day. */
export async function prepareEnd(
  { db }: Pick<Desk, 'db'>,
  { about, by }: { about: string; by: StaffCaller },
): Promise<Signable> {
  if (!by.roles.includes('admin')) throw new DeskError('not_allowed', 'Not prepared: this takes the role admin.')
  return signableRemoval(db, about)
}

/** Prepares the text that restricts this person. The right to restrict is checked when the act is done. */
export const prepareRestriction = (
  { restoreDb }: Pick<Desk, 'restoreDb'>,
  { about }: { about: string; by: StaffCaller },
): Promise<Signable> => signableRemoval(restoreDb, about)

/** Prepares the text by which a policy maker, lead or administrator takes a role, a clearance, sessions or a place on call. */
export async function prepareRightsRemoval(
  { db }: Pick<Desk, 'db'>,
  { about, by }: { about: string; by: StaffCaller },
): Promise<Signable> {
  if (!by.roles.some((role) => CHANGING_ROLES.includes(role))) {
    throw new DeskError('not_allowed', 'Not prepared: this takes the role policy, lead or admin.')
  }
  return signableRemoval(db, about)
}

/**
 * Reads the signature by which one person takes rights from another. Refuses an act without one, except while the desk is being
 * set up; PostgreSQL refuses it too. `about` undefined: the person it was prepared for.
 */
export async function readRemoval(
  desk: Pick<Desk, 'db' | 'relyingParty'>,
  { about, by, signature }: Pick<SignatureRequest, 'about' | 'by' | 'signature'>,
): Promise<Signed | undefined> {
  if (signature === undefined && !(await isRemovalSigned(desk.db))) return undefined
  return readSignature(desk.db, desk, { act: 'staff_rights', about, by, signature })
}

/** The person as they are named in what is signed: a signature about one person counts for no other. */
export async function signableRemoval(db: Queryable, staffId: string): Promise<Signable> {
  const { rows } = await db.query<Target>(sql`
    select pseudonym, roles, ended_at is not null as ended from staff where id = ${staffId}`)
  const [person] = rows
  if (person === undefined) throw new DeskError('not_found', `There is nobody with the id ${staffId}.`)
  if (person.ended) throw new DeskError('conflict', `${person.pseudonym} has ended already.`)
  return { about: staffId, core: { person: staffId }, asShown: { pseudonym: person.pseudonym, roles: person.roles } }
}
