import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type TestContext, test } from 'node:test'
import { promisify } from 'node:util'
import { freshDatabase } from '../../../../test/support/fresh-database.ts'
import { tempDir } from '../../../../test/support/temp-dir.ts'
import type { Pool } from '../../../foundation/database/db.ts'
import { POLICIES_DIR } from '../../../foundation/settings/package-paths.ts'
import { readNoticesText } from '../../../policy/notices/bundle.ts'
import { runProgram } from '../program.ts'

async function run(env: Record<string, string>, ...args: string[]) {
  const said: { out: string[]; err: string[] } = { out: [], err: [] }
  const code = await runProgram(args, {
    env,
    print: (line) => said.out.push(line),
    printError: (line) => said.err.push(line),
  })
  return { code, out: said.out.join('\n'), err: said.err.join('\n') }
}

/** Makes a folder without files and without a running desk. */
function emptyPlace(t: TestContext) {
  const folder = tempDir(t)
  return { folder: join(folder, 'ours', 'policies'), env: { COUNTERSIGN_DATA: join(folder, 'data') } }
}

async function deskWith(t: TestContext) {
  const { pool, url } = await freshDatabase(t)
  return { pool, folder: join(tempDir(t), 'ours'), env: { DATABASE_URL: url } }
}

/** So many accounts, the reach of each worked out from its number, which counts from 1. */
const givenAccounts = (pool: Pool, count: number, reach: string) =>
  pool.query(
    `insert into account (id, reach, reach_counted, protected, source, facts_at)
      select 'a' || n, ${reach}, ${reach}, false, 'test', desk_now() from generate_series(1, $1::integer) n`,
    [count],
  )

const shipped = (name: string) => readFileSync(join(POLICIES_DIR, name), 'utf8')
const copied = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8')

test('"init" copies all policies and marks reach bounds as unchecked', async (t) => {
  const { folder, env } = emptyPlace(t)
  const { code, out, err } = await run(env, 'init', folder)
  assert.deepEqual([code, err], [0, ''])
  const names = [
    'automation.yaml',
    'budgets.yaml',
    'guards.examples.yaml',
    'guards.yaml',
    'items.yaml',
    'newsworthiness.md',
    'notices',
    'policies.yaml',
    'queues.yaml',
    'retention.yaml',
    'transparency.yaml',
  ]
  assert.deepEqual(readdirSync(folder).sort(), names)
  for (const name of names.filter((name) => name !== 'guards.yaml' && name !== 'notices')) {
    assert.equal(copied(folder, name), shipped(name))
  }
  assert.equal(readNoticesText(folder), readNoticesText(POLICIES_DIR))
  const guards = copied(folder, 'guards.yaml')
  assert.match(guards, / # Unchecked: .*\n {2}- id: high-reach\n/)
  assert.equal(guards.replaceAll(/.*# Unchecked.*\n/g, ''), shipped('guards.yaml'))
  assert.match(out, /There is no database to look into\. The bounds on reach stay as shipped, marked as unchecked/)
  assert.match(out, /All \d+ examples come out as they say\./)
  assert.ok(out.endsWith(`To use them: COUNTERSIGN_POLICIES=${resolve(folder)}`))
  assert.equal((await run({ ...env, COUNTERSIGN_POLICIES: folder }, 'guard', 'check')).code, 0)
})

test('"init" names a folder below the working directory by its short path', async (t) => {
  const cwd = tempDir(t)
  const { PATH } = process.env
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [resolve('bin/countersign.js'), 'init', 'ours/policies'],
    {
      cwd,
      env: { PATH },
    },
  )
  assert.match(stdout, /^ours\/policies has automation\.yaml, /)
  assert.ok(stdout.trimEnd().endsWith(`COUNTERSIGN_POLICIES=${join(realpathSync(cwd), 'ours', 'policies')}`))
})

test('"init" sets reach bounds at the top 0.1 % of accounts', async (t) => {
  const { pool, folder, env } = await deskWith(t)
  await givenAccounts(pool, 5_000, `case when n <= 5 then 12345 + n else n % 900 end`)
  await pool.query(`insert into account (id, protected, source, facts_at) values ('unknown', true, 'test', desk_now())`)
  const { code, out, err } = await run(env, 'init', folder)
  assert.deepEqual([code, err], [0, ''])
  assert.match(
    out,
    /known of 5,000 accounts\. Of the 5 that reach the most, 0\.1 %, each reaches 12,346 people or more\.\nHigh begins at 12,000 people now, which 5 accounts reach:/,
  )
  assert.match(
    out,
    /^account\.reach +100,000 +12,000\naccount\.lookalike_reach +100,000 +12,000\naccount\.reach +10,000 +1,200$/m,
  )
  assert.match(out, /What counts as protected still begins at 100,000 people\./)
  assert.match(out, /All \d+ examples come out as they say\./)
  assert.match(copied(folder, 'guards.yaml'), /when: account\.reach >= 12000\n/)
  assert.match(copied(folder, 'guards.examples.yaml'), /account\.reach: 11999 /)
  assert.doesNotMatch(copied(folder, 'guards.yaml'), /Unchecked/)
})

test('"init" raises no bound above the reach that starts protection', async (t) => {
  const { pool, folder, env } = await deskWith(t)
  await givenAccounts(pool, 5_000, 'case when n <= 40 then 9000000 + n else n % 900 end')
  const { code, out } = await run(env, 'init', folder)
  assert.equal(code, 0)
  assert.match(out, /High begins at 100,000 people now, which 40 accounts reach:/)
  const bounds = [...copied(folder, 'guards.yaml').matchAll(/account\.reach >= (\d+)/g)].map(([, bound]) =>
    Number(bound),
  )
  assert.equal(Math.max(...bounds), 100_000)
})

test('"init" keeps the shipped bounds for fewer than 1,000 accounts', async (t) => {
  const { pool, folder, env } = await deskWith(t)
  await givenAccounts(pool, 999, 'n')
  const { code, out } = await run(env, 'init', folder)
  assert.equal(code, 0)
  assert.match(
    out,
    /Reach is known of 999 accounts, and fewer than 1,000 say nothing\. The bounds on reach stay as shipped/,
  )
  assert.match(copied(folder, 'guards.yaml'), /# Unchecked.*\n {2}- id: high-reach\n[^-]*account\.reach >= 100000\n/)
})

test('"init" sets no bound that 1 % of accounts reach', async (t) => {
  const { pool, folder, env } = await deskWith(t)
  await givenAccounts(pool, 1_000, 'case when n <= 11 then 40 else 3 end')
  const { out } = await run(env, 'init', folder)
  assert.match(
    out,
    /of which 11 reach 40 people or more: too many to be called high\. The bounds on reach stay as shipped/,
  )
  assert.match(copied(folder, 'guards.yaml'), /Unchecked/)
})

test('"init" names files that it would overwrite and writes nothing', async (t) => {
  const { folder, env } = emptyPlace(t)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'queues.yaml'), 'ours')
  const { code, out, err } = await run(env, 'init', folder)
  assert.deepEqual([code, out], [1, ''])
  assert.equal(err, `Nothing was written: ${folder} has queues.yaml already. Name another folder.`)
  assert.deepEqual([readdirSync(folder), copied(folder, 'queues.yaml')], [['queues.yaml'], 'ours'])
})

test('"init" writes nothing when its database does not answer', async (t) => {
  const { folder, env } = emptyPlace(t)
  const data = tempDir(t)
  const { code, err } = await run(env, 'init', folder, '--data', data)
  assert.deepEqual([code, existsSync(folder)], [1, false])
  assert.match(err, /^No database is running in .*, and DATABASE_URL is not set/)
})

test('"init" reports in one sentence a folder it cannot create', async (t) => {
  const { env } = emptyPlace(t)
  const file = join(tempDir(t), 'file')
  writeFileSync(file, '')
  const { code, err } = await run(env, 'init', join(file, 'policies'))
  assert.deepEqual([code, err.split('\n').length], [1, 1])
  assert.match(err, /^The policies can't be written to .*policies: .*\.$/)
})

test('the help of "init" has examples and promises no overwriting', async () => {
  const { out } = await run({}, 'init', '--help')
  assert.match(out, /overwrites no file[\s\S]*Examples:\n {2}countersign init\n/)
})
