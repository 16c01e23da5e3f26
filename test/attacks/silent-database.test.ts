import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { inTransaction, type Pool } from '../../src/foundation/database/db.ts'
import { HURRIED, openPool } from '../../src/foundation/database/open-pool.ts'
import { freshDatabase } from '../support/fresh-database.ts'
import { startSilentProxy } from '../support/silent-proxy.ts'
import { waitFor } from '../support/wait-for.ts'

/** The time after which the pool gives up a silent connection. */
const DEAD_CONNECTION_MS = 5_000
/** Added to it for a busy machine. */
const SLACK_MS = 1_500

async function givenPool(t: TestContext, { max = 4 } = {}) {
  const database = await freshDatabase(t)
  const proxy = await startSilentProxy(t, database.url)
  const lost: string[] = []
  const pool = openPool(proxy.urlOf(database.url), {
    max,
    name: 'silent',
    bounds: HURRIED,
    onError: ({ message }) => lost.push(message),
  })
  t.after(() => pool.end())
  return { database, proxy, pool, lost }
}

const openAll = (pool: Pool, count: number) =>
  Promise.all(Array.from({ length: count }, () => pool.query('select pg_sleep(0.05)')))

async function timed(work: Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work
  return performance.now() - begun
}

test('a silent database makes a caller wait at most five seconds', async (t) => {
  const { proxy, pool } = await givenPool(t)
  await openAll(pool, 4)
  proxy.goSilent()
  // More callers than connections: the last ones wait for a connection, and no longer than the others.
  const callers = Array.from({ length: 12 }, () => assert.rejects(inTransaction(pool, async () => undefined)))
  const took = await timed(Promise.all(callers))
  assert.ok(took < DEAD_CONNECTION_MS + SLACK_MS, `it took ${took} ms`)
  proxy.speak()
  await waitFor('the pool to reach the database again', () =>
    pool.query('select 1').then(
      () => true,
      () => false,
    ),
  )
})

test('single silent database connections are replaced within five seconds', async (t) => {
  const { proxy, pool, lost } = await givenPool(t)
  await openAll(pool, 4)
  proxy.goSilent('open')
  const took = await timed(Promise.all(Array.from({ length: 4 }, () => assert.rejects(pool.query('select 1')))))
  assert.ok(took < DEAD_CONNECTION_MS + SLACK_MS, `it took ${took} ms`)
  assert.ok(lost.some((message) => /no answer/.test(message)))
  assert.equal((await pool.query('select 1 as one')).rows[0]?.one, 1)
})

test('a long statement on an answering database is not cut', async (t) => {
  const { pool, lost } = await givenPool(t)
  const { rows } = await pool.query<{ done: boolean }>(sql`select pg_sleep(6) is not null as done`)
  assert.equal(rows[0]?.done, true)
  assert.deepEqual(lost, [])
})

test('a silent client keeps no database lock for long', async (t) => {
  const { database, proxy, pool } = await givenPool(t)
  await database.ownerPool.query('create table held (n integer primary key); insert into held values (1)')
  await database.ownerPool.query('grant select, update on held to countersign_desk')
  const client = await pool.connect()
  await client.query('begin; update held set n = n')
  proxy.goSilent('open')
  const took = await timed(database.pool.query('update held set n = n'))
  client.release(true)
  assert.ok(took < DEAD_CONNECTION_MS + SLACK_MS, `it took ${took} ms`)
})

test('a connection pool closes although its connections are silent', async (t) => {
  const database = await freshDatabase(t)
  const proxy = await startSilentProxy(t, database.url)
  const pool = openPool(proxy.urlOf(database.url), { max: 4, name: 'silent', onError: () => undefined })
  await openAll(pool, 4)
  let open = pool.totalCount
  pool.on('remove', () => {
    open--
  })
  proxy.goSilent()
  await pool.end()
  await waitFor('the connections to be gone', async () => open === 0, DEAD_CONNECTION_MS)
})

test('every database connection has time limits and keepalive', async (t) => {
  const { pool } = await givenPool(t)
  const { rows } = await pool.query<Record<string, string>>(sql`
    select current_setting('statement_timeout') as statement, current_setting('idle_in_transaction_session_timeout') as idle,
      current_setting('tcp_keepalives_idle') as keepalive, current_setting('client_connection_check_interval') as check`)
  assert.deepEqual(rows[0], { statement: '30s', idle: '4s', keepalive: '10', check: '2s' })
})
