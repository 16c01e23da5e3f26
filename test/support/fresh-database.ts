import { randomBytes } from 'node:crypto'
import type { TestContext } from 'node:test'
import pg from 'pg'
import { openPool, type Pool } from '../../src/lib/db.ts'
import { OWNER_ROLE } from '../../src/store/initialise-cluster.ts'
import { cleanUpLast } from './clean-up.ts'
import { DRIVEN_TEMPLATE, TEMPLATE, testCluster, withDatabase } from './test-cluster.ts'
import { waitFor } from './wait-for.ts'

/** A database of one test's own. */
export type EmptyDatabase = {
  /** As the desk's role. */
  pool: Pool
  /** As the owner: for setting the stage. */
  ownerPool: Pool
  url: string
  ownerUrl: string
  superUrl: string
}

/** One with the schema. */
export type TestDatabase = EmptyDatabase & {
  /** Moves a driven database's clock on, which otherwise stands still. */
  advance(ms: number): Promise<void>
  /** Sets a driven database's clock. */
  setClock(to: Date): Promise<void>
}

const POOL_MAX = 8
const CLOSED_WITHIN_MS = 5_000

/** Clones the migrated template for one test, and drops it after; fails the test if it leaves a connection open. */
export async function freshDatabase(t: TestContext, { driven = false } = {}): Promise<TestDatabase> {
  const database = await makeDatabase(t, driven ? DRIVEN_TEMPLATE : TEMPLATE)
  const set = async (time: string, value: unknown) => {
    await database.ownerPool.query(`select drive_clock(${time})`, [value])
  }
  return {
    ...database,
    advance: (ms) => set(`desk_now() + $1 * interval '1 ms'`, ms),
    setClock: (to) => set('$1', to),
  }
}

/** The same without any schema, for what comes before one. */
export const emptyDatabase = (t: TestContext): Promise<EmptyDatabase> => makeDatabase(t, 'template0')

async function makeDatabase(t: TestContext, template: string): Promise<EmptyDatabase> {
  const cluster = testCluster()
  const name = `test_${randomBytes(8).toString('hex')}`
  await asSuperuser((admin) =>
    admin.query(`create database ${name} template ${template} owner ${OWNER_ROLE} strategy file_copy`),
  )
  const [url, ownerUrl] = [withDatabase(cluster.deskUrl, name), withDatabase(cluster.ownerUrl, name)]
  const open = (address: string) => openPool(address, { max: POOL_MAX, name: t.name, onError: () => undefined })
  const [pool, ownerPool] = [open(url), open(ownerUrl)]
  cleanUpLast(t, async () => {
    try {
      await close(pool)
      await close(ownerPool)
      await waitUntilUnused(name)
    } finally {
      await asSuperuser((admin) => admin.query(`drop database ${name} with (force)`))
    }
  })
  return { pool, ownerPool, url, ownerUrl, superUrl: withDatabase(cluster.superUrl, name) }
}

async function close(pool: Pool): Promise<void> {
  const held = pool.totalCount - pool.idleCount
  if (held > 0) throw new Error(`the test left ${held} connection(s) of its pool in use`)
  await pool.end()
}

async function waitUntilUnused(name: string): Promise<void> {
  await waitFor(
    'every connection to the test database to be closed',
    async () => {
      const sql = `select application_name, query from pg_stat_activity where datname = $1 and backend_type = 'client backend'`
      const { rows } = await asSuperuser((admin) =>
        admin.query<{ application_name: string; query: string }>(sql, [name]),
      )
      return rows.length === 0
    },
    CLOSED_WITHIN_MS,
  )
}

async function asSuperuser<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: testCluster().superUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
