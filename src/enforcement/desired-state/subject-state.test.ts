import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { inByteOrder } from './subject-state.ts'

test('TypeScript locks subjects in the sort order of PostgreSQL', async (t) => {
  const { pool } = await freshDatabase(t)
  const keys = ['b', 'a', '\u{1f600}', '\uff5e', '\u00e4', 'Z', 'a', '-', '\u{10ffff}'].map((id) => `account:${id}`)
  const { rows } = await pool.query<{ key: string }>(sql`
    select key from (select distinct unnest(${keys}::text[]) as key) given order by key collate "C"`)
  assert.deepEqual(
    inByteOrder(keys),
    rows.map(({ key }) => key),
  )
})
