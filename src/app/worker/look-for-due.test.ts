import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { inTransaction } from '../../foundation/database/db.ts'
import { claimJobs, findDue, queueJob } from '../../foundation/jobs.ts'
import { freshDatabase } from '../../../test/support/fresh-database.ts'

const HOUR_MS = 3_600_000

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
