import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import sql from 'sql-template-tag'
import { endSetup, findProblems } from '../../../../../test/support/changes.ts'
import { givenPasskey, givenStaff } from '../../../../../test/support/people.ts'
import { startTestDesk, TEST_PARTY } from '../../../../../test/support/server.ts'
import { closeKeyWindow, enrolInvited } from '../../../../admin/passkeys/enrol-passkey.ts'
import { endOverdueRecovery } from '../../../../admin/passkeys/recover-keys.ts'
import { ROUTES } from '../../../http/routes.ts'
import { makeSoftwareKey, registerSoftwareKey } from '../../../../people/passkeys/software-authenticator.ts'
import { beginCeremony } from '../../../../people/sessions/ceremony.ts'
import { runProgram } from '../../program.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const FAR = new Date('2100-01-01T00:00:00Z')
const LINK = /enrol#(cs_inv_[\w-]{43})/

/** A desk whose first days are over, with people who may agree to changes, of whom one holds a passkey. */
async function startLockedOut(t: TestContext, { keys = 1 } = {}) {
  const test = await startTestDesk(t, { routes: ROUTES, driven: true })
  const { db } = test.desk
  const { database } = test
  const person = (roles: readonly ('policy' | 'lead' | 'reviewer' | 'admin')[]) =>
    givenStaff(db, { roles: [...roles], tokenExpiresAt: FAR })
  const [crane, plover, egret, wren] = [
    await person(['policy']),
    await person(['lead']),
    await person(['admin']),
    await person(['reviewer']),
  ]
  await database.ownerPool.query(`insert into key_window (opened_at) values (desk_now() - interval '8 days')`)
  await closeKeyWindow(test.desk)
  await endSetup(db, { guards: 'guards: []\n', queues: 'x' })
  await database.advance(2 * DAY_MS)
  for (const { id } of [egret, crane].slice(0, keys)) await givenPasskey(db, id)
  const run = async (args: readonly string[], { terminal = true, token = '', owner = true } = {}) => {
    const said: string[] = []
    const printLine = (line: string) => void said.push(line)
    const code = await runProgram(['recover', ...args], {
      env: {
        DATABASE_URL: database.url,
        COUNTERSIGN_ORIGIN: TEST_PARTY.origin,
        ...(owner ? { MIGRATE_DATABASE_URL: database.ownerUrl } : {}),
        ...(token ? { COUNTERSIGN_TOKEN: token } : {}),
      },
      print: printLine,
      printError: printLine,
      ...(terminal ? { terminal: printLine } : {}),
    })
    return { code, said: said.join('\n') }
  }
  const begin = (one = crane.id, other = plover.id) => run(['begin', one, other, '--reason', 'both phones were stolen'])
  /** Acts as the link's page in a browser. */
  const enrol = async (staffId: string, link: string) => {
    const invitation = LINK.exec(link)?.[1] ?? ''
    const { rows } = await db.query<{ id: string }>(sql`
      select id from invitation where staff_id = ${staffId} order by made_at desc, id desc limit 1`)
    const challenge = await beginCeremony(db, { kind: 'enrol', staffId, invitationId: rows[0]?.id ?? '' })
    const registration = registerSoftwareKey(makeSoftwareKey(), challenge, TEST_PARTY)
    return enrolInvited(test.desk, invitation, { registration, transports: [], label: 'new phone' })
  }
  const toldAll = async () => {
    const { rows } = await db.query<{ to: string }>(sql`
      select to_role as to from alert where why like 'Recovery of access%' order by id`)
    return rows.map(({ to }) => to)
  }
  return { ...test, db, people: { crane, plover, egret, wren }, run, begin, enrol, toldAll }
}

const EVERYBODY = ['reviewer', 'senior', 'lead', 'policy', 'auditor', 'admin']

test('a recovery of access enrols two people a day after alerts', async (t) => {
  const desk = await startLockedOut(t)
  const { database, db, people, run, begin, enrol, toldAll } = desk
  const begun = await begin()
  assert.deepEqual([begun.code, await toldAll()], [0, EVERYBODY], begun.said)
  assert.match((await begin()).said, /The recovery did not begin. One is in progress/)
  await database.advance(DAY_MS - 1_000)
  assert.match((await run(['link', people.crane.id])).said, /is not open for/)
  await database.advance(1_000)
  assert.match((await run(['link', people.crane.id], { terminal: false })).said, /in a terminal only/)
  assert.match((await run(['link', people.egret.id])).said, /is not open for/, 'for nobody else')

  const link = (await run(['link', people.crane.id])).said
  assert.match(link, LINK)
  assert.equal((await enrol(people.crane.id, link)).changeId, null, 'at once')
  assert.match((await run(['link', people.crane.id])).said, /is not open for/, 'once')
  assert.equal((await enrol(people.plover.id, (await run(['link', people.plover.id])).said)).changeId, null)
  assert.deepEqual((await db.query(sql`select how from key_recovery`)).rows, [{ how: 'used' }])
  assert.deepEqual(await toldAll(), [...EVERYBODY, ...EVERYBODY])
  assert.match((await begin()).said, /two people hold keys with which they may agree/)
  assert.deepEqual(await findProblems(db), [])
})

test('a recovery of access is refused while two people can agree', async (t) => {
  const whole = await startLockedOut(t, { keys: 2 })
  assert.match((await whole.begin()).said, /The recovery did not begin\..*two people hold keys/)
  const { people, run, begin, db, database, toldAll } = await startLockedOut(t)
  const newcomer = await givenStaff(database.ownerPool, { roles: ['lead'] })
  for (const other of [people.wren.id, people.crane.id, newcomer.id]) {
    const { code, said } = await begin(people.crane.id, other)
    assert.deepEqual([code, /The recovery did not begin/.test(said)], [1, true], said)
  }
  const args = ['begin', people.crane.id, people.plover.id, '--reason', 'x']
  assert.match((await run(args, { owner: false })).said, /MIGRATE_DATABASE_URL is not set/)
  const insert = sql`
    insert into key_recovery (first_id, second_id, reason) values (${people.crane.id}, ${people.plover.id}, 'x')`
  await assert.rejects(db.query(insert), /permission denied/)
  await database.ownerPool.query('delete from key_window')
  assert.match((await begin()).said, /the first keys are still given out by invitation/)
  assert.deepEqual(await toldAll(), [])
})

test('any person stops a recovery of access; unused, it ends itself', async (t) => {
  const { database, db, desk, people, run, begin, toldAll } = await startLockedOut(t)
  assert.match((await run(['stop'])).said, /No recovery is in progress/)
  await begin()
  const stopped = await run(['stop'], { owner: false, token: people.wren.token })
  assert.equal(stopped.code, 0, stopped.said)
  await database.advance(DAY_MS)
  assert.match((await run(['link', people.crane.id])).said, /is not open for/)
  await begin()
  await database.advance(3 * DAY_MS)
  assert.match((await run(['link', people.crane.id])).said, /is not open for/)
  assert.equal(await endOverdueRecovery(desk), true)
  assert.equal(await endOverdueRecovery(desk), false)
  const { rows } = await db.query<{ how: string }>(sql`select how from key_recovery order by id`)
  assert.deepEqual(rows, [{ how: 'stopped' }, { how: 'over' }])
  assert.equal((await toldAll()).length, 4 * EVERYBODY.length)
  assert.deepEqual(await findProblems(db), [])
})

test('verify finds a changed or forged recovery of access', async (t) => {
  const { database, db, people, begin } = await startLockedOut(t)
  await begin()
  const { ownerPool } = database
  assert.deepEqual(await findProblems(db), [])
  await ownerPool.query('alter table key_recovery disable trigger user')
  await ownerPool.query(sql`update key_recovery set second_id = ${people.wren.id}`)
  assert.match(String(await findProblems(db)), /key_recovery 1: .*content/)
  await ownerPool.query(sql`
    update key_recovery set second_id = ${people.plover.id}, opens_at = opens_at - interval '1 day'`)
  assert.match(String(await findProblems(db)), /key_recovery 1: .*content/)
  await ownerPool.query(`delete from key_recovery`)
  assert.match(String(await findProblems(db)), /key_recovery 1: .*row is missing/)
})
