import { randomBytes } from 'node:crypto'
import type { TestContext } from 'node:test'
import pg from 'pg'
import type { Pool } from '../../src/foundation/database/db.ts'
import { openPool } from '../../src/foundation/database/open-pool.ts'
import { OWNER_ROLE } from '../../src/foundation/store/embedded/initialise-cluster.ts'
import { withholdCreationIn } from '../../src/foundation/store/withhold-creation.ts'
import { cleanUpLast } from './clean-up.ts'
import { DRIVEN_TEMPLATE, TEMPLATE, testCluster, withDatabase } from './test-cluster.ts'
import { waitFor } from './wait-for.ts'

/** A database that belongs to one test. */
export type EmptyDatabase = {
  /** A pool of connections with the application role. */
  pool: Pool
  /** A pool of connections with the owner, for preparing data. */
  ownerPool: Pool
  url: string
  ownerUrl: string
  superUrl: string
}

/** A database with the schema. */
export type TestDatabase = EmptyDatabase & {
  /** Moves the manually set clock of a database, which otherwise stands still. */
  advance(ms: number): Promise<void>
  /** Sets the manually set clock of a database. */
  setClock(to: Date): Promise<void>
}

const POOL_MAX = 8
const SUPERUSERS_MAX = 2
const CLOSED_WITHIN_MS = 30_000
const GIVEN_BACK_WITHIN_MS = 15_000
/** As long as a test waits for anything. A desk gives up after 4 s, which a busy machine may take to run the queries before. */
const CONNECTED_WITHIN_MS = 60_000

/**
 * Clones the migrated template for one test and drops it afterwards; fails the test if it leaves a connection open. The
 * database is marked as one with software keys and a clock set by hand, unless `marked` is false, as on a real desk.
 */
export async function freshDatabase(t: TestContext, { driven = false, marked = true } = {}): Promise<TestDatabase> {
  const database = await makeDatabase(t, driven ? DRIVEN_TEMPLATE : TEMPLATE, withholdCreationIn)
  if (!marked) await database.ownerPool.query('delete from database_mark; delete from driven_clock')
  const set = async (time: string, value: unknown) => {
    await database.ownerPool.query(`select set_driven_clock(${time})`, [value])
  }
  return {
    ...database,
    advance: (ms) => set(`desk_now() + $1 * interval '1 ms'`, ms),
    setClock: (to) => set('$1', to),
  }
}

/** Creates a database without a schema, for tests of what precedes the schema. */
export const emptyDatabase = (t: TestContext): Promise<EmptyDatabase> => makeDatabase(t, 'template0')

async function makeDatabase(
  t: TestContext,
  template: string,
  finish: (admin: pg.Pool, name: string) => Promise<void> = async () => undefined,
): Promise<EmptyDatabase> {
  const cluster = testCluster()
  const name = `test_${randomBytes(8).toString('hex')}`
  await superuser().query(`create database ${name} template ${template} owner ${OWNER_ROLE} strategy file_copy`)
  await finish(superuser(), name)
  const [url, ownerUrl] = [withDatabase(cluster.deskUrl, name), withDatabase(cluster.ownerUrl, name)]
  const [desk, owner] = [openDriftReading(url, t.name), openDriftReading(ownerUrl, t.name)]
  cleanUpLast(t, async () => {
    try {
      const left = (await desk.close()) + (await owner.close())
      if (left > 0) throw new Error(`the test took ${left} connection(s) from its pools and never gave them back`)
      await waitUntilUnused(name)
    } finally {
      await superuser().query(`drop database ${name} with (force)`)
    }
  })
  return { pool: desk.pool, ownerPool: owner.pool, url, ownerUrl, superUrl: withDatabase(cluster.superUrl, name) }
}

/** Opens a pool in which a query waits its turn, however busy the machine. */
export function openTestPool(url: string, name: string, max: number): Pool {
  const pool = openPool(url, { max, name, onError: () => undefined })
  pool.options.connectionTimeoutMillis = CONNECTED_WITHIN_MS
  return pool
}

/**
 * Opens a pool that counts the connections still in use shortly after it is closed, and takes them back. A server does
 * not wait for requests of a closed browser: these return their connection a moment later.
 */
function openDriftReading(url: string, name: string): { pool: Pool; close(): Promise<number> } {
  const pool = openTestPool(url, name, POOL_MAX)
  const taken = new Set<pg.PoolClient>()
  pool.on('acquire', (client) => taken.add(client))
  pool.on('release', (_error, client) => taken.delete(client))
  const close = async () => {
    await waitFor('the connections to be given back', async () => taken.size === 0, GIVEN_BACK_WITHIN_MS).catch(
      () => undefined,
    )
    const left = [...taken]
    for (const client of left) client.release(true)
    await pool.end()
    return left.length
  }
  return { pool, close }
}

async function waitUntilUnused(name: string): Promise<void> {
  let open: string[] = []
  const unused = async () => {
    open = await listConnections(name)
    return open.length === 0
  }
  // A closed connection is gone from the server's list a moment later.
  await waitFor('the connections to be closed', unused, CLOSED_WITHIN_MS).catch(() => {
    throw new Error(`the test left connections to its database open: ${open.join('; ')}`)
  })
}

async function listConnections(name: string): Promise<string[]> {
  const sql = `select concat_ws(', ', nullif(application_name, ''), 'last: ' || left(query, 80)) as connection
    from pg_stat_activity where datname = $1 and backend_type = 'client backend'`
  const { rows } = await superuser().query<{ connection: string }>(sql, [name])
  return rows.map(({ connection }) => connection)
}

let superusers: pg.Pool | undefined

/** Connections kept for all databases of a process: to open one takes as long as a tenth of making a database. They end with it. */
function superuser(): pg.Pool {
  superusers ??= new pg.Pool({
    connectionString: testCluster().superUrl,
    max: SUPERUSERS_MAX,
    idleTimeoutMillis: 0,
    allowExitOnIdle: true,
  })
  return superusers
}
