import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { applySchema, prepareSchemaTable, runSql } from './apply-schema.ts'
import { connectTo } from './connect.ts'
import { DESK_ROLE } from './embedded/initialise-cluster.ts'
import { type Migration, readMigrations } from './migration-files.ts'
import type { StartLog } from './postmaster/postmaster.ts'
import { refuseOtherEncoding, refuseReadOnly } from './refuse-server.ts'
import { readSchema } from './schema-files.ts'
import { codeOf, reasonOf, StartError } from './start-error.ts'
import { withholdCreation } from './withhold-creation.ts'

type AppliedMigration = { version: number; file: string; sha256: string }

/**
 * The folders of the database's files: numbered migrations, applied once, and functions, triggers and grants, replaced
 * when their file changed.
 */
export const MIGRATIONS = 'migrations'
export const SCHEMA = 'schema'

/**
 * The lock that a migration takes for each file, so that only one process migrates a database. It ends with its
 * transaction: a session's lock could remain in a pooler (PgBouncer), without an owner. The number is arbitrary, and
 * the same for all.
 */
const LOCK_KEY = 7_264_113_001
/**
 * The time that a migration waits for a table in use. All later statements about the table queue behind it, so it then
 * lets them pass and begins again.
 */
const LOCK_TIMEOUT = '1s'
/** The pause before it begins again. */
const RETRY_MS = 1_000
/** A check of the ledger reads for minutes, and a transaction that never ends would let a migration try forever. */
const PATIENCE_MS = 300_000
/** SQLSTATE lock_not_available and deadlock_detected. */
const IN_USE = ['55P03', '40P01']

/**
 * Brings a database up to the files of `dir`: its numbered migrations, each in a transaction, then its functions,
 * triggers and grants in one. If a migration differs from the applied one, it changes nothing.
 */
export async function migrate(
  ownerUrl: string,
  dir: string,
  log: StartLog,
): Promise<{ applied: string[]; replaced: string[] }> {
  const migrations = readMigrations(join(dir, MIGRATIONS))
  const schema = readSchema(join(dir, SCHEMA))
  const client = await connectTo(ownerUrl)
  try {
    await refuseWithoutDeskRole(client)
    await refuseReadOnly(client)
    await refuseOtherEncoding(client)
    await inLock(client, log, () => prepareTables(client))
    const applied = await applyMigrations(client, migrations, log)
    const replaced = await inLock(client, log, () => applySchema(client, schema, applied.length > 0))
    if (applied.length === 0) for (const file of replaced) log.info(`Replaced: ${file}.`)
    await inLock(client, log, () => withholdCreation(client))
    return { applied, replaced }
  } finally {
    await client.end()
  }
}

async function applyMigrations(client: pg.Client, migrations: readonly Migration[], log: StartLog): Promise<string[]> {
  const applied: string[] = []
  for (;;) {
    const file = await inLock(client, log, () => applyNext(client, migrations))
    if (file === undefined) return applied
    log.info(`Migrated: ${file}.`)
    applied.push(file)
  }
}

/**
 * Runs the work in a transaction of its own while no other process migrates. It begins again when the desk, which works
 * meanwhile, uses a table or locks tables in another order.
 */
async function inLock<T>(client: pg.Client, log: StartLog, work: () => Promise<T>): Promise<T> {
  const untilMs = performance.now() + PATIENCE_MS
  for (;;) {
    try {
      return await inLockOnce(client, work)
    } catch (error) {
      const code = codeOf(error instanceof StartError ? error.cause : error) ?? ''
      if (!IN_USE.includes(code) || performance.now() > untilMs) throw error
      log.info(`${reasonOf(error)} Tables are in use: this step begins again.`)
      await pause(RETRY_MS)
    }
  }
}

async function inLockOnce<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('begin')
  try {
    await client.query('select pg_advisory_xact_lock($1)', [LOCK_KEY])
    await client.query(`select set_config('lock_timeout', $1, true)`, [LOCK_TIMEOUT])
    const value = await work()
    await client.query('commit')
    return value
  } catch (error) {
    // A lost connection may have caused the error, so it is thrown first.
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

/**
 * Applies the first migration that is missing and returns its name. Undefined: none is missing. Migrations that another
 * process applied count.
 */
async function applyNext(client: pg.Client, migrations: readonly Migration[]): Promise<string | undefined> {
  const done = await listApplied(client)
  refuseDifferences(migrations, done)
  const next = migrations[done.length]
  if (next !== undefined) await apply(client, next)
  return next?.file
}

/** Lists the applied migrations, in order; undefined: the database was never migrated. */
export async function findApplied(client: pg.ClientBase): Promise<AppliedMigration[] | undefined> {
  const { rows } = await client.query<{ present: boolean }>(
    `select to_regclass('public.schema_migration') is not null as present`,
  )
  return rows[0]?.present ? listApplied(client) : undefined
}

/** Refuses a database whose migrations aren't the first of these files, unchanged. */
export function refuseDifferences(migrations: readonly Migration[], applied: readonly AppliedMigration[]): void {
  const newer = applied[migrations.length]
  if (newer) throw new StartError(`The database's schema (${newer.file}) is newer than this program: run a newer one.`)
  for (const [index, { file, sha256 }] of applied.entries()) {
    if (migrations[index]?.sha256 === sha256) continue
    throw new StartError(
      `The migration ${file} is not the one that was applied to this database; it must stay as it was.`,
    )
  }
}

async function refuseWithoutDeskRole(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [DESK_ROLE])
  if (rowCount) return
  throw new StartError(
    `The role ${DESK_ROLE}, as which the desk runs, doesn't exist: make it once, as superuser, with "create role ${DESK_ROLE} login password '...'".`,
  )
}

async function prepareTables(client: pg.Client): Promise<void> {
  await client.query(`
    create table if not exists public.schema_migration (
      version integer primary key,
      file text not null,
      sha256 text not null,
      applied_at timestamptz not null default clock_timestamp()
    )`)
  await prepareSchemaTable(client)
  await client.query(`grant select on public.schema_migration, public.schema_file to ${DESK_ROLE}`)
}

async function listApplied(client: pg.ClientBase): Promise<AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(
    'select version, file, sha256 from public.schema_migration order by version',
  )
  return rows
}

async function apply(client: pg.Client, { version, file, parts, sha256 }: Migration): Promise<void> {
  // The row about the migration is inserted first: a second process without the lock would wait for it and then fail.
  await client.query('insert into public.schema_migration (version, file, sha256) values ($1, $2, $3)', [
    version,
    file,
    sha256,
  ])
  const before = await currentTransaction(client)
  for (const part of parts) await runSql(client, part)
  if (before === (await currentTransaction(client))) return
  throw new StartError(`The file ${file} failed: it must not end the transaction it runs in.`)
}

async function currentTransaction(client: pg.Client): Promise<string | null | undefined> {
  const { rows } = await client.query<{ id: string | null }>('select pg_current_xact_id_if_assigned()::text as id')
  return rows[0]?.id
}
