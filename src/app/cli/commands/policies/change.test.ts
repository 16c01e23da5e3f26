import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { pino } from 'pino'
import sql from 'sql-template-tag'
import { givenAccount } from '../../../../../test/support/cases.ts'
import { findProblems, passDelay } from '../../../../../test/support/changes.ts'
import { freshDatabase } from '../../../../../test/support/fresh-database.ts'
import { givenPasskey } from '../../../../../test/support/people.ts'
import { tempDir } from '../../../../../test/support/temp-dir.ts'
import { authenticate } from '../../../../people/access/authenticate.ts'
import { runProgram } from '../../program.ts'

/** A desk that was set up from the command line by its own people: crane of policy, plover a lead who makes policy too. */
async function setUpDesk(t: TestContext) {
  const database = await freshDatabase(t, { driven: true })
  const { pool, url } = database
  const folder = join(tempDir(t), 'ours')
  const run = async (token: string | undefined, ...args: string[]) => {
    const said: { out: string[]; err: string[] } = { out: [], err: [] }
    const code = await runProgram(args, {
      env: { DATABASE_URL: url, COUNTERSIGN_POLICIES: folder, ...(token ? { COUNTERSIGN_TOKEN: token } : {}) },
      print: (line) => said.out.push(line),
      printError: (line) => said.err.push(line),
    })
    return { code, out: said.out.join('\n'), err: said.err.join('\n') }
  }
  const anonymous = (...args: string[]) => run(undefined, ...args)
  const tokens: Record<string, string> = {}
  for (const [pseudonym, roles] of [
    ['crane', ['policy']],
    ['plover', ['lead', 'policy']],
    ['wren', ['reviewer']],
    ['egret', ['admin']],
  ] as const) {
    await anonymous('staff', 'add', pseudonym, '--name', `N ${pseudonym}`, '--role', ...roles)
    tokens[pseudonym] = JSON.parse((await anonymous('staff', 'token', 'add', pseudonym, '--json')).out).token
  }
  // In tests, as in a demo, a key in the database stands for a passkey.
  for (const id of ['staff_1', 'staff_2']) await givenPasskey(pool, id)
  const ended = await anonymous('init', folder)
  assert.match(
    ended.out,
    /The desk is set up: .* takes two people\. Named are:\n\nID +PSEUDONYM +ROLES\nstaff_1 +crane +policy/,
  )
  return {
    pool,
    database,
    folder,
    tokens,
    as: (who: string, ...args: string[]) => run(tokens[who], ...args),
    anonymous,
    /** Lets the delay of an agreed change pass, and the change take effect. */
    pass: async (id: string) => {
      const state = await passDelay(
        { desk: { db: pool, log: pino({ enabled: false }) }, advance: database.advance },
        { id },
      )
      assert.equal(state, 'applied')
    },
  }
}

test('"change" commands need the name of a person after set-up', async (t) => {
  const { anonymous, as } = await setUpDesk(t)
  const acts = [
    ['staff', 'add', 'rook', '--name', 'R', '--role', 'auditor'],
    ['staff', 'end', 'wren'],
    ['staff', 'token', 'add', 'wren'],
    ['staff', 'token', 'revoke', 'token_1'],
    ['staff', 'grant', 'wren', '--role', 'lead', '--reason', 'r'],
    ['key', 'add', 'form', '--scope', 'report'],
    ['key', 'revoke', 'key_1'],
    ['guard', 'adopt'],
    ['queues', 'adopt'],
    ['budgets', 'adopt'],
    ['change', 'close', '1', '--reason', 'r'],
    ['change', 'agree', 'chg_1'],
  ]
  for (const args of acts) {
    const { code, err } = await anonymous(...args)
    assert.deepEqual(
      [code, /^Nothing was done\. This takes a person\. Set COUNTERSIGN_TOKEN/.test(err)],
      [1, true],
      args.join(' '),
    )
  }
  assert.match((await as('wren', 'staff', 'end', 'crane')).err, /takes the role policy, lead or admin/)
  assert.match((await as('nobody', 'change', 'list')).out, /^ID +KIND/)
})

test('a looser guards file waits for a second person and a day', async (t) => {
  const { as, folder, pool, pass } = await setUpDesk(t)
  const file = join(folder, 'guards.yaml')
  const shipped = readFileSync(file, 'utf8')
  assert.match((await as('crane', 'guard', 'adopt')).err, /These guards are in force already/)
  writeFileSync(file, shipped.replace('hold: 5m', 'hold: 1m'))
  const asked = await as('crane', 'guard', 'adopt', '--reason', 'five minutes are long')
  assert.match(
    asked.out,
    /^chg_1 waits, and nothing is changed yet:\n\nVersion 2 of guards\.yaml: high-reach changes\. It was: .*\n {2}It is: /,
  )
  assert.match(asked.out, /countersign change agree chg_1$/)
  assert.match((await as('plover', 'change', 'list')).out, /^chg_1 +rule_set +looser +proposed +crane/m)
  const shown = await as('plover', 'change', 'show', 'chg_1')
  assert.match(shown.out, /Asked for by crane on .*: five minutes are long[\s\S]*less \(hold\)[\s\S]*The whole file:/)
  assert.match((await as('crane', 'change', 'agree', 'chg_1')).err, /You proposed it/)
  assert.match(
    (await as('plover', 'change', 'agree', 'chg_1')).out,
    /^chg_1 is agreed to and takes effect on .* unless/,
  )
  assert.match((await as('crane', 'change', 'list')).out, /^chg_1 +rule_set +looser +agreed +crane/m)
  assert.match((await as('wren', 'change', 'stop', 'chg_1')).err, /takes the role policy, lead or admin/)
  await pass('chg_1')
  assert.match((await as('egret', 'change', 'stop', 'chg_1')).err, /chg_1 is applied/)
  assert.match((await as('plover', 'change', 'show', 'chg_1')).out, /applied since[\s\S]*plover said agree/)
  assert.deepEqual(await findProblems(pool), [])
})

test('an API key with more than reporting takes two people', async (t) => {
  const { as, pool, pass } = await setUpDesk(t)
  const counts = async (text: string) => (await authenticate(pool, text))?.kind
  const form = JSON.parse((await as('crane', 'key', 'add', 'form', '--scope', 'report', '--json')).out)
  assert.equal(await counts(form.key), 'key')
  const asked = JSON.parse((await as('crane', 'key', 'add', 'office', '--scope', 'facts', 'report', '--json')).out)
  assert.equal(await counts(asked.key), undefined, 'not yet')
  assert.match((await as('crane', 'change', 'agree', asked.change.id)).err, /You proposed it/)
  assert.match(
    (await as('plover', 'change', 'show', asked.change.id)).out,
    /A key called "office" is made\. A program with this key tells the facts by which guards judge, and sends reports\./,
  )
  assert.match((await as('plover', 'change', 'agree', asked.change.id)).out, /is agreed to/)
  assert.equal(await counts(asked.key), undefined, 'for a day any lead may stop it')
  await pass(asked.change.id)
  assert.equal(await counts(asked.key), 'key')
  const directory = await as('crane', 'key', 'add', 'directory', '--scope', 'scim')
  assert.match(
    directory.out,
    /^chg_2 waits, .*\n\n.*ends their access[\s\S]*shown this once, and counts from then on:\n\ncs_key_/,
  )
  assert.match((await as('plover', 'change', 'decline', 'chg_2', '--reason', 'we have none')).out, /chg_2/)
  for (const scope of ['facts', 'scim']) {
    const insert = sql`insert into api_key (name, scopes, secret_hash) values ('x', ${[scope]}, sha256('x'))`
    await assert.rejects(pool.query(insert), /is made by a change/, 'by no other way')
  }
  assert.deepEqual(await findProblems(pool), [])
})

test('two people add people, change roles and teams, extend contracts', async (t) => {
  const { as, pool, pass } = await setUpDesk(t)
  const agrees = async (id: string, became: RegExp) =>
    assert.match((await as('plover', 'change', 'agree', id)).out, became)
  const rook = ['rook', '--name', 'R', '--role', 'reviewer', '--employment', 'contractor', '--ends', '2031-05-17']
  assert.match((await as('crane', 'staff', 'add', ...rook)).out, /^chg_1 waits.*\n\nrook is added: reviewer/)
  await agrees('chg_1', /is done/)
  await as('crane', 'staff', 'grant', 'rook', '--role', 'senior', '--reason', 'r')
  await as('crane', 'staff', 'grant', 'rook', '--clearance', 'protected', '--reason', 'r')
  await as('crane', 'staff', 'move', 'rook', '--team', 'west', '--reason', 'r')
  await as('egret', 'staff', 'extend', 'rook', '--ends', '2031-08-31', '--reason', 'r')
  for (const id of ['chg_2', 'chg_3', 'chg_4']) await agrees(id, /is agreed to/)
  assert.match((await as('crane', 'change', 'agree', 'chg_5')).out, /is agreed to/)
  await pass('chg_5')
  // Alone it takes a passkey, in the console: a token may be stolen.
  assert.match((await as('crane', 'staff', 'revoke', 'rook', '--role', 'senior', '--reason', 'r')).out, /^chg_6 waits/)
  await agrees('chg_6', /is done/)
  assert.match((await as('crane', 'staff', 'list')).out, /rook +reviewer +protected +west .*2031-09-01/)
  assert.match((await as('egret', 'staff', 'list')).out, /rook +R +reviewer +protected +west .*2031-09-01/)
  const both = await as('crane', 'staff', 'grant', 'rook', '--role', 'lead', '--clearance', 'x', '--reason', 'r')
  assert.match(both.err, /either a --role or a --clearance/)
  assert.match(
    (await as('crane', 'staff', 'add', 'finch', '--name', 'F', '--role', 'auditor')).out,
    /^finch is staff_6/,
  )
  // Once the desk is set up, ending a person takes the administrator's passkey, in the console.
  assert.match((await as('egret', 'staff', 'end', 'rook')).err, /passkey/)
  assert.deepEqual(await findProblems(pool), [])
})

test('"change agree" shows the change and the address for signing', async (t) => {
  const { as, pool, database } = await setUpDesk(t)
  await database.ownerPool.query('update passkey set removed_at = desk_now()')
  const asked = await as('crane', 'staff', 'grant', 'wren', '--role', 'lead', '--reason', 'leads the night')
  assert.match(asked.out, /^chg_1 waits/)
  const { out } = await as('plover', 'change', 'agree', 'chg_1')
  assert.match(
    out,
    /^You approve this change, and it takes effect 24 hours later, unless it is stopped\.\nwren gets the role lead/,
  )
  assert.match(out, /Nothing is done yet: .*\n {2}http:\/\/localhost:4180\/sign\?act=change_agree&about=chg_1$/)
  const { rows } = await pool.query('select state from desk_change')
  assert.deepEqual(rows, [{ state: 'proposed' }])
})

test('an access token for another person needs its fingerprint approved', async (t) => {
  const { as, anonymous, pass } = await setUpDesk(t)
  assert.match((await as('plover', 'staff', 'token', 'add', 'wren')).err, /Its maker would know it/)
  assert.match((await as('wren', 'staff', 'token', 'add', 'wren')).out, /It is shown this once/)
  const made = (await anonymous('staff', 'token', 'make')).out
  const [, fingerprint = ''] = /\n([0-9a-f]{64})$/.exec(made) ?? []
  const asked = await as('plover', 'staff', 'token', 'add', 'wren', '--fingerprint', fingerprint)
  assert.match(asked.out, /whether they made it/)
  assert.match((await as('crane', 'change', 'agree', 'chg_1')).out, /is agreed to/)
  await pass('chg_1')
  assert.match((await as('wren', 'staff', 'token', 'list', 'wren')).out, /\n.*\n.*\n/)
})

test('"change end-people" takes two people and names a wrong row', async (t) => {
  const { as, anonymous, pool, folder } = await setUpDesk(t)
  for (const name of ['rook', 'finch', 'ibis'])
    await as('crane', 'staff', 'add', name, '--name', name.toUpperCase(), '--role', 'auditor')
  const file = join(folder, 'vendor.csv')
  const end = (text: string, ...more: string[]) => {
    writeFileSync(file, text)
    return as('egret', 'change', 'end-people', file, '--reason', 'the contract ends', ...more)
  }
  const wrong = await end('Person,note\nrook,\n\nraven,\n"",x\nstaff_5,again\n')
  assert.match(
    wrong.err,
    /^Nothing was proposed\. The file vendor\.csv cannot be used:\n {2}row 4, field person: no person has .*“raven”/,
  )
  assert.match(
    wrong.err,
    /row 5, field person: it is empty[^\n]*\n {2}row 6, field person: rook is in row 2 already\nCorrect/,
  )
  assert.match((await end('name\nrook\n')).err, /row 1: it has no field “person”, and has name/)
  assert.match((await end('person\n')).err, /no rows below its header/)
  assert.match((await end('person\nrook,x,y\n')).err, /it cannot be read as CSV/)
  assert.match(
    (await end(`person\n${'rook\n'.repeat(201)}`)).err,
    /it has 201 rows\. One change ends at most 200 people/,
  )
  assert.match((await end('person\nrook\n', '--ends', '2020-01-01')).err, /has passed\. Name a later one/)
  assert.match((await as('egret', 'change', 'end-people', 'gone.csv', '--reason', 'r')).err, /gone\.csv can't be read/)
  assert.match((await as('plover', 'change', 'end-people', file, '--reason', 'r')).err, /This takes the role admin/)
  assert.match((await anonymous('change', 'end-people', file, '--reason', 'r')).err, /This takes a person/)
  assert.match((await end('person\negret\n')).err, /The change is about you/)
  const asked = await end('person\nrook\nfinch\n', '--ends', '2100-12-31')
  assert.match(
    asked.out,
    /^chg_1 waits.*\n\nThese 2 people leave on Saturday, 1 Jan 2101, 00:00 UTC, or at once if .*: finch \(.*\), rook/,
  )
  assert.match((await as('plover', 'change', 'agree', 'chg_1')).out, /^chg_1 is done/)
  assert.match((await as('egret', 'staff', 'list')).out, /rook .*2101-01-01[\s\S]*finch .*2101-01-01/)
  assert.match((await end('person\nibis\n')).out, /^chg_2 waits.*\n\nThis person leaves at once: ibis/)
  assert.match((await as('plover', 'change', 'agree', 'chg_2')).out, /^chg_2 is done/)
  assert.match((await end('person\nibis\n')).err, /row 2, field person: the access of ibis has ended already/)
  assert.deepEqual(await findProblems(pool), [])
})

test('one person adds a protective tag or minimum, two remove it', async (t) => {
  const { as, pool, folder } = await setUpDesk(t)
  await givenAccount(pool, { id: 'vale' })
  const why = ['--reason', 'the only voice of the island']
  assert.match((await as('crane', 'change', 'tag', 'add', 'vale', 'newsroom', ...why)).out, /^chg_1 is done/)
  const floor = (hold: string) =>
    as('crane', 'change', 'protect', 'account:vale', '--approvals', '2', '--hold', hold, ...why)
  assert.match((await floor('2h')).out, /^chg_2 is done:\n\n.*at least 2 other people and a hold of 120 min/)
  assert.match((await floor('0m')).out, /^chg_3 waits/)
  assert.match((await floor('2d')).err, /must be a time such as/)
  assert.match((await as('plover', 'change', 'tag', 'remove', 'vale', 'newsroom', ...why)).out, /^chg_4 waits/)
  assert.match((await as('plover', 'change', 'decline', 'chg_3', ...why)).out, /^chg_3 is declined/)
  assert.match((await as('plover', 'change', 'withdraw', 'chg_4')).out, /^chg_4 is withdrawn/)
  const { rows } = await pool.query<{ from: string; until: string }>(sql`
    select to_char(desk_now(), 'YYYY-MM-DD') as "from", to_char(desk_now() + interval '9 days', 'YYYY-MM-DD') as "until"`)
  const times = ['--from', rows[0]?.from ?? '', '--until', rows[0]?.until ?? '']
  const window = (...args: string[]) => as('crane', 'change', 'election-window', ...args)
  assert.match((await window('open', ...times, ...why)).err, /covers no account\. Name accounts .* or tags/)
  assert.match((await window('open', ...times, '--tag', 'troll', ...why)).err, /Allowed choices are public_office/)
  assert.match((await window('close', 'chg_1', ...why)).err, /There is no election window chg_1/)
  assert.match((await window('list')).out, /^No election window is/)
  assert.match((await window('open', ...times, '--account', 'vale', '--tag', 'candidate', ...why)).out, /^chg_5 waits/)
  assert.match((await window('close', 'chg_5', ...why)).err, /chg_5 is not open: it waits for a second person/)
  assert.match((await as('plover', 'change', 'agree', 'chg_5')).out, /^chg_5 is done/)
  assert.match((await window('close', 'chg_5', ...why)).out, /^chg_6 waits/)
  assert.match((await window('list')).out, /chg_5 +open +.*candidate, .*vale.* chg_6, asked for/)
  const file = join(folder, 'token')
  writeFileSync(file, 'cs_pat_nonsense')
  assert.match(
    (await as('crane', 'change', 'agree', 'chg_4', '--token-file', file)).err,
    /The token belongs to no person/,
  )
  assert.match((await as('crane', 'change', 'show', 'chg_9')).err, /There is no change chg_9/)
})

test('set-up does not end with fewer than two approvers', async (t) => {
  const { url } = await freshDatabase(t)
  const folder = join(tempDir(t), 'ours')
  const env = { DATABASE_URL: url, COUNTERSIGN_POLICIES: folder }
  const run = async (...args: string[]) => {
    const out: string[] = []
    await runProgram(args, { env, print: (line) => out.push(line), printError: (line) => out.push(line) })
    return out.join('\n')
  }
  assert.match(await run('init', folder), /still being set up[\s\S]*countersign init --end/)
  for (const name of ['crane', 'plover']) await run('staff', 'add', name, '--name', 'N', '--role', 'policy')
  assert.match(await run('guard', 'adopt'), /During set-up one person decides that\./)
  assert.match(await run('init', '--end'), /The desk is set up/)
  assert.match(await run('init', '--end'), /was set up before/)
})
