import type { Actor, Role } from '../../domain.ts'
import { append } from '../../ledger/append.ts'
import type { Tx } from '../../lib/db.ts'
import { keepSaidRole, listSaidRoles, type RoleSource } from './user-queries.ts'

/** Keeps which roles somebody is said to have elsewhere. It gives them none: that takes a change. */
export async function sayRoles(
  tx: Tx,
  { personId, source, roles }: { personId: string; source: RoleSource; roles: readonly Role[] },
  by: Actor,
): Promise<void> {
  const known = await listSaidRoles(tx, personId, source)
  const before = new Map(known.map(({ role, said }) => [role, said]))
  for (const role of new Set([...before.keys(), ...roles])) {
    const said = roles.includes(role)
    if (before.get(role) === said) continue
    await keepSaidRole(tx, { personId, role, source, said })
    append(tx, { kind: 'directory_role', personId, role, source, said, first: !before.has(role), by })
  }
}
