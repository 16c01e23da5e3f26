import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Pool } from '../../src/foundation/database/db.ts'
import { dropFree, freshDatabase, type TestDatabase } from './fresh-database.ts'
import { givenStaff } from './people.ts'

const nameOf = async (pool: Pool): Promise<unknown> =>
  (await pool.query('select current_database() as name')).rows[0]?.name

/** Uses a database in a test of its own; returns its name. */
async function use(t: TestContext, what: (database: TestDatabase) => Promise<void>, driven = true): Promise<unknown> {
  let name: unknown
  await t.test('a test', async (inner) => {
    const database = await freshDatabase(inner, { driven })
    name = await nameOf(database.pool)
    await what(database)
  })
  return name
}

/** Every row of every table, and the place of every sequence. */
async function readAll(owner: Pool): Promise<unknown> {
  const { rows: all } = await owner.query<{ name: string; relkind: string }>(
    `select oid::regclass::text as name, relkind from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'S') order by 1`,
  )
  const parts = all.map(({ name, relkind }) =>
    relkind === 'S'
      ? `select '${name}' as name, jsonb_build_array(last_value, is_called) as held from ${name}`
      : `select '${name}', (select jsonb_agg(whole_row order by whole_row) from ${name} as whole_row)`,
  )
  return (await owner.query(parts.join(' union all '))).rows
}

test('a kept test database has the contents of its template again', async (t) => {
  await dropFree()
  let before: unknown
  const first = await use(t, async ({ pool, ownerPool, advance }) => {
    before = await readAll(ownerPool)
    await givenStaff(pool)
    await advance(86_400_000)
    await ownerPool.query('delete from database_mark; update qa_sample_draw set drawn_until = now()')
    assert.notDeepEqual(await readAll(ownerPool), before)
  })
  const second = await use(t, async ({ ownerPool }) => {
    assert.deepEqual(await readAll(ownerPool), before)
  })
  assert.equal(second, first)
})

test('a test database whose schema was changed is not used again', async (t) => {
  const changes = [
    'create table mine (id integer)',
    'alter table signature disable trigger user',
    'revoke select on staff from countersign_desk',
    'create or replace function desk_now() returns timestamptz language sql stable return clock_timestamp()',
  ]
  for (const change of changes) {
    const first = await use(t, async ({ ownerPool }) => void (await ownerPool.query(change)))
    const second = await use(t, async () => undefined)
    assert.notEqual(second, first, change)
  }
})

test('the settings and locks of a kept connection end with the test', async (t) => {
  const look = `select pg_backend_pid() as pid, current_setting('search_path') as path, current_setting('timezone') as zone,
    (select count(*)::int from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()) as locks`
  const looked: unknown[] = []
  for (const leave of ['set search_path = nowhere; set timezone = 7; select pg_advisory_lock(1)', 'select 1']) {
    await use(t, async ({ pool }) => {
      const { rows } = await pool.query(look)
      looked.push(...rows)
      await pool.query(leave)
    })
  }
  assert.deepEqual(looked[1], looked[0])
})
