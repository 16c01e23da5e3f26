import { randomBytes } from 'node:crypto'
import type { Desk } from '../../../policy/desk.ts'
import type { Actor } from '../../../foundation/domain.ts'
import { message } from '../../../foundation/messages/message.ts'
import { queueEntry } from '../../../ledger/queue-entry.ts'
import { contentHash, staffHash } from '../../../ledger/entries/content-hash.ts'
import type { Tx } from '../../../foundation/database/db.ts'
import { requireFound } from '../../../foundation/errors.ts'
import type { NewStaff } from '../../../people/staff/add-staff.ts'
import { insertStaff, lockStaff } from '../../../people/staff/queries.ts'
import { inDirectory } from '../in-directory.ts'
import { formatRoles } from '../../../people/staff/said-roles.ts'
import { scimRefusal } from '../scim-error.ts'
import type { DirectoryUser, FoundUser } from './user.ts'
import { findKept, findUser, forgetUser, insertUser, updateUser } from './user-queries.ts'
import { endOneIn } from '../../offboarding/end-people.ts'
import { isConfined, lockRemovals } from '../../../people/staff/removal-limit.ts'

/** A person's employer and team, as far as the directory sent them when it created the person. */
interface Belonging {
  employer: string | null
  team: string | null
}

/** Creates a person without any right. Only changes give roles, also when the directory names some. */
export async function createUser(
  desk: Pick<Desk, 'db'>,
  { user, belonging }: { user: DirectoryUser; belonging: Belonging },
  by: Actor,
): Promise<FoundUser> {
  return inDirectory(desk, TAKEN, async (tx) => {
    const staffId = user.active ? await beginStaff(tx, belonging, by) : null
    const id = await insertUser(tx, user, staffId)
    await note(tx, { id, staffId, active: user.active, first: true }, by)
    await formatRoles(tx, { personId: id, source: 'user', roles: user.roles }, by)
    return findOrFail(tx, id)
  })
}

/**
 * Stores the directory's new state of a person. A state that changes nothing leaves the time of the last change. A person who is no longer active is ended at once. One who becomes
 * active again is a new person without rights.
 */
export async function changeUser(
  desk: Pick<Desk, 'db'>,
  id: string,
  change: (before: FoundUser) => DirectoryUser,
  by: Actor,
): Promise<FoundUser> {
  return inDirectory(desk, TAKEN, async (tx) => {
    const before = await findOrFail(tx, id)
    const next = change(before)
    if (isSame(before, next)) return before
    if (next.externalId !== before.externalId && (before.externalId !== null || before.hasRights))
      throw EXTERNAL_ID_STAYS
    // A person who was ended beyond the limit keeps access for a day (`departures.sql`); two people at the desk decide
    // what happens after it.
    const comesBack = next.active && !before.active && !before.here
    const staffId = comesBack ? await beginStaff(tx, UNSAID, by) : before.staffId
    await updateUser(tx, id, next, staffId)
    await note(tx, { id, staffId, active: next.active, first: false }, by)
    await formatRoles(tx, { personId: id, source: 'user', roles: next.roles }, by)
    if (before.active && !next.active && before.staffId !== null) await leaveByDirectory(tx, before.staffId, by)
    return findOrFail(tx, id)
  })
}

const COMPARED = [
  ...([
    'userName',
    'externalId',
    'displayName',
    'givenName',
    'familyName',
    'formattedName',
    'email',
    'active',
  ] as const),
] satisfies (keyof DirectoryUser)[]

function isSame(before: DirectoryUser, next: DirectoryUser): boolean {
  const roles = (user: DirectoryUser) => [...user.roles].sort().join(' ')
  return COMPARED.every((name) => before[name] === next[name]) && roles(before) === roles(next)
}

/** Deletes a person's names and ends them, unless the check refuses their present state; their acts stay on record. */
export async function removeUser(
  desk: Pick<Desk, 'db'>,
  id: string,
  check: (before: FoundUser) => void,
  by: Actor,
): Promise<void> {
  await inDirectory(desk, TAKEN, async (tx) => {
    const before = await findOrFail(tx, id)
    check(before)
    const { active, staffId } = before
    for (const source of ['user', 'group', 'sign_in'] as const)
      await formatRoles(tx, { personId: id, source, roles: [] }, by)
    await forgetUser(tx, id)
    queueEntry(tx, { kind: 'directory_person_removed', personId: id, by })
    if (active && staffId !== null) await leaveByDirectory(tx, staffId, by)
  })
}

const EXTERNAL_ID_STAYS = scimRefusal('mutability', message('directory.externalId'))
const UNSAID: Belonging = { employer: null, team: null }
const TAKEN = message('directory.userTaken')

async function findOrFail(tx: Tx, id: string): Promise<FoundUser> {
  const user = requireFound(await findUser(tx, id), message('directory.noUser'))
  return user
}

/** The random bytes of a pseudonym: it reveals nothing about the person, and collisions are rare. */
const PSEUDONYM_BYTES = 5

/** The name is not copied into the row of staff, which is never emptied: only the directory user has it. */
async function beginStaff(tx: Tx, { employer, team }: Belonging, by: Actor): Promise<string> {
  const pseudonym = `colleague-${randomBytes(PSEUDONYM_BYTES).toString('hex')}`
  const person: NewStaff = {
    pseudonym,
    name: pseudonym,
    roles: [],
    languages: [],
    clearances: [],
    employment: 'employee',
    employer: employer ?? UNSAID_PLACE,
    site: UNSAID_PLACE,
    team: team ?? UNSAID_PLACE,
    rollingContract: false,
  }
  const id = await insertStaff(tx, person)
  const { roles, ...content } = person
  queueEntry(tx, { kind: 'staff_added', staffId: id, roles, contentHash: staffHash(content), by })
  return id
}

/** All people without a team or employer get the same value, so two of them never count as of different ones. */
const UNSAID_PLACE = 'not said'

async function note(
  tx: Tx,
  { id, staffId, active, first }: { id: string; staffId: string | null; active: boolean; first: boolean },
  by: Actor,
): Promise<void> {
  const hash = contentHash(await findKept(tx, id))
  queueEntry(tx, { kind: 'directory_person', personId: id, staffId, active, first, contentHash: hash, by })
}

/**
 * Ends a person whom the directory removed, in the transaction that stores its message. A person who has ended, or is
 * ending, is unchanged. One beyond the limit loses every restrictive right at once and keeps a day to undo it.
 */
async function leaveByDirectory(tx: Tx, staffId: string, by: Actor): Promise<void> {
  await lockRemovals(tx)
  const person = await lockStaff(tx, staffId)
  if (person && !person.ended && !(await isConfined(tx, staffId))) await endOneIn(tx, staffId, by)
}
