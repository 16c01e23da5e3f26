import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import pg from 'pg'
import type { Pool } from '../src/foundation/database/db.ts'
import { openPool } from '../src/foundation/database/open-pool.ts'
import { type EmbeddedPostgres, startEmbedded } from '../src/foundation/store/embedded/embedded-postgres.ts'
import { OWNER_ROLE } from '../src/foundation/store/embedded/initialise-cluster.ts'
import { migrate } from '../src/foundation/store/migrate.ts'
import { withDatabase } from '../test/support/test-cluster.ts'
import { type RunningProgram, startProgram } from './run-program.ts'

const DATABASE = resolve(import.meta.dirname, '../db')
const CONNECTIONS_MAX = 4

/**
 * A database that belongs to one bench, with a connection as the application role and one as the owner, who prepares
 * the data.
 */
export interface BenchDatabase {
  url: string
  db: Pool
  owner: Pool
}

export interface Ground {
  folder: string
  /** The version of PostgreSQL that the database runs on; undefined when no database was needed yet. */
  version(): string | undefined
  /** Makes a database with the desk's schema, or without any. */
  makeDatabase(name: string, schema: 'desk' | 'none'): Promise<BenchDatabase>
  /** Writes all data to disk and updates the table statistics, so that neither happens during a measurement. */
  settle(database: BenchDatabase): Promise<void>
  /** Starts a program of this repository. It runs until it is stopped or all programs of the bench are. */
  start(setup: Omit<Parameters<typeof startProgram>[0], 'logFile'>): Promise<RunningProgram>
  /** Stops the programs that still run, so that those of one bench do not disturb the next. */
  stopPrograms(): Promise<void>
  /** Creates something once, for all benches that need it. */
  once<T>(name: string, make: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

/**
 * Opens a folder for all measurements. PostgreSQL starts at the first request for a database, with its default
 * durability settings.
 */
export function openGround(say: (line: string) => void): Ground {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
  chmodSync(folder, 0o711) // As root, PostgreSQL runs as another user, who must pass.
  const closers: (() => Promise<unknown>)[] = [async () => rmSync(folder, { recursive: true, force: true })]
  const made = new Map<string, Promise<unknown>>()
  const programs: RunningProgram[] = []
  let version: string | undefined
  const once = <T>(name: string, make: () => Promise<T>): Promise<T> => {
    const known = made.get(name) ?? make()
    made.set(name, known)
    return known as Promise<T>
  }
  const postgres = () =>
    once('PostgreSQL', async () => {
      const started = await startEmbedded({ dataDir: join(folder, 'data'), log: { info: () => undefined, warn: say } })
      closers.push(started.stop)
      version = await asSuper(started, (client) => client.query('show server_version').then(readOnly))
      return started
    })
  const stopPrograms = async () => {
    for (const program of programs.toReversed()) await program.stop()
  }
  return {
    folder,
    version: () => version,
    once,
    makeDatabase: async (name, schema) => makeDatabase(await postgres(), name, schema, closers),
    settle: async (database) => {
      await database.owner.query('vacuum (analyze)')
      await asSuper(await postgres(), (client) => client.query('checkpoint'))
    },
    start: async (setup) => {
      const logFile = join(folder, `${programs.length} ${setup.name}.log`)
      const program = await startProgram({ ...setup, logFile })
      programs.push(program)
      return program
    },
    stopPrograms,
    close: async () => {
      await stopPrograms()
      // Closes the resource that was opened last first; a failure to close one does not stop the others.
      for (const close of closers.splice(0).reverse()) await close().catch((error: unknown) => say(String(error)))
    },
  }
}

async function makeDatabase(
  postgres: EmbeddedPostgres,
  name: string,
  schema: 'desk' | 'none',
  closers: (() => Promise<unknown>)[],
): Promise<BenchDatabase> {
  await asSuper(postgres, (client) => client.query(`create database ${name} owner ${OWNER_ROLE}`))
  const [url, ownerUrl] = [withDatabase(postgres.deskUrl, name), withDatabase(postgres.ownerUrl, name)]
  if (schema === 'desk') await migrate(ownerUrl, DATABASE, { info: () => undefined, warn: () => undefined })
  const options = { max: CONNECTIONS_MAX, name: 'bench', onError: () => undefined }
  const [db, owner] = [openPool(url, options), openPool(ownerUrl, options)]
  closers.push(async () => void (await Promise.all([db.end(), owner.end()])))
  return { url: schema === 'desk' ? url : ownerUrl, db, owner }
}

async function asSuper<T>({ superUrl }: EmbeddedPostgres, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: superUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function readOnly({ rows }: pg.QueryResult<Record<string, unknown>>): string {
  return String(Object.values(rows[0] ?? {})[0])
}
