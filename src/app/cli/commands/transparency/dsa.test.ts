import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { argumentsOf } from '../../../../../test/support/command-lines.ts'
import { givenStatements } from '../../../../../test/support/dsa/given-statements.ts'
import { DSA_TOKEN, startDsaServer } from '../../../../../test/support/dsa/start-dsa-server.ts'
import { validateAsServer } from '../../../../../test/support/dsa/server-rules.ts'
import { freshDatabase } from '../../../../../test/support/fresh-database.ts'
import { givenStaff } from '../../../../../test/support/people.ts'
import { tempDir } from '../../../../../test/support/temp-dir.ts'
import { runProgram } from '../../program.ts'

const GUIDE = readFileSync('docs/how-to/dsa-transparency-database.md', 'utf8')

test('the commands of the DSA guide send and compare statements', async (t) => {
  const [database, server, folder] = [await freshDatabase(t), await startDsaServer(t), tempDir(t)]
  const { token } = await givenStaff(database.pool, { roles: ['policy'] })
  await givenStatements(database.ownerPool, { count: 1 })
  await givenStatements(database.ownerPool, { first: 2, count: 1, facts: { facts: 'Zoe van der Berg wrote it.' } })
  await givenStatements(database.ownerPool, { first: 3, count: 1, facts: { contentDate: null } })
  const env = {
    ...{ DATABASE_URL: database.url, COUNTERSIGN_DATA: folder, COUNTERSIGN_TOKEN: token },
    ...{ COUNTERSIGN_DSA_URL: server.url, COUNTERSIGN_DSA_TOKEN: DSA_TOKEN },
  }
  const outputs: string[] = []
  const run = async (line: string) => {
    const [out, errors]: [string[], string[]] = [[], []]
    const args = (argumentsOf(line) ?? []).map((arg) => (arg === 'statements.ndjson' ? join(folder, arg) : arg))
    const code = await runProgram(args, {
      env,
      print: (text) => void out.push(text),
      printError: (text) => void errors.push(text),
    })
    outputs.push(...out, ...errors)
    return { code, out: out.join('\n'), errors: errors.join('\n') }
  }
  const lines = GUIDE.match(/^npx countersign dsa .*$/gm) ?? []
  const [exported, written, listed, ...decided] = lines.slice(0, 5)
  const first = await run(exported ?? '')
  assert.deepEqual(
    [first.code, first.errors],
    [
      3,
      '1 statement. 2 others left out: 1 with texts that may identify a person, 1 that the database would refuse. See countersign dsa review.',
    ],
  )
  assert.deepEqual(validateAsServer(JSON.parse(first.out)).errors, {})
  assert.equal((await run(written ?? '')).code, 3)
  assert.equal(readFileSync(join(folder, 'statements.ndjson'), 'utf8'), `${first.out}\n`)
  const [submit = '', reconcile = '', mend = ''] = lines.slice(5)
  assert.deepEqual(await run(submit), { code: 3, out: '1 statement sent, 1 held for a person, 1 refused.', errors: '' })
  const waiting = await run(listed ?? '')
  assert.match(waiting.out, /stm_2 {2}held: facts may name a person \(name\)\n {2}facts: Zoe van der Berg/)
  assert.match(waiting.out, /stm_3 {2}refused: content_date is missing\n/)
  for (const line of decided)
    assert.deepEqual(await run(line), { code: 0, out: '1 statement will be sent.', errors: '' })
  assert.deepEqual(await run(submit), {
    code: 0,
    out: '2 statements sent, 0 held for a person, 0 refused.',
    errors: '',
  })
  server.statements.delete([...server.statements.keys()][0] ?? '')
  assert.match(
    (await run(reconcile)).out,
    /^3 statements looked up. 1 missing. With --mend they are sent again.\n {2}stm_1 {2}stm_1-/,
  )
  assert.equal((await run(mend)).code, 3)
  assert.equal((await run(submit)).code, 0)
  assert.deepEqual(await run(reconcile), {
    code: 0,
    out: '3 statements looked up. The database has all of them.',
    errors: '',
  })
  assert.ok(!outputs.some((text) => text.includes(DSA_TOKEN)))
})

test('the commands refuse without settings, and without a person', async (t) => {
  const database = await freshDatabase(t)
  const run = async (...args: string[]) => {
    const out: string[] = []
    const print = (text: string) => void out.push(text)
    const env = { DATABASE_URL: database.url, COUNTERSIGN_DATA: tempDir(t) }
    return [await runProgram(['dsa', ...args], { env, print, printError: print }), out.join('\n')] as const
  }
  for (const command of ['submit', 'reconcile']) {
    const [code, out] = await run(command)
    assert.equal(code, 1)
    assert.match(out, /COUNTERSIGN_DSA_URL and COUNTERSIGN_DSA_TOKEN are not set/)
  }
  assert.match((await run('review'))[1], /This takes a person/)
  assert.equal((await run('export', '--format', 'csv'))[0], 2)
  assert.deepEqual(await run('export'), [0, '0 statements.'])
})
