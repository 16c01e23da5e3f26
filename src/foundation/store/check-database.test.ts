import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import pg from 'pg'
import { type EmptyDatabase, emptyDatabase } from '../../../test/support/fresh-database.ts'
import { tempDir } from '../../../test/support/temp-dir.ts'
import { checkDatabase } from './check-database.ts'
import { migrate } from './migrate.ts'

const QUIET = { info: () => undefined, warn: () => undefined }
const refusal = (message: RegExp) => ({ name: 'StartError', message })

async function startMigrated(t: TestContext) {
  const database = await emptyDatabase(t)
  const dir = tempDir(t)
  mkdirSync(join(dir, 'migrations'))
  writeFileSync(join(dir, 'migrations/0001-people.sql'), 'create table person (id integer primary key);')
  await migrate(database.ownerUrl, dir, QUIET)
  return { ...database, dir }
}

/** Runs a statement as the superuser, with the database's name for %I. */
async function asSuperuser({ superUrl }: EmptyDatabase, text: string): Promise<void> {
  const admin = new pg.Client({ connectionString: superUrl })
  await admin.connect()
  try {
    await admin.query(text.replace('%I', new URL(superUrl).pathname.slice(1)))
  } finally {
    await admin.end()
  }
}

test('a role that may create objects cannot run the desk', async (t) => {
  const database = await startMigrated(t)
  const { url, dir } = database
  await checkDatabase(url, dir)
  const grants = [
    ['temporary on database %I to public', /may create temporary objects in database .*revoke temporary on database/],
    ['temporary on database %I to countersign_desk', /may create temporary objects/],
    ['create on database %I to countersign_desk', /may create objects in database .*revoke create on database/],
    ['create on schema public to public', /may create objects in schema public.*revoke create on schema public/],
  ] as const
  for (const [grant, reason] of grants) {
    await asSuperuser(database, `grant ${grant}`)
    await assert.rejects(checkDatabase(url, dir), refusal(reason), grant)
    await migrate(database.ownerUrl, dir, QUIET)
    await checkDatabase(url, dir)
  }
})

test('a role that can create in another schema is refused', async (t) => {
  const database = await startMigrated(t)
  await asSuperuser(database, 'create schema beside; grant create on schema beside to countersign_desk')
  await assert.rejects(checkDatabase(database.url, database.dir), refusal(/may create objects in schema beside/))
})

test('a role with all rights on all tables is refused', async (t) => {
  const database = await startMigrated(t)
  await database.ownerPool.query('grant all on all tables in schema public to countersign_desk')
  await assert.rejects(checkDatabase(database.url, database.dir), refusal(/may truncate table person/))
})
