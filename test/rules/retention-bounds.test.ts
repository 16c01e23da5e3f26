import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { RETENTION_BOUNDS } from '../../src/policy/retention/retention-file.ts'
import { freshDatabase } from '../support/fresh-database.ts'

test('SQL has the bounds of every time of storage', async (t) => {
  const { pool } = await freshDatabase(t)
  const { rows } = await pool.query(
    sql`select kind, days_min as min, days_max as max from retention_bounds() order by kind`,
  )
  const expected = Object.entries(RETENTION_BOUNDS).map(([kind, bounds]) => ({ kind, ...bounds }))
  assert.deepEqual(
    rows,
    expected.sort((one, other) => (one.kind < other.kind ? -1 : 1)),
  )
})
