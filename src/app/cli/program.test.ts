import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { tempDir } from '../../../test/support/temp-dir.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { PACKAGE_DIR } from '../../foundation/settings/package-paths.ts'
import { authenticate } from '../../people/access/authenticate.ts'
import { runProgram } from './program.ts'

/** Runs one command in this process and answers what it said. */
async function run(env: Record<string, string>, ...args: string[]) {
  const said: { out: string[]; err: string[] } = { out: [], err: [] }
  const code = await runProgram(args, {
    env,
    print: (line) => said.out.push(line),
    printError: (line) => said.err.push(line),
  })
  return { code, out: said.out.join('\n'), err: said.err.join('\n') }
}

async function deskProgram(t: TestContext) {
  const database = await freshDatabase(t)
  return {
    database,
    countersign: (...args: string[]) => run({ DATABASE_URL: database.url }, ...args),
  }
}

const WREN = [
  'staff',
  'add',
  'wren',
  '--name',
  'Maren Oduya',
  '--role',
  'reviewer',
  'senior',
  '--language',
  'en',
  'pt-BR',
]

test('the command line adds, lists and ends a person with token', async (t) => {
  const { countersign, database } = await deskProgram(t)
  const added = await countersign(...WREN, '--ends', '2031-05-17')
  assert.match(added.out, /^wren is staff_1\./)
  const token = await countersign('staff', 'token', 'add', 'wren', '--label', 'laptop', '--days', '7')
  const [, text] = token.out.split('\n\n')
  assert.deepEqual(await authenticate(database.pool, text ?? ''), {
    kind: 'staff',
    id: 'staff_1',
    pseudonym: 'wren',
    roles: ['reviewer', 'senior'],
    via: 'token',
    tokenId: 'token_1',
    confined: false,
  })
  assert.match(
    (await countersign('staff', 'token', 'list', 'staff_1')).out,
    /^ID +LABEL +MADE +EXPIRES\ntoken_1 +laptop /,
  )

  const [listed] = JSON.parse((await countersign('staff', 'list', '--json')).out).people
  assert.deepEqual(
    [listed.id, listed.languages, listed.endsAt],
    ['staff_1', ['en', 'pt-BR'], '2031-05-18T00:00:00.000Z'],
  )

  assert.match(
    (await countersign('staff', 'end', 'wren')).out,
    /1 token revoked, 0 cases given back, no enforcement waited/,
  )
  assert.equal(await authenticate(database.pool, text ?? ''), undefined)
  assert.equal(JSON.parse((await countersign('staff', 'list', '--json')).out).people.length, 0)
  assert.equal(JSON.parse((await countersign('staff', 'list', '--json', '--ended')).out).people.length, 1)
  const again = await countersign('staff', 'end', 'wren')
  assert.deepEqual([again.code, again.err], [1, 'Nothing was done. The access of wren has ended already.'])
})

test('an API key is added, works, is listed and revoked', async (t) => {
  const { countersign, database } = await deskProgram(t)
  const { id, key } = JSON.parse(
    (await countersign('key', 'add', 'report form', '--scope', 'report', 'facts', '--json')).out,
  )
  assert.deepEqual(await authenticate(database.pool, key), { kind: 'key', id, scopes: ['report', 'facts'] })
  const list = await countersign('key', 'list')
  assert.match(
    list.out,
    /^ID +NAME +SCOPES +MADE +REVOKED\nkey_1 +report form +report facts +\d{4}-\d\d-\d\d \d\d:\d\dZ +–$/,
  )
  assert.ok(!list.out.includes(key))
  assert.equal((await countersign('key', 'revoke', id)).out, 'Key key_1 is revoked.')
  assert.equal(await authenticate(database.pool, key), undefined)
  assert.equal((await countersign('key', 'list')).out.split('\n').length, 1)
})

test("revoking one access token leaves the person's others valid", async (t) => {
  const { countersign, database } = await deskProgram(t)
  await countersign(...WREN)
  const { id, token } = JSON.parse((await countersign('staff', 'token', 'add', 'wren', '--json')).out)
  assert.equal((await countersign('staff', 'token', 'revoke', id)).out, 'Token token_1 is revoked.')
  assert.equal(await authenticate(database.pool, token), undefined)
})

test('every act of the command line is a ledger entry', async (t) => {
  const { countersign, database } = await deskProgram(t)
  await countersign(...WREN)
  await countersign('staff', 'token', 'add', 'wren')
  await countersign('staff', 'token', 'revoke', 'token_1')
  await countersign('key', 'add', 'form', '--scope', 'report')
  await countersign('key', 'revoke', 'key_1')
  await countersign('staff', 'end', 'wren')
  const { rows } = await database.pool.query('select kind from ledger_payload order by leaf_id')
  assert.deepEqual(
    rows.map(({ kind }) => kind),
    ['staff_added', 'staff_token_added', 'staff_token_revoked', 'key_added', 'key_revoked', 'staff_ended', 'alerted'],
  )
})

test('a refused command prints one sentence and exits with 1', async (t) => {
  const { countersign } = await deskProgram(t)
  await countersign(...WREN)
  const wrong: readonly [readonly string[], RegExp][] = [
    [WREN, /^The person was not added\. The pseudonym wren was used before\. Choose another\.$/],
    [
      ['staff', 'add', 'rook', '--name', 'R', '--role', 'reviewer', '--employment', 'contractor'],
      /[Aa] contractor needs an end/,
    ],
    [['staff', 'add', 'rook', '--name', 'R', '--role', 'king'], /Allowed choices are reviewer, senior/],
    [['staff', 'add', 'rook', '--name', 'R', '--role', 'reviewer', '--ends', '2031-02-30'], /a day such as 2031-05-17/],
    [['staff', 'end', 'nobody'], /^There is no person with the id or pseudonym nobody\.$/],
    [['staff', 'token', 'add', 'wren', '--days', '1000'], /can last 1 to 365 days/],
    [['staff', 'token', 'revoke', 'token_99'], /^There is no token token_99\.$/],
    [['key', 'revoke', 'key_99'], /^There is no API key key_99\.$/],
    [['key', 'add', 'form'], /required option '--scope/],
    [['staf'], /unknown command 'staf'[\s\S]*Did you mean staff/],
  ]
  for (const [args, sentence] of wrong) {
    const { code, out, err } = await countersign(...args)
    assert.equal(code, err.startsWith('error:') ? 2 : 1, args.join(' '))
    assert.match(err, sentence)
    assert.equal(out, '')
    assert.ok(!err.includes('    at '), 'no trace')
  }
})

test('a missing database and wrong variables are reported together', async (t) => {
  const data = tempDir(t)
  const none = await run({}, 'staff', 'list', '--data', data)
  assert.equal(none.code, 1)
  assert.equal(
    none.err,
    `No database is running in ${data}, and DATABASE_URL is not set: start the desk with npm start, or set it.`,
  )
  const away = await run({ DATABASE_URL: 'postgres://desk:secret@127.0.0.1:9/none' }, 'staff', 'list')
  assert.match(away.err, /^The database none at 127\.0\.0\.1:9 can't be reached/)
  assert.ok(!away.err.includes('secret'))
  const wrong = await run({ DATABASE_URL: 'nonsense', COUNTERSIGN_PORT: 'x' }, 'key', 'list')
  assert.match(wrong.err, /DATABASE_URL must be[\s\S]*COUNTERSIGN_PORT must be/)
})

test('a killed embedded database is not mistaken for a running one', async (t) => {
  const data = tempDir(t)
  mkdirSync(join(data, 'postgres', 'cluster'), { recursive: true })
  writeFileSync(join(data, 'postgres', 'cluster', 'postmaster.pid'), '999999999\n/x\n0\n5432\n')
  assert.match((await run({}, 'staff', 'list', '--data', data)).err, /^No database is running/)
})

test('"migrate" requires the owner\'s address; other commands refuse the owner', async (t) => {
  const database = await freshDatabase(t)
  const done = await run({ DATABASE_URL: database.url, MIGRATE_DATABASE_URL: database.ownerUrl }, 'migrate')
  assert.deepEqual([done.code, done.out.split('\n').at(-1)], [0, 'Nothing to do: the schema is up to date.'])
  const without = await run({ DATABASE_URL: database.url }, 'migrate')
  assert.deepEqual([without.code, /MIGRATE_DATABASE_URL is not set/.test(without.err)], [1, true])
  const owner = await run({ DATABASE_URL: database.ownerUrl }, 'staff', 'list')
  assert.match(owner.err, /must not run as countersign_owner, which owns the schema/)
})

test('"verify" exits with 3 when a row was changed', async (t) => {
  const { countersign, database } = await deskProgram(t)
  await countersign(...WREN)
  await waitFor('the entry to have its number', async () => {
    const { rows } = await database.pool.query('select number_entries(100) as numbered')
    return rows[0].numbered === 0
  })
  const well = await countersign('verify')
  assert.deepEqual([well.code, well.err], [0, ''])
  assert.match(well.out, /Every record matches the ledger\./)
  const checkpoint = /^Checkpoint: (.*)$/m.exec(well.out)?.[1] ?? ''
  assert.equal((await countersign('verify', '--checkpoint', checkpoint)).code, 0)
  await database.ownerPool.query(`update staff set roles = '{lead}'`)
  const changed = await countersign('verify')
  assert.deepEqual([changed.code, /^staff staff_1: changed\./m.test(changed.out)], [3, true])
  const none = await countersign('verify', '--checkpoint', 'nowhere')
  assert.deepEqual([none.code, /^Nothing was verified/.test(none.err)], [1, true])
})

test('the help lists commands, examples and environment variables', async () => {
  const help = await run({}, '--help')
  assert.equal(help.code, 0)
  for (const word of [
    'start',
    'serve',
    'work',
    'staff',
    'key',
    'migrate',
    'verify',
    'import',
    'demo',
    'guard',
    'DATABASE_URL',
    'COUNTERSIGN_PLATFORM_SECRET',
  ])
    assert.ok(help.out.includes(word), word)
  assert.match((await run({}, 'staff', '--help')).out, /Examples:\n {2}countersign staff add wren/)
  assert.match((await run({}, 'staff', 'add', '--help')).out, /--rolling-contract/)
  assert.equal((await run({}, '--version')).code, 0)
})

test('a missing file is reported without a stack trace', async (t) => {
  const { countersign } = await deskProgram(t)
  const { code, err } = await countersign('import', '/nowhere/reports.ndjson', '--key', 'import')
  assert.deepEqual([code, err.includes('/nowhere/reports.ndjson'), err.includes('    at ')], [1, true, false])
})

test('"completion" lists commands and their options for three shells', () => {
  const main = join(PACKAGE_DIR, 'bin/countersign.js')
  const run = (...args: string[]) => execFileSync(process.execPath, [main, ...args], { encoding: 'utf8' })
  for (const shell of ['bash', 'zsh', 'fish']) assert.match(run('completion', shell), /countersign complete/)
  assert.match(run('complete', '--', 'staff', ''), /^notice\t/m)
  assert.match(run('complete', '--', 'verify', '--'), /^--checkpoint\t/m)
})
