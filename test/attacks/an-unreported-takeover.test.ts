import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { send } from '../support/desk-flow.ts'
import { MINISTER, minutes } from '../support/gate-flow.ts'
import { startHijack } from '../support/hijack-desk.ts'
import { givenKey } from '../support/people.ts'
import { checkLedger } from '../support/working-desk.ts'

test("a takeover that no platform reports allows an hour's lock only", async (t) => {
  const desk = await startHijack(t)
  const { gate } = desk
  const ana = await desk.person()
  const caseId = await gate.claim(MINISTER, ana)
  const hidden = await gate.interim(caseId, ana, 'hide', { hijack: true })
  assert.equal(hidden.status, 400, 'it is a lock or nothing')
  const wish = { action: 'lock', interim: true, hijack: true }
  const { body: preview } = await gate.preview(caseId, ana, wish)
  assert.match(
    String(preview.sentence),
    /for 1 hour, .* It ends then, not only at the reset, because the platform reports no change of credentials, e-mail or device within 24 hours/,
  )
  desk.work()
  const { status, body } = await desk.lock(ana, caseId)
  assert.deepEqual([status, body.hijack, body.alone], [201, false, true], JSON.stringify(body))
  const id = String(body.id)
  await desk.enforcementIn(id, 'in_effect')
  await desk.advance(minutes(60))
  await desk.enforcementIn(id, 'restored')
  const again = await desk.lock(ana, await gate.claim(MINISTER, ana))
  assert.equal(again.status, 409, 'nor is it renewed')
  await checkLedger(desk.desk)
})

test('a credential change before a reset, or long past, justifies no lock', async (t) => {
  const desk = await startHijack(t)
  const [ana, ben] = [await desk.person(), await desk.person()]
  await desk.takeOver()
  await desk.advance(minutes(1))
  await desk.reset()
  const caseId = await desk.gate.claim(MINISTER, ana)
  const reset = await desk.gate.preview(caseId, ana, LOCK)
  assert.match(String(reset.body.sentence), /for 1 hour/, 'its owner has it back')
  await desk.advance(minutes(1))
  await desk.takeOver()
  await desk.advance(minutes(24 * 60))
  await desk.gate.post(ben, '/v1/me/shift', { plannedMinutes: 60 })
  const late = await desk.gate.preview(caseId, ben, { ...LOCK, reason: 'it is said to be in other hands' })
  assert.match(String(late.body.sentence), /for 1 hour/)
})

const LOCK = { action: 'lock', interim: true, hijack: true } as const

test('an invented credential change does not extend a hijack lock', async (t) => {
  const desk = await startHijack(t)
  const ana = await desk.person()
  const caseId = await desk.gate.claim(MINISTER, ana)
  const { token } = await givenKey(desk.desk.db, ['facts'])
  const at = desk.now().toISOString()
  const none = { own: 0, hidden: 0 }
  const facts = {
    ...{ handle: 'vale', displayName: 'Vale', reach: 43_500_000, verified: true, tags: ['public_office'] },
    ...{ createdAt: null, factsAt: at },
  }
  const contents = { all: none, month: none, sinceChange: { ...none, at } }
  const told = await send(desk, token, 'PUT', '/v1/accounts/vale', { ...facts, contents, credentialsChangedAt: at })
  assert.equal(told.status, 400, 'only the platform tells of that')
  assert.equal((await send(desk, token, 'PUT', '/v1/accounts/vale', facts)).status, 200)
  const { body } = await desk.gate.preview(caseId, ana, LOCK)
  assert.match(String(body.sentence), /for 1 hour/)
})

test('the application role locks no account without takeover and passkey', async (t) => {
  const desk = await startHijack(t)
  const eve = await desk.person()
  const { db } = desk.desk
  await desk.gate.preview(await desk.gate.claim(MINISTER, eve), eve, { action: 'deactivate' })
  const forge = (more: { action?: string; ground?: string | null } = {}) =>
    db.query(sql`
      insert into enforcement (subject, account_id, action, policy_id, source, proposed_by, protected, moved_by, expires_at, interim,
        interim_reason, ground)
      values ('account:vale', 'vale', ${more.action ?? 'lock'}, 'scam', 'person', ${`staff:${eve.id}`}, true, 'desk',
        desk_now() + interval '1 hour', true, 'it goes on', ${more.ground === undefined ? 'hijack' : more.ground})`)
  await assert.rejects(forge(), { code: 'CS001', message: /can not be proved/ })
  await assert.rejects(forge({ ground: null }), { code: 'CS001', message: /none that long/ })
  await assert.rejects(forge({ action: 'suspend' }), /check constraint|none that long/)
  await assert.rejects(db.query(sql`insert into credential_report (account_id, read_at) values ('vale', desk_now())`), {
    code: '42501',
  })
  // It can say what the platform never did, and lacks the signature still.
  await db.query(sql`select record_credential_report('vale', desk_now(), null)`)
  await assert.rejects(forge(), { code: 'CS001', message: /did not sign propose/ })
})
