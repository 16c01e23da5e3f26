import type pg from 'pg'
import type { Config } from '../../config.ts'
import { parseDatabaseAddress } from '../../foundation/database/servers/database-address.ts'
import { defaultConnections } from '../../foundation/database/share-connections.ts'
import { isLoopback } from '../../foundation/outgoing/guarded-fetch.ts'
import { checkDatabase } from '../../foundation/store/check-database.ts'
import { connectTo } from '../../foundation/store/connect.ts'
import { refuseReadOnly } from '../../foundation/store/refuse-server.ts'
import { StartError } from '../../foundation/store/start-error.ts'
import { failed, passed, type Step, skipped, warned } from '../connect/step.ts'

const DESK = 'DATABASE_URL'
const OWNER = 'MIGRATE_DATABASE_URL'

/** Checks the database: that it answers, its roles and schema, TLS, and its room for connections. Nothing is written. */
export async function checkServer(config: Config, databaseDir: string): Promise<Step[]> {
  const { databaseUrl, migrateDatabaseUrl } = config
  if (databaseUrl === undefined)
    return [warned(DESK, 'The embedded PostgreSQL is used, which is for trials.', 'Set it to a server of your own.')]
  const desk = await withServer(DESK, databaseUrl, async (client) => {
    await refuseReadOnly(client)
    return [
      passed(DESK, `The server answers the role ${client.user ?? ''}.`),
      await checkTls(DESK, client, databaseUrl),
      await checkRoom(client, config.connections),
    ]
  })
  if (desk.some(({ result }) => result === 'failed')) return desk
  return [...desk, await checkSchema(databaseUrl, databaseDir), ...(await checkOwner(databaseUrl, migrateDatabaseUrl))]
}

/** Runs the checks on one connection. A refusal of the server is a failed step. */
async function withServer(id: string, url: string, check: (client: pg.Client) => Promise<Step[]>): Promise<Step[]> {
  try {
    const client = await connectTo(url)
    try {
      return await check(client)
    } finally {
      await client.end()
    }
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    return [failed(id, error.message, 'Correct the address, the role or the server (docs/how-to/deploy.md).')]
  }
}

async function checkTls(id: string, client: pg.Client, url: string): Promise<Step> {
  const { rows } = await client.query<{ tls: string | null }>(
    'select version as tls from pg_stat_ssl where pid = pg_backend_pid() and ssl',
  )
  const version = rows[0]?.tls
  if (client.host.startsWith('/') || isLoopback(client.host))
    return passed(id, `${version ?? 'No TLS'}: the server is on this machine.`)
  const fix = 'Append ?sslmode=verify-full&sslrootcert=FILE to the address (docs/how-to/harden.md).'
  if (!version) return warned(id, 'The connection is in clear text.', fix)
  const parameters = new URL(parseDatabaseAddress(url)?.servers[0]?.url ?? url).searchParams
  const isVerified = parameters.get('sslmode') !== 'no-verify' && parameters.get('uselibpqcompat') !== 'true'
  if (isVerified) return passed(id, `The connection uses ${version}, and the server is verified.`)
  return warned(id, `The connection uses ${version}, and the server is not verified.`, fix)
}

async function checkRoom(client: pg.Client, configured: number | undefined): Promise<Step> {
  const id = 'COUNTERSIGN_DB_CONNECTIONS'
  const { rows } = await client.query<{ max: number; used: number }>(`
    select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as max,
      (select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid())::int as used`)
  const { max = 0, used = 0 } = rows[0] ?? {}
  const total = configured ?? defaultConnections(max)
  const found = `A process opens ${total} connections. The server takes ${max}, of which ${used} are in use.`
  return used + total <= max ? passed(id, found) : warned(id, found, 'Set it lower, or max_connections higher.')
}

async function checkSchema(databaseUrl: string, databaseDir: string): Promise<Step> {
  try {
    await checkDatabase(databaseUrl, databaseDir)
    return passed(DESK, 'The schema is that of this program, and the role can change no record.')
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    return failed(DESK, error.message, 'Run countersign migrate, and use the role countersign_desk here.')
  }
}

/** The owner's address is for migrate alone. Where it is set, it must lead to the same database and own its schema. */
async function checkOwner(databaseUrl: string, ownerUrl: string | undefined): Promise<Step[]> {
  if (ownerUrl === undefined)
    return [skipped(OWNER, 'It is not set, as it should be where serve and work run. Only migrate needs it.')]
  const identity = async (client: pg.Client) => {
    const { rows } = await client.query<{ place: string; owns: boolean }>(`
      select current_database() || ' ' || pg_postmaster_start_time() as place,
        (select pg_has_role(current_user, nspowner, 'member') from pg_namespace where nspname = 'public') as owns`)
    return rows[0]
  }
  return withServer(OWNER, ownerUrl, async (owner) => {
    const [own, desk] = [await identity(owner), await readAt(databaseUrl, identity)]
    if (own?.place !== desk?.place)
      return [failed(OWNER, `It leads to another database than ${DESK}.`, `Correct ${OWNER} or ${DESK}.`)]
    if (!own?.owns)
      return [failed(OWNER, `The role ${owner.user ?? ''} does not own the schema.`, 'Use the role countersign_owner.')]
    const fix = 'Set it for countersign migrate alone: who steals it can change every record.'
    return [warned(OWNER, 'The role owns the schema.', fix)]
  })
}

async function readAt<T>(url: string, read: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connectTo(url)
  try {
    return await read(client)
  } finally {
    await client.end()
  }
}
