import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { emptyDatabase } from '../../../test/support/fresh-database.ts'
import { tempDir } from '../../../test/support/temp-dir.ts'
import { checkDatabase } from './check-database.ts'
import { migrate } from './migrate.ts'

const QUIET = { info: () => undefined, warn: () => undefined }
const refusal = (message: RegExp) => ({ name: 'StartError', message })

const functionOf = (value: number) =>
  `create or replace function people_max() returns integer language sql immutable as $$ select ${value} $$;`
const TRIGGERS = `create or replace trigger keep_person before delete on person execute function refuse_delete();`
const FILES = {
  'migrations/0001-people/1-person.sql': 'create table person (id integer primary key);',
  'migrations/0001-people/2-pet.sql': 'create table pet (owner integer references person);',
  'schema/people/limits.sql': functionOf(5),
  'schema/people/refusals.sql': `create or replace function refuse_delete() returns trigger language plpgsql as $$
    begin raise exception 'people stay'; end $$;`,
  'schema/people/triggers.sql': TRIGGERS,
  'schema/people/grants.sql': 'grant select, delete on person to countersign_desk;',
}

async function startWith(t: TestContext, files: Record<string, string>) {
  const database = await emptyDatabase(t)
  const dir = tempDir(t)
  const put = (file: string, text: string) => {
    mkdirSync(dirname(join(dir, file)), { recursive: true })
    writeFileSync(join(dir, file), text)
  }
  for (const [file, text] of Object.entries(files)) put(file, text)
  const run = () => migrate(database.ownerUrl, dir, QUIET)
  const ask = async (text: string) => (await database.ownerPool.query({ text, rowMode: 'array' })).rows[0]?.[0]
  return { ...database, dir, put, run, ask }
}

test('one run of "migrate" applies migrations and then schema files', async (t) => {
  const { url, dir, run, ask, pool } = await startWith(t, FILES)
  assert.deepEqual((await run()).applied, ['0001-people'])
  assert.equal(await ask('select people_max()'), 5)
  await assert.rejects(pool.query('delete from person'), /people stay/)
  await checkDatabase(url, dir)
})

test('only functions of changed schema files are replaced; data stays', async (t) => {
  const { url, dir, put, run, ask } = await startWith(t, FILES)
  await run()
  await ask('insert into person values (1)')
  put('schema/people/limits.sql', functionOf(7))
  await assert.rejects(checkDatabase(url, dir), refusal(/people\/limits.sql differs\): run countersign migrate/))
  assert.deepEqual(await run(), { applied: [], replaced: ['people/limits.sql'] })
  assert.equal(await ask('select people_max()'), 7)
  assert.equal(await ask('select id from person'), 1)
  await checkDatabase(url, dir)
})

test('a right that no schema file grants is revoked', async (t) => {
  const { put, run, pool } = await startWith(t, FILES)
  await run()
  put('schema/people/grants.sql', 'grant select on person to countersign_desk;')
  await run()
  await pool.query('select from person')
  await assert.rejects(pool.query('delete from person'), /permission denied/)
})

test('a failing schema function is reported with its line, replacing nothing', async (t) => {
  const { put, run, ask } = await startWith(t, FILES)
  await run()
  put('schema/people/limits.sql', functionOf(7))
  put('schema/people/refusals.sql', '\nselect nothing from nowhere;')
  await assert.rejects(run(), refusal(/^The file people\/refusals.sql failed in line 2: /))
  assert.equal(await ask('select people_max()'), 5)
})

test('a schema folder missing from the order is refused', async (t) => {
  const { run } = await startWith(t, { ...FILES, 'schema/pets/names.sql': functionOf(1) })
  await assert.rejects(run(), refusal(/folder pets has no place/))
})
