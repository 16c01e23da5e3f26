import type { Desk } from '../../../policy/desk.ts'
import type { Actor } from '../../../foundation/domain.ts'
import { message } from '../../../foundation/messages/message.ts'
import type { Tx } from '../../../foundation/database/db.ts'
import { requireFound } from '../../../foundation/errors.ts'
import type { DirectoryGroup, FoundGroup } from './group.ts'
import { deleteGroup, findGroup, insertGroup, listGroupNames, setMembers, updateGroup } from './group-queries.ts'
import { inDirectory } from '../in-directory.ts'
import { readRoles, formatRoles } from '../../../people/staff/said-roles.ts'
import { scimRefusal } from '../scim-error.ts'

/** Stores a new group. If its name is that of a role, the role is proposed for each of its members. */
export async function createGroup(desk: Pick<Desk, 'db'>, group: DirectoryGroup, by: Actor): Promise<FoundGroup> {
  return inDirectory(desk, TAKEN, async (tx) => {
    const id = await insertGroup(tx, group)
    await insertMembers(tx, id, group)
    await proposeAgain(tx, NO_GROUP, group, by)
    return findOrFail(tx, id)
  })
}

/** Stores the directory's new state of a group. One that changes nothing leaves the time of the last change. */
export async function changeGroup(
  desk: Pick<Desk, 'db'>,
  id: string,
  change: (before: FoundGroup) => DirectoryGroup,
  by: Actor,
): Promise<FoundGroup> {
  return inDirectory(desk, TAKEN, async (tx) => {
    const before = await findOrFail(tx, id)
    const next = change(before)
    if (isSame(before, next)) return before
    await updateGroup(tx, id, next)
    await insertMembers(tx, id, next)
    await proposeAgain(tx, before, next, by)
    return findOrFail(tx, id)
  })
}

function isSame(before: DirectoryGroup, next: DirectoryGroup): boolean {
  const text = ({ displayName, externalId, members }: DirectoryGroup) =>
    JSON.stringify([displayName, externalId, [...members].sort()])
  return text(before) === text(next)
}

/** Deletes a group, and with it the roles that it proposed, unless the check refuses its present state. */
export async function removeGroup(
  desk: Pick<Desk, 'db'>,
  id: string,
  check: (before: FoundGroup) => void,
  by: Actor,
): Promise<void> {
  await inDirectory(desk, TAKEN, async (tx) => {
    const before = await findOrFail(tx, id)
    check(before)
    await deleteGroup(tx, id)
    await proposeAgain(tx, before, NO_GROUP, by)
  })
}

const NO_GROUP: DirectoryGroup = { displayName: '', externalId: null, members: [] }
const TAKEN = message('directory.groupTaken')

async function findOrFail(tx: Tx, id: string): Promise<FoundGroup> {
  const group = requireFound(await findGroup(tx, id), message('directory.noGroup'))
  return group
}

async function insertMembers(tx: Tx, id: string, { members }: DirectoryGroup): Promise<void> {
  if ((await setMembers(tx, id, members)) === members.length) return
  throw scimRefusal('invalidValue', message('directory.noMember'))
}

/** Recomputes the proposed roles of each person for whom this group proposes a role, or did before. */
async function proposeAgain(tx: Tx, before: DirectoryGroup, after: DirectoryGroup, by: Actor): Promise<void> {
  const saysOf = ({ displayName, members }: DirectoryGroup) => (readRoles([displayName]).length > 0 ? members : [])
  for (const personId of new Set([...saysOf(before), ...saysOf(after)])) {
    await formatRoles(tx, { personId, source: 'group', roles: readRoles(await listGroupNames(tx, personId)) }, by)
  }
}
