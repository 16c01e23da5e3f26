import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshDatabase } from './fresh-database.ts'

test("a fresh database is migrated, empty and not the desk's", async (t) => {
  const { pool, ownerPool } = await freshDatabase(t, { marked: false })
  const { rows } = await pool.query('select current_user as role, count(*) as marks from database_mark')
  assert.deepEqual(rows, [{ role: 'countersign_desk', marks: 0 }])
  await assert.rejects(pool.query('create table mine (id integer)'), /permission denied/)
  await ownerPool.query('create table mine (id integer)')
})

test('the clock of a driven database stands still until it is moved', async (t) => {
  const { pool, advance, setClock } = await freshDatabase(t, { driven: true })
  const now = async () => (await pool.query<{ now: Date }>('select desk_now() as now')).rows[0]?.now
  await setClock(new Date('2031-05-06T07:08:09Z'))
  await advance(90_000)
  assert.deepEqual(await now(), new Date('2031-05-06T07:09:39Z'))
})

test('the clock of an ordinary database can not be driven', async (t) => {
  const { advance } = await freshDatabase(t, { marked: false })
  await assert.rejects(advance(1), /only a database marked for it/)
})
