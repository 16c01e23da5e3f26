import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { MINISTER, only, startGate } from '../../../test/support/gate-flow.ts'
import { checkLedger } from '../../../test/support/working-desk.ts'

const REASON = { reason: 'the newsroom itself, not its copy' }

/** Starts a desk on which Ana proposed an enforcement that waits, and Ben is on duty. */
async function startWaiting(t: TestContext) {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben] = [await desk.person(), await desk.person()]
  const asked = await gate.ask(await gate.claim(MINISTER, ana), ana, { action: 'warn' })
  return { desk, gate, ana, ben, enforcementId: only(asked.body.enforcements) }
}

test('204: a person who stopped without a reason gives it once', async (t) => {
  const { desk, gate, ana, ben, enforcementId } = await startWaiting(t)
  const url = `/v1/enforcements/${enforcementId}`
  assert.equal((await gate.post(ben, `${url}/stop`)).status, 200)
  assert.equal((await gate.post(ana, `${url}/reason`, REASON)).status, 403, 'ana stopped nothing')
  assert.equal((await gate.post(ben, '/v1/enforcements/enf_999/reason', REASON)).status, 404)
  assert.equal((await gate.post(ben, `${url}/reason`, REASON)).status, 204)
  assert.equal((await gate.post(ben, `${url}/reason`, { reason: 'another' })).status, 409)
  const { body } = await gate.get(ana, url)
  assert.match(String(body.sentence), /^@minister_vale/)
  assert.equal(body.readBack, null, 'it never reached the platform')
  const [given] = body.laterReasons as { by: string; reason: string }[]
  const name = await desk.desk.db.findValue(sql`select pseudonym from staff where id = ${ben.id}`)
  assert.deepEqual([given?.by, given?.reason], [name, REASON.reason])
  desk.work()
  await checkLedger(desk.desk)
})

test('the application role stores no reason without an act', async (t) => {
  const { desk, ana, enforcementId } = await startWaiting(t)
  const forged = sql`insert into later_reason (enforcement_id, staff_id, reason) values (${enforcementId}, ${ana.id}, 'odd')`
  await assert.rejects(desk.desk.db.query(forged), { code: 'CS001', message: /neither stopped nor restored/ })
  await assert.rejects(desk.desk.db.query(sql`delete from later_reason`), /permission denied/)
})

test('409: who gave a reason with the act gives no second one', async (t) => {
  const { desk, gate, ben, enforcementId } = await startWaiting(t)
  const url = `/v1/enforcements/${enforcementId}`
  assert.equal((await gate.post(ben, `${url}/stop`, { reason: 'a mistake' })).status, 200)
  assert.equal((await gate.post(ben, `${url}/reason`, REASON)).status, 409)
  const forged = sql`insert into later_reason (enforcement_id, staff_id, reason) values (${enforcementId}, ${ben.id}, 'odd')`
  await assert.rejects(desk.desk.db.query(forged), { code: 'CS001', message: /gave a reason/ })
})

test('204: an author gives the missing reason off duty', async (t) => {
  const { gate, ben, enforcementId } = await startWaiting(t)
  assert.equal((await gate.post(ben, `/v1/enforcements/${enforcementId}/stop`)).status, 200)
  const { body: freeze } = await gate.post(ben, '/v1/freezes', {})
  assert.equal((await gate.post(ben, '/v1/me/shift/end')).status, 200)
  assert.equal((await gate.post(ben, `/v1/enforcements/${enforcementId}/reason`, REASON)).status, 204)
  assert.equal((await gate.post(ben, `/v1/freezes/${String(freeze.id)}/reason`, REASON)).status, 200)
})

test('verify names a reason that the application role wrote', async (t) => {
  const { desk, gate, ben, enforcementId } = await startWaiting(t)
  assert.equal((await gate.post(ben, `/v1/enforcements/${enforcementId}/stop`)).status, 200)
  await desk.desk.db.query(sql`
    insert into later_reason (enforcement_id, staff_id, reason) values (${enforcementId}, ${ben.id}, 'ben asked for it')`)
  desk.work()
  await assert.rejects(checkLedger(desk.desk), /later_reason/)
})
