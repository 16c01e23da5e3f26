import sql from 'sql-template-tag'
import { type Actor, ROLES, type Role } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Tx } from '../../foundation/database/db.ts'

type RoleSource = 'user' | 'group' | 'sign_in'

/** Stores the roles that a directory or identity provider states for a person. It grants none: a change does. */
export async function formatRoles(
  tx: Tx,
  { personId, source, roles }: { personId: string; source: RoleSource; roles: readonly Role[] },
  by: Actor,
): Promise<void> {
  const known = await listSaidRoles(tx, personId, source)
  const before = new Map(known.map(({ role, said }) => [role, said]))
  for (const role of new Set([...before.keys(), ...roles])) {
    const said = roles.includes(role)
    if (before.get(role) === said) continue
    await storeDirectoryRole(tx, { personId, role, source, said })
    queueEntry(tx, { kind: 'directory_role', personId, role, source, said, first: !before.has(role), by })
  }
}

/** Maps group names to roles: "lead", or "countersign-lead" in a directory shared with other systems. */
export function readRoles(names: readonly string[]): Role[] {
  const plain = names.map((name) =>
    name
      .trim()
      .toLowerCase()
      .replace(/^countersign[-_ :]/, ''),
  )
  return ROLES.filter((role) => plain.includes(role))
}

/** The roles that a directory ever stated for a person, and those that it still states. */
async function listSaidRoles(tx: Tx, personId: string, source: RoleSource): Promise<{ role: Role; said: boolean }[]> {
  return tx.list<{ role: Role; said: boolean }>(sql`
    select role, said from directory_role where person_id = ${personId} and source = ${source}`)
}

async function storeDirectoryRole(
  tx: Tx,
  { personId, role, source, said }: { personId: string; role: Role; source: RoleSource; said: boolean },
): Promise<void> {
  await tx.query(sql`
    insert into directory_role (person_id, role, source, said) values (${personId}, ${role}, ${source}, ${said})
    on conflict (person_id, role, source) do update set said = excluded.said, at = desk_now()`)
}
