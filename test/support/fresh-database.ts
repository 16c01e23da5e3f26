import { randomBytes } from 'node:crypto'
import type { TestContext } from 'node:test'
import pg from 'pg'
import type { Pool } from '../../src/foundation/database/db.ts'
import { openPool } from '../../src/foundation/database/open-pool.ts'
import { OWNER_ROLE } from '../../src/foundation/store/embedded/initialise-cluster.ts'
import { withholdCreationIn } from '../../src/foundation/store/withhold-creation.ts'
import { cleanUpLast } from './clean-up.ts'
import { closeKept, listKept, reuseConnections } from './kept-client.ts'
import { KeptDatabase } from './kept-database.ts'
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
 * A database with the contents of the migrated template, for one test: a clone, or one that an earlier test of the process left,
 * with what PostgreSQL's processes have compiled and planned in it. Fails the test if it leaves a connection open. The database
 * is marked as one with software keys and a clock set by hand, unless `marked` is false, as on a real desk.
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

/** Closes the connections that earlier tests left, for a test of what a new one meets. */
export const closeEarlier = ({ url, ownerUrl }: EmptyDatabase): void => closeKept([url, ownerUrl])

/** Creates a database without a schema, for tests of what precedes the schema. */
export const emptyDatabase = (t: TestContext): Promise<EmptyDatabase> => makeDatabase(t, 'template0')

type Finish = (admin: pg.Pool, name: string) => Promise<void>

async function makeDatabase(t: TestContext, template: string, finish?: Finish): Promise<EmptyDatabase> {
  const kept = finish && (free.get(template)?.pop() ?? (await makeKept(template, finish)))
  const name = kept?.name ?? (await cloneDatabase(template))
  const { url, ownerUrl, superUrl } = addressesOf(name)
  const [desk, owner] = [openDriftReading(url, t.name), openDriftReading(ownerUrl, t.name)]
  cleanUpLast(t, async () => {
    let isClean = false
    try {
      const left = (await desk.close()) + (await owner.close())
      if (left > 0) throw new Error(`the test took ${left} connection(s) from its pools and never gave them back`)
      await waitUntilUnused(name, kept)
      isClean = hasPassed(t) && kept !== undefined && (await kept.clean())
    } finally {
      await (isClean && kept ? giveBack(template, kept) : dropDatabase(name, kept))
    }
  })
  return { pool: desk.pool, ownerPool: owner.pool, url, ownerUrl, superUrl }
}

/** The types of Node lack it. */
const hasPassed = (t: TestContext): boolean => (t as { passed?: boolean }).passed === true

/** The clean databases of this process, by their template. */
const free = new Map<string, KeptDatabase[]>()
/** Nearly every test needs one at a time. */
const FREE_MAX = 1

async function cloneDatabase(template: string): Promise<string> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await superuser().query(`create database ${name} template ${template} owner ${OWNER_ROLE} strategy file_copy`)
  return name
}

async function makeKept(template: string, finish: Finish): Promise<KeptDatabase> {
  const name = await cloneDatabase(template)
  await finish(superuser(), name)
  return KeptDatabase.of(name, template, addressesOf(name).superUrl)
}

async function giveBack(template: string, kept: KeptDatabase): Promise<void> {
  if (free.size === 0) process.on('beforeExit', () => void dropFree())
  const there = free.get(template) ?? []
  free.set(template, there)
  if (there.length < FREE_MAX) there.push(kept)
  else await dropDatabase(kept.name, kept)
}

async function dropDatabase(name: string, kept?: KeptDatabase): Promise<void> {
  closeKept(Object.values(addressesOf(name)))
  await kept?.close()
  await superuser().query(`drop database ${name} with (force)`)
}

/**
 * Drops the databases that earlier tests left. Nothing waits for them, so a process ends by itself when its tests have ended: they
 * end with it. A test calls this to begin with a new one.
 */
export async function dropFree(): Promise<void> {
  for (const there of free.values()) for (const kept of there.splice(0)) await dropDatabase(kept.name, kept)
}

function addressesOf(name: string): Record<'url' | 'ownerUrl' | 'superUrl', string> {
  const { deskUrl, ownerUrl, superUrl } = testCluster()
  return {
    url: withDatabase(deskUrl, name),
    ownerUrl: withDatabase(ownerUrl, name),
    superUrl: withDatabase(superUrl, name),
  }
}

/** Opens a pool in which a query waits its turn, however busy the machine. */
export function openTestPool(url: string, name: string, max: number): Pool {
  const pool = openPool(url, { max, name, onError: () => undefined })
  pool.options.connectionTimeoutMillis = CONNECTED_WITHIN_MS
  reuseConnections(pool, url)
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

async function waitUntilUnused(name: string, kept: KeptDatabase | undefined): Promise<void> {
  let open: string[] = []
  const unused = async () => {
    open = await listConnections(name, kept)
    return open.length === 0
  }
  // A closed connection is gone from the server's list a moment later.
  await waitFor('the connections to be closed', unused, CLOSED_WITHIN_MS).catch(() => {
    throw new Error(`the test left connections to its database open: ${open.join('; ')}`)
  })
}

async function listConnections(name: string, kept: KeptDatabase | undefined): Promise<string[]> {
  const known = [kept?.backendPid, ...listKept(Object.values(addressesOf(name)))]
  const sql = `select concat_ws(', ', nullif(application_name, ''), 'last: ' || left(query, 80)) as connection
    from pg_stat_activity where datname = $1 and backend_type = 'client backend' and pid <> all($2)`
  const { rows } = await superuser().query<{ connection: string }>(sql, [name, known])
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
