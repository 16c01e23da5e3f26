import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { send } from '../support/desk-flow.ts'
import { ASSESSMENT, identified, MINISTER, minutes, only, STAR, startGate } from '../support/gate-flow.ts'
import { checkLedger } from '../support/working-desk.ts'

const named = identified(STAR, 'otto_and_the_owls')
const DEACTIVATE = { action: 'deactivate' }

test('a person whose decision joins an enforcement counts as proposer', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben, cleo] = [await desk.person(), await desk.person(), await desk.person()]
  const enforcementId = only((await gate.ask(await gate.claim(STAR, ana), ana, DEACTIVATE, named)).body.enforcements)
  assert.equal((await gate.approve(enforcementId, ben)).body.state, 'held')
  const joined = await gate.ask(await gate.claim(STAR, ben), ben, DEACTIVATE, named)
  assert.deepEqual([joined.status, joined.body.enforcements, joined.body.joined], [201, [], [enforcementId]])
  desk.work()
  await desk.advance(minutes(5))
  await desk.enforcementIn(enforcementId, 'awaiting_approval')
  assert.equal((await gate.sendAnswer(enforcementId, ben, 'approve')).body.why, 'party')
  assert.equal((await gate.approve(enforcementId, cleo)).body.state, 'held')
  await checkLedger(desk.desk)
})

test('two clicks of one person are one approval', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const ben = await desk.person({ roles: ['senior', 'lead', 'reviewer'], team: 'north' })
  const cleo = await desk.person({ roles: ['lead'], team: 'south' })
  const dan = await desk.person({ roles: ['lead'], team: 'south' })
  const more = { ...identified(MINISTER, 'minister_vale'), ...ASSESSMENT }
  const enforcementId = only((await gate.ask(await gate.claim(MINISTER, ana), ana, DEACTIVATE, more)).body.enforcements)
  await gate.sendAnswer(enforcementId, dan, 'duty')
  for (const who of [ben, cleo]) await gate.consider(enforcementId, who)
  const twice = await Promise.all([
    gate.sendAnswer(enforcementId, ben, 'approve'),
    gate.sendAnswer(enforcementId, ben, 'approve'),
  ])
  assert.deepEqual(twice.map(({ status }) => status).sort(), [200, 403])
  assert.equal((await desk.enforcementIn(enforcementId, 'awaiting_approval')).state, 'awaiting_approval')
  assert.equal((await gate.sendAnswer(enforcementId, cleo, 'approve')).body.state, 'held')
  desk.work()
  await checkLedger(desk.desk)
})

test('two people approve for each other at most three times weekly', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben, cleo] = [await desk.person(), await desk.person(), await desk.person()]
  for (let n = 0; n < 3; n++) {
    const [asker, other] = n % 2 === 0 ? [ana, ben] : [ben, ana]
    const enforcementId = only(
      (await gate.ask(await gate.claim(STAR, asker), asker, DEACTIVATE, named)).body.enforcements,
    )
    assert.equal((await gate.approve(enforcementId, other)).body.state, 'held')
    assert.equal((await gate.post(cleo, `/v1/enforcements/${enforcementId}/stop`)).status, 200)
  }
  const fourth = only((await gate.ask(await gate.claim(STAR, ana), ana, DEACTIVATE, named)).body.enforcements)
  assert.equal((await gate.post(ben, '/v1/approvals/next')).status, 204, 'it is not even offered')
  assert.equal((await gate.sendAnswer(fourth, ben, 'approve')).body.why, 'pair')
  assert.equal((await gate.approve(fourth, cleo)).body.state, 'held')
})

test("an approver sees the proposer's assessment after giving their own", async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben] = [await desk.person(), await desk.person()]
  const caseId = await gate.claim(STAR, ana)
  const enforcementId = only((await gate.ask(caseId, ana, DEACTIVATE, named)).body.enforcements)
  const offered = await gate.post(ben, '/v1/approvals/next')
  assert.equal(offered.body.enforcementId, enforcementId)
  assert.equal(offered.body.proposer, undefined)
  const rationale = 'sells what is not there'
  const read = () => send(desk, ben.token, 'GET', `/v1/cases/${caseId}`)
  assert.ok(!JSON.stringify((await read()).body).includes(rationale), 'nor from the case')
  assert.equal((await gate.sendAnswer(enforcementId, ben, 'approve')).body.why, 'no_independent_review')
  const told = await gate.review(enforcementId, ben)
  assert.equal((told.body.proposer as { rationale: string }).rationale, rationale)
  assert.ok(JSON.stringify((await read()).body).includes(rationale))
  const again = await gate.review(enforcementId, ben, { conclusion: 'no_violation' })
  assert.equal(again.status, 409, 'what was said stays')
})

test('the application role stores no answer of an ineligible person', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben] = [await desk.person(), await desk.person()]
  const enforcementId = only((await gate.ask(await gate.claim(STAR, ana), ana, DEACTIVATE, named)).body.enforcements)
  const forge = (staffId: string, answer: string) =>
    desk.desk.db.query(sql`
      insert into approval (enforcement_id, staff_id, answer, core, as_shown, material_hash)
      select id, ${staffId}, ${answer}, '{}', '{}', material_hash from enforcement where id = ${enforcementId}`)
  const refused = { code: 'CS001' }
  await assert.rejects(forge(ana.id, 'agree'), refused)
  await assert.rejects(forge(ben.id, 'agree'), refused, 'it was never offered')
  await assert.rejects(forge(ben.id, 'confirm'), refused)
  const release = sql`update enforcement set state = 'releasing', generation = 1, moved_by = 'desk' where id = ${enforcementId}`
  await assert.rejects(desk.desk.db.query(release), refused)
  await gate.approve(enforcementId, ben)
  await assert.rejects(desk.desk.db.query(release), /hold of enforcement .* is not over/)
  await assert.rejects(desk.desk.db.query(sql`delete from approval`), /permission denied/)
  await assert.rejects(desk.desk.db.query(sql`update approval set answer = 'decline'`), /permission denied/)
  await assert.rejects(
    desk.desk.db.query(sql`update enforcement set held_since = held_since - interval '1 day'`),
    /permission denied/,
  )
  await assert.rejects(desk.desk.db.query(sql`update enforcement set confirmed_at = desk_now()`), /permission denied/)
})

test('a person who confirms neither approved nor proposed the enforcement', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const ben = await desk.person({ roles: ['senior'], team: 'north' })
  const more = { ...identified(MINISTER, 'minister_vale'), ...ASSESSMENT }
  const enforcementId = only((await gate.ask(await gate.claim(MINISTER, ana), ana, DEACTIVATE, more)).body.enforcements)
  assert.equal((await gate.sendAnswer(enforcementId, ben, 'duty')).status, 200)
  await desk.demo.store.inTransaction((tx) => {
    tx.run`update account set tags = '["public_office","candidate"]' where id = 'vale'`
  })
  // An answer to what is no longer so has it judged anew, and is refused.
  await gate.sendAnswer(enforcementId, await desk.person(), 'duty')
  assert.equal(
    (await gate.sendAnswer(enforcementId, ben, 'approve')).body.why,
    'has_duty',
    'another person takes the duty first',
  )
  const joined = await gate.ask(await gate.claim(MINISTER, ben), ben, DEACTIVATE, more)
  assert.deepEqual(joined.body.joined, [enforcementId], JSON.stringify(joined.body))
  const { rows } = await desk.desk.db.query<{ duties: number }>(
    sql`select count_confirm_duties(${enforcementId}) as duties`,
  )
  assert.deepEqual(rows, [{ duties: 0 }])
})

test('a subject is hidden from people without its clearance', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, stranger] = [await desk.person(), await desk.person({ clearances: [] })]
  const enforcementId = only((await gate.ask(await gate.claim(STAR, ana), ana, DEACTIVATE, named)).body.enforcements)
  assert.equal((await gate.post(stranger, '/v1/approvals/next')).status, 204)
  assert.equal((await gate.read(enforcementId, stranger)).status, 404)
  assert.equal((await gate.read(enforcementId, ana)).status, 200, 'whoever asked for it sees it')
  assert.equal(
    (await gate.post(stranger, `/v1/enforcements/${enforcementId}/stop`)).status,
    200,
    'and everybody stops it',
  )
})
