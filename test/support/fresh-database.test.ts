import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshDatabase } from './fresh-database.ts'

test('a fresh test database is migrated, empty, and separate', async (t) => {
  const { pool, ownerPool } = await freshDatabase(t, { marked: false })
  const { rows } = await pool.query('select current_user as role, count(*) as marks from database_mark')
  assert.deepEqual(rows, [{ role: 'countersign_desk', marks: 0 }])
  await assert.rejects(pool.query('create table mine (id integer)'), /permission denied/)
  await ownerPool.query('create table mine (id integer)')
})

test("a test database's driven clock stands still until moved", async (t) => {
  const { pool, advance, setClock } = await freshDatabase(t, { driven: true })
  const now = async () => (await pool.query<{ now: Date }>('select desk_now() as now')).rows[0]?.now
  await setClock(new Date('2031-05-06T07:08:09Z'))
  await advance(90_000)
  assert.deepEqual(await now(), new Date('2031-05-06T07:09:39Z'))
})

test("an ordinary database's clock cannot be driven", async (t) => {
  const { advance } = await freshDatabase(t, { marked: false })
  await assert.rejects(advance(1), /only a database marked for it/)
})
