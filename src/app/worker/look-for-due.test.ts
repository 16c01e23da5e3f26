import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { inTransaction } from '../../foundation/database/db.ts'
import { claimJobs, listDuePriorities, queueJob } from '../../foundation/jobs.ts'
import { freshDatabase } from '../../../test/support/fresh-database.ts'

const HOUR_MS = 3_600_000

test('only priorities with a job that can be claimed are woken', async (t) => {
  const { pool } = await freshDatabase(t)
  assert.deepEqual(await listDuePriorities(pool), [])
  await inTransaction(pool, async (tx) => {
    queueJob(tx, 'drive', 'account:now', 'effect')
    queueJob(tx, 'drive', 'account:too', 'effect')
    queueJob(tx, 'end', 'enf_1', 'background', HOUR_MS)
    queueJob(tx, 'alert', 'enf_1', 'notice')
  })
  assert.deepEqual((await listDuePriorities(pool)).toSorted(), ['effect', 'notice'])
  assert.equal((await claimJobs(pool, 'notice', 1)).length, 1)
  assert.deepEqual(await listDuePriorities(pool), ['effect'])
  await pool.query(sql`update job set lease_until = desk_now() where priority = 'notice'`)
  assert.deepEqual((await listDuePriorities(pool)).toSorted(), ['effect', 'notice'])
})
