import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { LEDGER_CHECKS } from '../../src/app/ledger-checks.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { makeSecret } from '../../src/people/access/tokens.ts'
import { beginSession } from '../../src/people/sessions/sessions.ts'
import type { Problem } from '../../src/ledger/checks/problem.ts'
import { alertAuditors } from '../../src/oversight/ledger/watch-ledger.ts'
import { verifyCommand } from '../../src/oversight/ledger/verify-command.ts'
import { numberEntries } from '../support/desk-with-history.ts'
import { startDeskBeforeOpening } from '../support/desk-before-opening.ts'
import { givenPasskey } from '../support/people.ts'
import { isRefusal, stealRole } from '../support/role-thief.ts'

/** The most often that sessions of one person end in an hour by another word than that of the session itself. */
const ENDS_AN_HOUR_MAX = 10

/** Two people who are signed in by passkeys and a thief of the role's credential. */
async function startSignedIn(t: TestContext) {
  const office = await startDeskBeforeOpening(t)
  const admin = await office.person(['admin'])
  const [wren, rook] = await office.people(9, ['reviewer', 'senior'])
  assert.ok(wren && rook)
  await office.open()
  const { credentialId } = await givenPasskey(office.db, wren.id)
  const begin = (staffId: string, of: string | null) =>
    inTransaction(office.db, (tx) => beginSession(tx, { staffId, credentialId: of }))
  const thief = await stealRole(t, office.database)
  const live = async (): Promise<number> => {
    const { rows } = await office.db.query<{ count: number }>(
      `select count(*)::integer as count from staff_session
      where revoked_at is null and seen_at > desk_now() - interval '30 minutes'`,
    )
    return rows[0]?.count ?? 0
  }
  return { ...office, admin, wren, rook, begin, thief, live, credentialId }
}

test('a stolen application role ends no session of a person', async (t) => {
  const { thief, wren, rook, admin, begin, live, credentialId } = await startSignedIn(t)
  const { id: ofWren } = await begin(wren.id, credentialId)
  await begin(rook.id, null)
  const forgeries = [
    `update staff_session set revoked_at = desk_now()`,
    `update staff_session set revoked_at = desk_now() where id = '${ofWren}'`,
    `update staff_session set seen_at = desk_now() - interval '1 day'`,
    `update staff_session set ends_at = desk_now()`,
    `delete from staff_session where id = '${ofWren}'`,
    `delete from session_device`,
    `update session_device set device = 'Firefox · Linux'`,
    `select from staff_session for update`,
    `insert into staff_session (staff_id, secret_hash, ends_at, revoked_at)
     values ('${wren.id}', sha256('a'), desk_now() + interval '1 hour', desk_now())`,
    ...[`staff:${wren.id}`, `staff:${rook.id}`, `staff:${admin.id}`, 'desk', 'key:key_1'].flatMap((by) =>
      [
        'null',
        `'cs_web_guessed'`,
        `'signing_1'`,
        `encode((select secret_hash from staff_session where id = '${ofWren}'), 'hex')`,
      ].flatMap((proof) => [
        `select revoke_sessions('${wren.id}', null, '${by}', ${proof})`,
        `select revoke_sessions('${wren.id}', '${ofWren}', '${by}', ${proof})`,
        `select revoke_other_sessions('${wren.id}', null, ${proof})`,
      ]),
    ),
  ]
  for (const forged of forgeries) await assert.rejects(thief.run(forged), isRefusal, forged)
  const whole = `insert into session_device (session_id, network) values ('${ofWren}', '192.0.2.7/32')`
  await assert.rejects(thief.run(whole), /session_device_network_check/, 'nor stores it a whole address')
  await thief.run(`select touch_session('${ofWren}', desk_now() - interval '1 day')`)
  assert.equal(await live(), 2)
})

test('a forged session ends true sessions ten times an hour', async (t) => {
  const { thief, wren, begin, live, database } = await startSignedIn(t)
  const { text, hash } = makeSecret('web')
  await thief.run(`insert into staff_session (staff_id, secret_hash, ends_at)
    values ('${wren.id}', '\\x${hash.toString('hex')}', desk_now() + interval '1 hour')`)
  const end = async () => {
    const { id } = await begin(wren.id, null)
    await database.advance(1_000)
    return thief.run(`select revoke_sessions('${wren.id}', '${id}', 'staff:${wren.id}', '${text}')`)
  }
  for (let each = 0; each < ENDS_AN_HOUR_MAX; each++) assert.equal((await end()).rowCount, 1)
  await assert.rejects(end(), /were ended 10 times within the hour/)
  assert.equal(await live(), 2, 'the forged one, and the true one that stays')
})

test('a forged session and the sessions it ended alert auditors', async (t) => {
  const { thief, wren, begin, db, desk, person } = await startSignedIn(t)
  await person(['auditor'])
  const { text, hash } = makeSecret('web')
  const { id: ended } = await begin(wren.id, null)
  const verify = async () => {
    await numberEntries(db)
    const lines: string[] = []
    const alert = (first: Problem) => alertAuditors(desk, first)
    const { problemCount } = await verifyCommand(db, {
      checks: LEDGER_CHECKS,
      print: (line) => lines.push(line),
      alert,
    })
    const { rowCount } = await db.query(`select from alert where kind = 'ledger' and to_role = 'auditor'`)
    return { problemCount, alerts: rowCount, said: lines.join('\n') }
  }
  const before = await verify()
  assert.deepEqual([before.problemCount, before.alerts], [0, 0])
  const { rows } = await thief.run(`insert into staff_session (staff_id, secret_hash, ends_at)
    values ('${wren.id}', '\\x${hash.toString('hex')}', desk_now() + interval '1 hour') returning id`)
  await thief.run(`select revoke_sessions('${wren.id}', '${ended}', 'staff:${wren.id}', '${text}')`)
  const { problemCount, alerts, said } = await verify()
  assert.deepEqual([problemCount > 0, alerts], [true, 1])
  for (const id of [rows[0].id, ended]) assert.match(said, new RegExp(`staff_session ${id}\\b`))
})
