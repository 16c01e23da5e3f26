import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { endSetup, findProblems, startChanging } from '../../../test/support/changes.ts'
import { givenPasskey } from '../../../test/support/people.ts'
import { verifyLedger } from '../../oversight/ledger/verify.ts'
import { LEDGER_CHECKS } from '../../app/ledger-checks.ts'

/**
 * The changes by an attacker with every database right, and the differences that `countersign verify` reports. Each change is undone
 * before the next.
 */
const TAMPERS: readonly [what: string, sql: string, ...finds: RegExp[]][] = [
  [
    'what was signed is another change',
    `update signature set core = replace(core, 'role', 'team')`,
    /^signature signing_1 forged: .*\(challenge\)/,
    /^signature signing_1 changed: .*content/,
    /^change_answer chg_1 forged: the signature of the named person is missing/,
  ],
  [
    'what stood on the screen is another text',
    `update signature set as_shown = replace(as_shown, 'senior', 'reviewer')`,
    /^signature signing_1 forged: .*\(challenge\)/,
  ],
  [
    'the authenticator said something else',
    `update signature set authenticator_data = set_byte(authenticator_data, 36, 7)`,
    /^signature signing_1 forged: .*\(signature\)/,
  ],
  [
    'the browser said something else',
    `update signature set client_data = replace(convert_from(client_data, 'UTF8'), '{', '{ ')::bytea`,
    /^signature signing_1 forged: .*\(signature\)/,
  ],
  [
    'the signature is another',
    `update signature set signature = set_byte(signature, 20, get_byte(signature, 20) # 1)`,
    /^signature signing_1 forged: .*\(signature\)/,
  ],
  [
    'it is said to be by another key',
    `update signature set credential_id = (select id from passkey where staff_id = signature.staff_id and id <> credential_id)`,
    /^signature signing_1 forged: .*\(signature\)/,
  ],
  [
    'it is said to be somebody else’s',
    `update signature set staff_id = 'staff_1'; update change_answer set staff_id = 'staff_1'`,
    /^signature signing_1 forged: the signing key belongs to another person/,
  ],
  [
    'the enrolled key is another',
    `update passkey set public_key = (select public_key from passkey other where other.id <> passkey.id limit 1)
      where id = (select credential_id from signature)`,
    /^signature signing_1 forged: .*\(signature\)/,
    /^passkey .* changed/,
  ],
  ['the enrolled key is gone', `delete from passkey`, /^signature signing_1 forged: the signing key does not exist/],
  [
    'the signature is gone',
    `delete from signature`,
    /^signature signing_1 removed/,
    /^change_answer chg_1 forged: the signature of the named person is missing/,
  ],
  [
    'one yes stands on another’s signature',
    `update change_answer set signature_id = 'signing_2'`,
    /^change_answer chg_1 forged/,
    /^change_answer .*chg_1.* changed: .*content/,
  ],
]

test('verify rechecks every signature and names forged ones', async (t) => {
  const { database, db, person, propose, agree, plover } = await startChanging(t)
  const wren = await person(['reviewer'])
  await endSetup(db, { guards: 'guards: []\n', queues: 'x' })
  await agree(await propose({ kind: 'role', op: 'grant', staffId: wren.id, role: 'senior' }))
  await givenPasskey(db, plover.id)
  assert.deepEqual(await findProblems(db), [])
  const intruder = new pg.Client({ connectionString: database.superUrl })
  await intruder.connect()
  t.after(() => intruder.end())
  await intruder.query('set session_replication_role = replica')
  const tables = ['signature', 'change_answer', 'passkey']
  for (const table of tables) await intruder.query(`create table kept_${table} as table ${table}`)
  for (const [what, statement, ...finds] of TAMPERS) {
    await intruder.query(statement)
    const { problems } = await verifyLedger(db, LEDGER_CHECKS)
    const found = problems.map(({ table, id, fault, detail }) => `${table} ${id} ${fault}: ${detail}`)
    for (const find of finds) {
      assert.ok(
        found.some((problem) => find.test(problem)),
        `${what}: ${find} in ${found.join(' | ')}`,
      )
    }
    for (const table of tables) {
      await intruder.query(`delete from ${table}`)
      await intruder.query(`insert into ${table} overriding system value select * from kept_${table}`)
    }
    assert.deepEqual(await findProblems(db), [], what)
  }
})
