import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import pg from 'pg'
import { runProgram } from '../../src/app/cli/program.ts'
import { lockImports } from '../../src/cases/import/import-key.ts'
import { DATABASE_DIR } from '../../src/foundation/settings/package-paths.ts'
import { migrate } from '../../src/foundation/store/migrate.ts'
import { trackedFiles } from '../structure/tracked-files.ts'
import { emptyDatabase, freshDatabase } from '../support/fresh-database.ts'
import { startPgBouncer } from '../support/pgbouncer.ts'
import { tempDir } from '../support/temp-dir.ts'

const QUIET = { info: () => undefined, warn: () => undefined }
const LET_THROUGH = 'statement_timeout, idle_in_transaction_session_timeout, options'

/** Counts the advisory locks in PostgreSQL itself: a pooler's connection outlives its client, and so do its locks. */
async function countAdvisoryLocks(t: TestContext, superUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: superUrl })
  await client.connect()
  t.after(() => client.end())
  const { rows } = await client.query<{ count: number }>(`
    select count(*)::int as count from pg_locks
    where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`)
  return rows[0]?.count ?? -1
}

test('migrating through a connection pooler leaves no lock behind', async (t) => {
  const { ownerUrl, superUrl } = await emptyDatabase(t)
  const pooled = await startPgBouncer(t, ownerUrl, LET_THROUGH)
  const { applied } = await migrate(pooled, DATABASE_DIR, QUIET)
  assert.equal(applied[0], '0001-baseline')
  assert.equal(await countAdvisoryLocks(t, superUrl), 0)
  assert.deepEqual((await migrate(pooled, DATABASE_DIR, QUIET)).applied, [])
})

test('importing through a connection pooler leaves no lock behind', async (t) => {
  const { url, superUrl } = await freshDatabase(t)
  const pooled = await startPgBouncer(t, url, LET_THROUGH)
  for (const round of ['first', 'second']) {
    const said: string[] = []
    const code = await runProgram(['import', join(import.meta.dirname, '../support/import-one.ndjson')], {
      env: { DATABASE_URL: pooled, COUNTERSIGN_DATA: tempDir(t) },
      print: (line) => said.push(line),
      printError: (line) => said.push(line),
    })
    assert.equal(code, 0, `${round}: ${said.join('\n')}`)
    assert.equal(await countAdvisoryLocks(t, superUrl), 0)
  }
})

test("a connection pooler that refuses the desk's settings is named", async (t) => {
  const { url } = await freshDatabase(t)
  const pooled = await startPgBouncer(t, url, '')
  const errors: string[] = []
  const code = await runProgram(['staff', 'list'], {
    env: { DATABASE_URL: pooled, COUNTERSIGN_DATA: tempDir(t) },
    print: () => undefined,
    printError: (line) => errors.push(line),
  })
  assert.equal(code, 1)
  assert.match(errors.join('\n'), /^[^\n]*ignore_startup_parameters = statement_timeout[^\n]*$/)
})

test('two imports never hold the import lock at once', async (t) => {
  const { pool } = await freshDatabase(t)
  const lock = await lockImports({ db: pool }, 'k')
  await assert.rejects(lockImports({ db: pool }, 'k', 200), /Another import is running/)
  lock.check()
  await lock.release()
  const next = await lockImports({ db: pool }, 'k')
  await next.release()
})

test('no lock of the desk outlives its transaction', () => {
  const SESSION_LOCK = /pg_(try_)?advisory_(lock|unlock)/
  const found = trackedFiles(/^(src|tools|db)\/.*\.(ts|sql)$/)
    .filter(({ path }) => !path.endsWith('.test.ts') && SESSION_LOCK.test(readFileSync(path, 'utf8')))
    .map(({ path }) => path)
  assert.deepEqual(found, [])
})
