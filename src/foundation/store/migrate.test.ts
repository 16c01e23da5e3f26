import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { emptyDatabase } from '../../../test/support/fresh-database.ts'
import { tempDir } from '../../../test/support/temp-dir.ts'
import { checkDatabase } from './check-database.ts'
import { migrate } from './migrate.ts'

const QUIET = { info: () => undefined, warn: () => undefined }

const FIRST = '0001-people.sql'
const SECOND = '0002-pets.sql'
const FILES = {
  [FIRST]: 'create table person (id integer primary key);\ngrant select on person to countersign_desk;',
  [SECOND]: 'create table pet (id integer primary key, owner integer references person);',
}

function migrationsIn(t: TestContext, files: Record<string, string>): string {
  const dir = tempDir(t)
  for (const [name, sql] of Object.entries(files)) put(dir, `migrations/${name}`, sql)
  return dir
}

function put(dir: string, file: string, text: string): void {
  mkdirSync(dirname(join(dir, file)), { recursive: true })
  writeFileSync(join(dir, file), text)
}

const refusal = (message: RegExp) => ({ name: 'StartError', message })

test('each migration is applied once, in order; then the desk starts', async (t) => {
  const { url, ownerUrl, ownerPool } = await emptyDatabase(t)
  const dir = migrationsIn(t, FILES)
  assert.deepEqual(await migrate(ownerUrl, dir, QUIET), { applied: [FIRST, SECOND], replaced: [] })
  assert.deepEqual(await migrate(ownerUrl, dir, QUIET), { applied: [], replaced: [] })
  const { rows } = await ownerPool.query('select version, file from schema_migration order by version')
  assert.deepEqual(rows, [
    { version: 1, file: FIRST },
    { version: 2, file: SECOND },
  ])
  await checkDatabase(url, dir)
})

test('two concurrent migrations apply each file once', async (t) => {
  const { ownerUrl } = await emptyDatabase(t)
  const dir = migrationsIn(t, FILES)
  const both = await Promise.all([migrate(ownerUrl, dir, QUIET), migrate(ownerUrl, dir, QUIET)])
  assert.deepEqual(both.flatMap(({ applied }) => applied).sort(), [FIRST, SECOND])
})

test('a migration waits for a table in use without holding others up', async (t) => {
  const { ownerUrl, ownerPool } = await emptyDatabase(t)
  await migrate(ownerUrl, migrationsIn(t, FILES), QUIET)
  const dir = migrationsIn(t, {
    ...FILES,
    '0003-names.sql': 'alter table pet add name text; alter table person add name text',
  })
  const reader = await ownerPool.connect()
  t.after(() => reader.release())
  await reader.query('begin; select from person')
  const begun: string[] = []
  const info = (message: string) => {
    if (!message.includes('begins again')) return
    begun.push(message)
    // The migration holds nothing any more, so the reader may read the table that it altered first.
    void reader.query('select from pet; commit')
  }
  assert.deepEqual(await migrate(ownerUrl, dir, { ...QUIET, info }), { applied: ['0003-names.sql'], replaced: [] })
  assert.match(
    begun.join(),
    /^The file 0003-names\.sql failed: canceling statement due to lock timeout\. Tables are in use/,
  )
})

test('a failed migration leaves nothing and is reported with its line', async (t) => {
  const { ownerUrl, ownerPool } = await emptyDatabase(t)
  const dir = migrationsIn(t, { ...FILES, [SECOND]: 'create table pet (id integer);\n\nselect nothing from nowhere;' })
  await assert.rejects(migrate(ownerUrl, dir, QUIET), refusal(/^The file 0002-pets.sql failed in line 3: .*nowhere/))
  const { rows } = await ownerPool.query(`select to_regclass('person') as person, to_regclass('pet') as pet`)
  assert.deepEqual(rows, [{ person: 'person', pet: null }])
  put(dir, `migrations/${SECOND}`, FILES[SECOND])
  assert.deepEqual(await migrate(ownerUrl, dir, QUIET), { applied: [SECOND], replaced: [] })
})

test('a migration file that ends its own transaction is refused', async (t) => {
  const { ownerUrl } = await emptyDatabase(t)
  const dir = migrationsIn(t, { [FIRST]: 'create table person (id integer); commit; begin;' })
  await assert.rejects(
    migrate(ownerUrl, dir, QUIET),
    refusal(/0001-people.sql failed: it must not end the transaction/),
  )
})

test('a migration file changed after its application is refused by name', async (t) => {
  const { url, ownerUrl } = await emptyDatabase(t)
  const dir = migrationsIn(t, FILES)
  await migrate(ownerUrl, dir, QUIET)
  put(dir, `migrations/${FIRST}`, `${FILES[FIRST]}\n-- one word more`)
  const named = refusal(/^The migration 0001-people.sql is not the one that was applied/)
  await assert.rejects(migrate(ownerUrl, dir, QUIET), named)
  await assert.rejects(checkDatabase(url, dir), named)
})

test('migration files with gaps, repeated numbers or wrong names are refused', async (t) => {
  const { ownerUrl } = await emptyDatabase(t)
  const cases: [Record<string, string>, RegExp][] = [
    [{ [FIRST]: '', '0003-late.sql': '' }, /number 2 is missing before 0003-late.sql/],
    [{ [FIRST]: '', '0001-people-too.sql': '' }, /one number: 0001-people-too.sql and 0001-people.sql/],
    [{ 'people.sql': '' }, /people.sql isn't named like/],
  ]
  for (const [files, message] of cases)
    await assert.rejects(migrate(ownerUrl, migrationsIn(t, files), QUIET), refusal(message))
  await assert.rejects(migrate(ownerUrl, '/nowhere', QUIET), refusal(/^The migrations can't be read/))
})

test("a missing, older or newer schema prevents the desk's start", async (t) => {
  const { url, ownerUrl } = await emptyDatabase(t)
  const dir = migrationsIn(t, FILES)
  const older = migrationsIn(t, { [FIRST]: FILES[FIRST] })
  await assert.rejects(checkDatabase(url, dir), refusal(/schema was never made: run countersign migrate/))
  await migrate(ownerUrl, older, QUIET)
  await assert.rejects(
    checkDatabase(url, dir),
    refusal(/schema is older than this program \(0001-people.sql\): run countersign migrate/),
  )
  await migrate(ownerUrl, dir, QUIET)
  const newer = refusal(/schema \(0002-pets.sql\) is newer than this program/)
  await assert.rejects(checkDatabase(url, older), newer)
  await assert.rejects(migrate(ownerUrl, older, QUIET), newer)
})

test('a database role that can disable triggers is refused', async (t) => {
  const { ownerUrl, superUrl } = await emptyDatabase(t)
  const dir = migrationsIn(t, FILES)
  await migrate(ownerUrl, dir, QUIET)
  await assert.rejects(
    checkDatabase(ownerUrl, dir),
    refusal(/must not run as countersign_owner, which owns the schema/),
  )
  await assert.rejects(checkDatabase(superUrl, dir), refusal(/must not run as postgres, which is a superuser/))
})

test('an unreachable database is reported without its password', async (t) => {
  const dir = migrationsIn(t, FILES)
  const { url } = await emptyDatabase(t)
  const nobody = 'postgres://countersign_desk:hidden@127.0.0.1:1/countersign'
  await assert.rejects(
    checkDatabase(nobody, dir),
    refusal(/^The database countersign at 127.0.0.1:1 can't be reached: nothing answers there\.$/),
  )
  await assert.rejects(
    checkDatabase(url.replace(/:[^:@]+@/, ':wrong@'), dir),
    refusal(/countersign_desk is not let in\.$/),
  )
  await assert.rejects(checkDatabase(url.replace(/[^/]+$/, 'elsewhere'), dir), refusal(/has no such database\.$/))
  await assert.rejects(checkDatabase('not an address', dir), refusal(/address isn't one/))
})
