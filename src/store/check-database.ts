import type pg from 'pg'
import { connectTo } from './connect.ts'
import { DESK_ROLE } from './initialise-cluster.ts'
import { findApplied, refuseDifferences } from './migrate.ts'
import { readMigrations } from './migration-files.ts'
import { codeOf, StartError } from './start-error.ts'

const OLDEST_MAJOR = 15
const INSUFFICIENT_PRIVILEGE = '42501'

/** Lets the desk start only on a database of this program's schema, as a role that can't switch its rules off. */
export async function checkDatabase(deskUrl: string, dir: string): Promise<void> {
  const migrations = readMigrations(dir)
  const client = await connectTo(deskUrl)
  try {
    await refuseOldServer(client)
    const applied = await findApplied(client).catch(refuseUnreadable)
    if (!applied || applied.length < migrations.length) {
      const state = applied ? `is older than this program (${applied.at(-1)?.file ?? 'empty'})` : 'was never made'
      throw new StartError(`The database's schema ${state}: run countersign migrate.`)
    }
    refuseDifferences(migrations, applied)
    await refusePowerfulRole(client)
  } finally {
    await client.end()
  }
}

function refuseUnreadable(error: unknown): never {
  if (codeOf(error) !== INSUFFICIENT_PRIVILEGE) throw error
  throw new StartError(`The role that runs the desk may not read the schema's version: use ${DESK_ROLE}.`, {
    cause: error,
  })
}

async function refuseOldServer(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`)
  const version = rows[0]?.version ?? ''
  if (Number.parseInt(version, 10) >= OLDEST_MAJOR) return
  throw new StartError(`The database is PostgreSQL ${version}, and PostgreSQL ${OLDEST_MAJOR} or newer is needed.`)
}

async function refusePowerfulRole(client: pg.ClientBase): Promise<void> {
  // Being a member of the owner is as good as being it: "set role" is one statement.
  const { rows } = await client.query<{ role: string; superuser: boolean; owner: boolean }>(`
    select current_user as role, r.rolsuper as superuser,
           pg_has_role(current_user, n.nspowner, 'member') or exists (
             select from pg_class c
             where c.relnamespace = n.oid and c.relkind in ('r', 'p') and pg_has_role(current_user, c.relowner, 'member')
           ) as owner
    from pg_roles r, pg_namespace n
    where r.rolname = current_user and n.nspname = 'public'`)
  const [found] = rows
  if (!found) throw new StartError("The database doesn't say who the desk is.")
  const { role, superuser, owner } = found
  if (superuser) throw new StartError(`The desk must not run as ${role}, which is a superuser: use ${DESK_ROLE}.`)
  if (owner) throw new StartError(`The desk must not run as ${role}, which owns the schema: use ${DESK_ROLE}.`)
}
