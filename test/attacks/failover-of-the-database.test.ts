import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { pino } from 'pino'
import sql from 'sql-template-tag'
import { problemOf } from '../../src/app/http/requests/problem.ts'
import { inTransaction, type Pool, sqlState } from '../../src/foundation/database/db.ts'
import { HURRIED, openPool } from '../../src/foundation/database/open-pool.ts'
import { READ_ONLY } from '../../src/foundation/database/servers/read-only-error.ts'
import { connectTo } from '../../src/foundation/store/connect.ts'
import { refuseReadOnlyAt } from '../../src/foundation/store/refuse-server.ts'
import type { RunningPostgres } from '../support/installed-postgres.ts'
import { startPgBouncer } from '../support/pgbouncer.ts'
import { askServer, startStandbys, urlOfAll } from '../support/standbys.ts'
import { waitFor } from '../support/wait-for.ts'

const LET_THROUGH = 'statement_timeout, idle_in_transaction_session_timeout, options'
const LOG = pino({ level: 'silent' })
/** The desk works again within this time after the database's first answer to a write. */
const BACK_WITHIN_MS = 1_000

const givenPool = (t: TestContext, url: string, max = 4): Pool => {
  const pool = openPool(url, { max, name: 'failover', bounds: HURRIED, onError: () => undefined })
  t.after(() => pool.end())
  return pool
}

const portOf = ({ superUrl }: RunningPostgres) => Number(new URL(superUrl).port)
const findPort = async (pool: Pool): Promise<number> =>
  (await pool.query<{ port: number }>('select inet_server_port() as port')).rows[0]?.port ?? 0

/** Asks until an answer comes, and checks that each failure is a 503 for a caller. Returns the port that answered. */
async function askUntilAnswered(pool: Pool): Promise<number> {
  return waitFor('an answer of the database', () =>
    findPort(pool).catch((error: unknown) => {
      assert.equal(problemOf(error, 'r', LOG).sort, 'unavailable', String(error))
      return undefined
    }),
  )
}

/** Tries a write that no role of this database may do; returns the refusal of a server that takes none. */
const findReadOnlyError = (pool: Pool): Promise<unknown> =>
  pool.query('create table t ()').then(
    () => undefined,
    (error: unknown) => (sqlState(error) === READ_ONLY ? error : undefined),
  )

async function promote(server: RunningPostgres): Promise<void> {
  assert.deepEqual(await askServer(server, 'select pg_promote() as done'), [{ done: true }])
}

async function configure(server: RunningPostgres, setting: string): Promise<void> {
  await askServer(server, `alter system set ${setting}`)
  await askServer(server, 'select pg_reload_conf()')
}

test('503: the desk follows the primary without a restart', async (t) => {
  const { primary, standbys } = await startStandbys(t, 2)
  const [first, second] = standbys
  assert.ok(first && second)
  const url = urlOfAll([first, primary, second])
  const pool = givenPool(t, url)

  await t.test('a standby that is named first is not used', async () => {
    assert.equal(await findPort(pool), portOf(primary))
    const client = await connectTo(url)
    assert.equal(client.port, portOf(primary))
    await client.end()
    await refuseReadOnlyAt(url)
  })

  await t.test('an address of standbys alone is refused', async () => {
    const only = urlOfAll([first, second])
    await assert.rejects(
      connectTo(only),
      /127\.0\.0\.1:\d+, 127\.0\.0\.1:\d+ can't be reached: none of the servers takes/,
    )
    await assert.rejects(findPort(givenPool(t, only)), (error) => problemOf(error, 'r', LOG).sort === 'unavailable')
  })

  await t.test('a commit that is on no standby is not acknowledged', async () => {
    const clock = `create function desk_now() returns timestamptz language sql as 'select clock_timestamp()'`
    await askServer({ ...primary, superUrl: primary.ownerUrl }, clock)
    await configure(primary, `synchronous_standby_names = 'absent'`)
    await waitFor('commits to wait for a standby', async () => {
      const [row] = await askServer(primary, `select current_setting('synchronous_standby_names') as names`)
      return row?.names === 'absent'
    })
    const commit = inTransaction(pool, async (tx) => {
      await tx.query(sql`select pg_logical_emit_message(true, 'test', 'written')`)
    })
    const refused = assert.rejects(commit, (error) => problemOf(error, 'r', LOG).sort === 'unavailable')
    await waitFor('the commit to wait for a standby', async () => {
      const waiting = `select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'`
      return (await askServer(primary, waiting)).length > 0
    })
    await refused
    await configure(primary, `synchronous_standby_names = ''`)
  })

  await t.test('a killed primary costs at most a second after the promotion', async () => {
    await Promise.all(Array.from({ length: 4 }, () => pool.query('select pg_sleep(0.05)')))
    await primary.kill()
    const answered = askUntilAnswered(pool)
    await promote(first)
    const promotedAt = performance.now()
    assert.equal(await answered, portOf(first))
    const took = performance.now() - promotedAt
    assert.ok(took < BACK_WITHIN_MS, `it took ${took} ms`)
  })

  await t.test('connections to a demoted primary are dropped, also those in use', async () => {
    const held = await pool.connect()
    assert.equal(held.port, portOf(first))
    await held.query('begin')
    await promote(second)
    await configure(first, 'default_transaction_read_only = on')
    const refused = await waitFor('the former primary to refuse a write', () => findReadOnlyError(pool))
    assert.equal(problemOf(refused, 'r', LOG).sort, 'unavailable')
    assert.equal(await askUntilAnswered(pool), portOf(second))
    await assert.rejects(held.query('commit'), (error) => problemOf(error, 'r', LOG).sort === 'unavailable')
    held.release(true)
  })
})

test('a desk behind poolers follows the primary', async (t) => {
  const { primary, standbys } = await startStandbys(t, 1)
  const [standby] = standbys
  assert.ok(standby)
  const pooled = async (server: RunningPostgres): Promise<RunningPostgres> => ({
    ...server,
    deskUrl: await startPgBouncer(t, server.deskUrl, LET_THROUGH),
  })
  const url = urlOfAll([await pooled(standby), await pooled(primary)])
  const pool = givenPool(t, url)
  assert.equal(await findPort(pool), portOf(primary))
  await primary.kill()
  const answered = askUntilAnswered(pool)
  await promote(standby)
  assert.equal(await answered, portOf(standby))
})
