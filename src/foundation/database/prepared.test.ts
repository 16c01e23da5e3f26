import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { inPlannedTransaction, inTransaction, only, type Queryable, type Tx } from './db.ts'
import { prepared, withOnePlan } from './prepared.ts'

test('one name of a prepared statement always means one statement', () => {
  const first = (n: number) => prepared('named-once')`select ${n}`
  assert.deepEqual([first(1), first(2)], [of(1), of(2)])
  assert.deepEqual(prepared('named-once')`select ${3}`, of(3))
  assert.throws(() => prepared('named-once')`select ${4}::bigint`, /named-once/)
  assert.deepEqual(first(5), of(5))
})

const of = (n: number) => ({ name: 'named-once', text: 'select $1', values: [n] })

test('a forced generic plan lasts for its request only', async (t) => {
  const { pool } = await freshDatabase(t)
  const mode = async (db: Queryable) =>
    only((await db.query<{ mode: string }>(sql`select current_setting('plan_cache_mode') as mode`)).rows).mode
  const modes = async (tx: Tx) => [await mode(tx), await withOnePlan(tx, () => mode(tx)), await mode(tx)]
  const ONE = 'force_generic_plan'
  assert.deepEqual(await inPlannedTransaction(pool, modes), [ONE, ONE, ONE])
  assert.deepEqual(await inTransaction(pool, modes), ['auto', ONE, 'auto'])
  assert.equal(await mode(pool), 'auto')
})
