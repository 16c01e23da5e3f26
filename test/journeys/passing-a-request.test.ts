import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { ASSESSMENT, identified, MINISTER, only, STAR, startGate } from '../support/gate-flow.ts'
import { checkLedger } from '../support/working-desk.ts'

const named = identified(STAR, 'otto_and_the_owls')
const DEACTIVATE = { action: 'deactivate' }

test('a request that an approver passes goes to the next', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben, cleo] = [await desk.person(), await desk.person(), await desk.person()]
  const enforcementId = only((await gate.ask(await gate.claim(STAR, ana), ana, DEACTIVATE, named)).body.enforcements)
  const next = async (who: typeof ben) => (await gate.post(who, '/v1/approvals/next')).body.enforcementId
  const pass = (who: typeof ben, body = {}) => gate.post(who, `/v1/enforcements/${enforcementId}/pass`, body)
  assert.equal((await pass(ben)).status, 409, 'it was not offered')
  assert.equal(await next(ben), enforcementId)
  assert.equal((await pass(ben, { reason: 'I know them' })).status, 204)
  assert.equal((await pass(ben)).status, 204, 'twice is the same')
  assert.equal(await next(ben), undefined)
  assert.equal(await next(cleo), enforcementId)
  await desk.advance(11 * 60_000)
  assert.equal(await next(ben), undefined, 'nor once the offer has lapsed')
  const paged = async () =>
    (await desk.desk.db.query(sql`select from alert where kind = 'no_approver' and enforcement_id = ${enforcementId}`))
      .rowCount
  assert.equal(await paged(), 0)
  assert.equal((await pass(cleo)).status, 204)
  assert.equal(await paged(), 1, 'leads hear that those who could passed it on')
  assert.equal(await next(ben), enforcementId, 'nobody else can')
  assert.equal(await next(cleo), enforcementId)
  assert.equal((await gate.approve(enforcementId, ben)).body.state, 'held')
  assert.equal((await pass(cleo)).status, 409, 'nobody is asked any more')
  desk.work()
  await checkLedger(desk.desk)
})

test('a person whose approval a guard needs is asked again', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, extra] = [await desk.person(), await desk.person()]
  const north = await desk.person({ roles: ['senior'], team: 'north' })
  const south = await desk.person({ roles: ['lead'], team: 'south' })
  const more = { ...identified(MINISTER, 'minister_vale'), ...ASSESSMENT }
  const enforcementId = only((await gate.ask(await gate.claim(MINISTER, ana), ana, DEACTIVATE, more)).body.enforcements)
  await gate.post(extra, '/v1/approvals/next')
  assert.equal((await gate.post(north, '/v1/approvals/next')).body.enforcementId, enforcementId)
  assert.equal((await gate.post(north, `/v1/enforcements/${enforcementId}/pass`)).status, 204)
  assert.equal((await gate.post(north, '/v1/approvals/next')).body.enforcementId, enforcementId)
  assert.equal((await gate.approve(enforcementId, south)).status, 200)
  assert.equal((await gate.post(south, `/v1/enforcements/${enforcementId}/pass`)).status, 409, 'they have answered')
})
