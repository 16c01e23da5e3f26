import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pino } from 'pino'
import sql from 'sql-template-tag'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { openPool } from '../../foundation/database/open-pool.ts'
import { claimJobs, findDue, queueJob } from '../../foundation/jobs.ts'
import { lookForDue, Pace } from './look-for-due.ts'
import { Wake } from './wake.ts'
import { Writes } from './writes.ts'

const HOUR_MS = 3_600_000

test('a look that gets no connection wakes restores, again and again', async (t) => {
  const { url } = await freshDatabase(t)
  const pool = openPool(url, { max: 1, name: t.name, onError: () => undefined })
  const [wake, writes, stopping] = [new Wake(), new Writes(), new AbortController()]
  const taken = await pool.connect()
  const looking = lookForDue({ db: pool, log: pino({ level: 'silent' }) }, { wake, writes }, stopping.signal)
  try {
    await waitFor('restores to be woken', async () => wake.hints('restore') > 2)
    assert.equal(wake.hints('effect'), 0)
    assert.equal(writes.since(writes.mark()), true)
  } finally {
    taken.release()
    stopping.abort()
    await looking
    await pool.end()
  }
})

test('a look sees a write that was open at the look before', async (t) => {
  const { pool } = await freshDatabase(t)
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query(`insert into job (kind, key, priority) values ('end', 'enf_1', 'background')`)
    // Others complete meanwhile: the marks of the first and the last running transaction stay the same.
    await pool.query(sql`insert into job (kind, key, priority) values ('end', 'enf_2', 'background')`)
    const { snapshot } = await findDue(pool)
    await client.query('commit')
    assert.notEqual((await findDue(pool)).snapshot, snapshot)
  } finally {
    client.release()
  }
})

test('only priorities with a job that can be claimed are woken', async (t) => {
  const { pool } = await freshDatabase(t)
  assert.deepEqual((await findDue(pool)).priorities, [])
  await inTransaction(pool, async (tx) => {
    queueJob(tx, 'drive', 'account:now', 'effect')
    queueJob(tx, 'drive', 'account:too', 'effect')
    queueJob(tx, 'end', 'enf_1', 'background', HOUR_MS)
    queueJob(tx, 'alert', 'enf_1', 'notice')
  })
  assert.deepEqual((await findDue(pool)).priorities.toSorted(), ['effect', 'notice'])
  assert.equal((await claimJobs(pool, 'notice', 1)).length, 1)
  assert.deepEqual((await findDue(pool)).priorities, ['effect'])
  await pool.query(sql`update job set lease_until = desk_now() where priority = 'notice'`)
  assert.deepEqual((await findDue(pool)).priorities.toSorted(), ['effect', 'notice'])
})

test('looks without notifications are frequent only while jobs come', () => {
  let now = 0
  const pace = new Pace(() => now)
  const after = (ms: number, snapshot: string, isDue = false) => {
    now += ms
    pace.looked(snapshot, isDue)
    return pace.nextMs()
  }
  assert.equal(after(0, '1'), 25)
  assert.equal(after(1_000, '1'), 200)
  assert.equal(after(200, '2'), 25)
  assert.equal(after(25, '3', true), 25, 'the loop is at work')
  assert.equal(after(25, '4'), 5)
  assert.equal(after(5, '4'), 5)
  assert.equal(after(1_000, '5'), 25)
  assert.equal(after(1_000, '5'), 200)
})
