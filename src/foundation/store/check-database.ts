import { join } from 'node:path'
import type pg from 'pg'
import { connectionSettings, HURRIED } from '../database/open-pool.ts'
import { refuseOtherSchema } from './apply-schema.ts'
import { connectTo } from './connect.ts'
import { DESK_ROLE } from './embedded/initialise-cluster.ts'
import { findApplied, MIGRATIONS, refuseDifferences, SCHEMA } from './migrate.ts'
import { readMigrations } from './migration-files.ts'
import { readSchema } from './schema-files.ts'
import { codeOf, StartError } from './start-error.ts'

const OLDEST_MAJOR = 15
const INSUFFICIENT_PRIVILEGE = '42501'

/** Refuses to start unless the database has this program's schema and the role can't disable its triggers. */
export async function checkDatabase(deskUrl: string, dir: string): Promise<void> {
  const migrations = readMigrations(join(dir, MIGRATIONS))
  const client = await connectTo(deskUrl, connectionSettings(HURRIED))
  try {
    await refuseOldServer(client)
    const applied = await findApplied(client).catch(refuseUnreadable)
    if (!applied || applied.length < migrations.length) {
      const state = applied ? `is older than this program (${applied.at(-1)?.file ?? 'empty'})` : 'was never made'
      throw new StartError(`The database's schema ${state}: run countersign migrate.`)
    }
    refuseDifferences(migrations, applied)
    await refuseOtherSchema(client, readSchema(join(dir, SCHEMA)))
    await refusePowerfulRole(client)
    await refuseCreatingRole(client)
    await refuseWideGrants(client)
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
  // A member of the owner's role has the owner's power: "set role" is one statement.
  const { rows } = await client.query<{ role: string; superuser: boolean; makesRoles: boolean; owner: boolean }>(`
    select current_user as role, r.rolsuper as superuser, r.rolcreaterole as "makesRoles",
           pg_has_role(current_user, n.nspowner, 'member') or exists (
             select from pg_class c
             where c.relnamespace = n.oid and c.relkind in ('r', 'p') and pg_has_role(current_user, c.relowner, 'member')
           ) as owner
    from pg_roles r, pg_namespace n
    where r.rolname = current_user and n.nspname = 'public'`)
  const [found] = rows
  if (!found) throw new StartError("The database doesn't say who the desk is.")
  const { role, superuser, makesRoles, owner } = found
  if (superuser) throw new StartError(`The desk must not run as ${role}, which is a superuser: use ${DESK_ROLE}.`)
  if (makesRoles) {
    throw new StartError(
      `The desk must not run as ${role}, which may grant itself other roles: use ${DESK_ROLE}, without CREATEROLE.`,
    )
  }
  if (owner) throw new StartError(`The desk must not run as ${role}, which owns the schema: use ${DESK_ROLE}.`)
}

/**
 * Refuses a role that creates objects: its own tables, functions or casts could shadow those that the schema's rules
 * read.
 */
async function refuseCreatingRole(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ role: string; database: string; temporary: boolean; places: string[] }>(`
    select current_user as role, quote_ident(current_database()) as database,
           has_database_privilege(current_database(), 'temporary') as temporary,
           array(
             select 'database ' || quote_ident(current_database()) where has_database_privilege(current_database(), 'create')
             union all
             select 'schema ' || quote_ident(nspname) from pg_namespace
             where nspname !~ '^pg_(toast|temp)' and has_schema_privilege(oid, 'create')) as places`)
  const [found] = rows
  if (!found) throw new StartError("The database doesn't say what the desk may create.")
  const { role, database, temporary, places } = found
  if (!temporary && places.length === 0) return
  const [may, revoke] = temporary
    ? [`temporary objects in database ${database}`, `temporary on database ${database}`]
    : [`objects in ${places.join(', ')}`, `create on ${places[0]}`]
  throw new StartError(
    `The role ${role} may create ${may}, which could stand in for the schema's own. ` +
      `Run countersign migrate as the database's owner, or: revoke ${revoke} from public, ${role}.`,
  )
}

/**
 * Refuses rights that the migrations never grant. A blanket "grant all" grants them, and with it the desk could empty
 * append-only tables.
 */
async function refuseWideGrants(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ role: string; name: string }>(`
    select current_user as role, quote_ident(c.relname) as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and has_table_privilege(c.oid, 'truncate, trigger, references')
    order by 2 limit 1`)
  const [found] = rows
  if (!found) return
  throw new StartError(
    `The role ${found.role} may truncate table ${found.name} or attach triggers to it. No migration grants that. ` +
      `Run as the schema's owner: revoke truncate, trigger, references on all tables in schema public from public, ${found.role}.`,
  )
}
