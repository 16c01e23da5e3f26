import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import { CHANGING_ROLES, type Role, type StaffCaller } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { readSignature, type SignatureRequest, type Signed } from '../signatures/accept-signature.ts'
import type { Signable } from '../../foundation/acts.ts'
import { isRemovalSigned } from './removal-limit.ts'

interface RightsHolder {
  pseudonym: string
  roles: Role[]
  ended: boolean
}

/** Prepares the text that an administrator signs to end this person's access, now or on an earlier day. */
export async function prepareEnd(
  { db }: Pick<Desk, 'db'>,
  { about, by }: { about: string; by: StaffCaller },
): Promise<Signable> {
  if (!by.roles.includes('admin')) throw new DeskError('not_allowed', message('signing.role', { roles: ['admin'] }))
  return signableRemoval(db, about)
}

/**
 * Prepares the text that a person signs to restrict this person. The right to restrict is checked when the act is done.
 */
export const prepareRestriction = (
  { restoreDb }: Pick<Desk, 'restoreDb'>,
  { about }: { about: string; by: StaffCaller },
): Promise<Signable> => signableRemoval(restoreDb, about)

/**
 * Prepares the text that a policy person, lead or administrator signs to take a role, a clearance, sessions or an
 * on-call duty from this person.
 */
export async function prepareRightsRemoval(
  { db }: Pick<Desk, 'db'>,
  { about, by }: { about: string; by: StaffCaller },
): Promise<Signable> {
  if (!by.roles.some((role) => CHANGING_ROLES.includes(role))) {
    throw new DeskError(
      'not_allowed',
      message('signing.role', { roles: { as: 'or', list: ['policy', 'lead', 'admin'] } }),
    )
  }
  const taken = parseRight(about)
  if (taken === undefined) {
    throw new DeskError('invalid_input', message('signing.right'))
  }
  return signableRight(db, taken)
}

/** A right that one person takes from another. */
export interface TakenRight {
  staffId: string
  right: 'session' | 'role' | 'clearance' | 'shift'
  /** The role, the clearance or the entry of the rota. Absent: all sessions. */
  which?: string
}

/**
 * Returns the signed name of a person's right, which binds a signature to that right. `remove_power` in SQL uses the
 * same name.
 */
export const rightAbout = ({ staffId, right, which }: TakenRight): string =>
  [staffId, right, ...(which === undefined ? [] : [which])].join(':')

function parseRight(about: string): TakenRight | undefined {
  const [staffId = '', right, which] = about.split(':')
  if (right === 'session') return { staffId, right }
  return (right === 'role' || right === 'clearance' || right === 'shift') && which
    ? { staffId, right, which }
    : undefined
}

/** Returns the content to sign for removing exactly this right from this person. */
export async function signableRight(db: Queryable, taken: TakenRight): Promise<Signable> {
  const { core, asShown } = await signableRemoval(db, taken.staffId)
  const { right, which } = taken
  return { about: rightAbout(taken), core: { ...core, right, ...(which === undefined ? {} : { which }) }, asShown }
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

/** Returns the person as named in the signed content: a signature about one person counts for no other. */
export async function signableRemoval(db: Queryable, staffId: string): Promise<Signable> {
  const person = await db.find<RightsHolder>(sql`
    select pseudonym, roles, ended_at is not null as ended from staff where id = ${staffId}`)
  if (person === undefined) throw new DeskError('not_found', message('staff.unknown', { staffId }))
  if (person.ended) throw new DeskError('conflict', message('staff.endedAlready', { pseudonym: person.pseudonym }))
  return { about: staffId, core: { person: staffId }, asShown: { pseudonym: person.pseudonym, roles: person.roles } }
}
