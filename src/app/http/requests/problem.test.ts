import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { pino } from 'pino'
import { freshDatabase } from '../../../../test/support/fresh-database.ts'
import { problemOf } from './problem.ts'

const log = pino({ level: 'silent' })

test('a lost database connection is answered as unavailable, not as error', async (t) => {
  const { pool } = await freshDatabase(t)
  const client = await pool.connect()
  const lost = once(client, 'error').catch(() => undefined)
  const ending = client.query('select pg_terminate_backend(pg_backend_pid())')
  const asked = [ending, lost.then(() => client.query('select'))]
  for (const answer of await Promise.allSettled(asked)) {
    assert.equal(answer.status, 'rejected')
    if (answer.status === 'rejected')
      assert.equal(problemOf(answer.reason, 'r', log).sort, 'unavailable', String(answer.reason))
  }
  client.release(true)
})
