import assert from 'node:assert/strict'
import { test } from 'node:test'
import { send } from '../../../test/support/desk-flow.ts'
import {
  ASSESSMENT,
  identified,
  MINISTER,
  minutes,
  only,
  type Person,
  STAR,
  startGate,
} from '../../../test/support/gate-flow.ts'

const OTTO = identified(STAR, 'otto_and_the_owls')
const VALE = { ...identified(MINISTER, 'minister_vale'), ...ASSESSMENT }
const DEACTIVATE = { action: 'deactivate' }
const CLOCKS = ['agreeBy', 'heldUntil', 'confirmBy'] as const
type Told = Record<string, unknown>

type Gate = Awaited<ReturnType<typeof startGate>>

const readAs = async (desk: Gate, who: Person, enforcementId: string) => {
  const { status, body } = await send(desk, who.token, 'GET', `/v1/enforcements/${enforcementId}`)
  assert.equal(status, 200, JSON.stringify(body))
  return body
}

const listed = async (desk: Gate, who: Person, enforcementId: string) => {
  const { body } = await send(desk, who.token, 'GET', '/v1/enforcements')
  const found = (body.items as Told[]).find(({ id }) => id === enforcementId)
  assert.ok(found)
  return found
}

const clocksOf = (told: Told) => CLOCKS.map((name) => told[name])

test('200: an enforcement shows requirements and answers after one’s own review', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben, cleo] = [await desk.person(), await desk.person(), await desk.person()]
  const knowing = [await desk.person({ roles: ['policy'] }), await desk.person({ roles: ['auditor'], onShift: false })]
  const enforcementId = only((await gate.ask(await gate.claim(STAR, ana), ana, DEACTIVATE, OTTO)).body.enforcements)
  await gate.approve(enforcementId, ben)
  const pseudonym = (await send(desk, ben.token, 'GET', '/v1/me')).body.pseudonym
  for (const who of [ana, ben, ...knowing]) {
    const told = await readAs(desk, who, enforcementId)
    assert.deepEqual(
      [(told.requirement as Told).people, (told.requirement as Told).holdMs, told.asks],
      ['one other person', minutes(5), '1 approval, a hold of 5m, naming whose account it is'],
    )
    const [answer] = told.answers as Told[]
    assert.deepEqual([answer?.by, answer?.answer, answer?.stands], [pseudonym, 'agree', true])
    const guards = knowing.includes(who) ? [{ id: 'high-reach', errored: false }] : undefined
    assert.deepEqual(told.guards, guards)
    assert.equal((await listed(desk, who, enforcementId)).guards, undefined, 'nor in a list')
  }
  // A person who may still be asked does not see these, in any other role either.
  for (const who of [cleo, await desk.person({ roles: ['lead', 'policy'] })]) {
    const told = await readAs(desk, who, enforcementId)
    assert.deepEqual([told.requirement, told.asks, told.guards, told.answers], [null, null, undefined, []])
    assert.equal(told.expiresAt, null, 'the time from the last approval to it is the hold')
  }
})

test("200: an eligible approver never sees the proposer's assessment", async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben] = [await desk.person(), await desk.person()]
  const dan = await desk.person({ roles: ['lead'], team: 'south' })
  const enforcementId = only((await gate.ask(await gate.claim(MINISTER, ana), ana, DEACTIVATE, VALE)).body.enforcements)
  for (const who of [ben, dan]) {
    const told = JSON.stringify([await readAs(desk, who, enforcementId), await listed(desk, who, enforcementId)])
    for (const secret of ['sells what is not there', ...Object.values(ASSESSMENT.assessment)]) {
      assert.ok(!told.includes(secret), secret)
    }
  }
})

test('200: a departure is shown as "standing", to policy and auditors only', async (t) => {
  const desk = await startGate(t)
  const ana = await desk.person()
  const policy = await desk.person({ roles: ['policy'] })
  const caseId = await desk.gate.claim({ kind: 'account', id: 'rosa' }, ana)
  await desk.database.ownerPool.query(`update staff set ends_at = desk_now() + interval '1 day' where id = $1`, [
    ana.id,
  ])
  const enforcementId = only((await desk.gate.ask(caseId, ana)).body.enforcements)
  const told = await readAs(desk, policy, enforcementId)
  assert.deepEqual(told.guards, [{ id: 'standing', errored: false }])
  assert.ok(!JSON.stringify(told).includes('leaving'))
})

test('200: the running clocks of an enforcement are shown until its end', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const ben = await desk.person({ roles: ['senior'], team: 'north' })
  const [cleo, dan] = [
    await desk.person({ roles: ['lead'], team: 'south' }),
    await desk.person({ roles: ['lead'], team: 'south' }),
  ]
  const now = async () =>
    (await desk.desk.db.query<{ now: Date }>({ text: 'select desk_now() as now', values: [] })).rows[0]?.now
  const inMinutes = async (count: number) => new Date(Number(await now()) + minutes(count)).toISOString()
  const enforcementId = only((await gate.ask(await gate.claim(MINISTER, ana), ana, DEACTIVATE, VALE)).body.enforcements)
  const told = async () => {
    const [one, of] = [await readAs(desk, cleo, enforcementId), await listed(desk, cleo, enforcementId)]
    assert.deepEqual(clocksOf(one), clocksOf(of))
    assert.deepEqual([of.interim, of.successorOf, of.requirement], [false, null, undefined])
    return clocksOf(one)
  }
  assert.deepEqual(await told(), [await inMinutes(240), null, null])
  assert.equal((await readAs(desk, ana, enforcementId)).expiresAt, await inMinutes(270))
  for (const who of [ben, cleo]) await gate.approve(enforcementId, who)
  await gate.sendAnswer(enforcementId, dan, 'duty')
  assert.deepEqual(await told(), [null, await inMinutes(30), null])
  desk.work()
  await desk.advance(minutes(30))
  await desk.enforcementIn(enforcementId, 'in_effect')
  assert.deepEqual(await told(), [null, null, await inMinutes(5)])
  await gate.sendAnswer(enforcementId, dan, 'confirm')
  await desk.enforcementIn(enforcementId, 'confirmed')
  assert.deepEqual(await told(), [null, null, null])
})

test('200: an enforcement that a freeze holds is shown as held', async (t) => {
  const desk = await startGate(t)
  const [ana, ben] = [await desk.person(), await desk.person()]
  const frozen = await desk.gate.post(ana, '/v1/freezes', { reason: 'somebody runs amok' })
  const enforcement = await desk.enforcement({ subject: 'account:hugo', action: 'suspend' })
  assert.equal((await readAs(desk, ben, enforcement.id)).heldUntil, frozen.body.until)
  await desk.gate.post(ben, `/v1/enforcements/${enforcement.id}/stop`)
  assert.equal((await readAs(desk, ben, enforcement.id)).heldUntil, null)
})

test('200: the deadline of a blind reader does not tell the hold', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben] = [await desk.person(), await desk.person({ roles: ['lead'] })]
  const enforcementId = only((await gate.ask(await gate.claim(STAR, ana), ana, DEACTIVATE, OTTO)).body.enforcements)
  const before = await readAs(desk, ben, enforcementId)
  const exact = (await readAs(desk, ana, enforcementId)).agreeBy
  assert.equal(before.agreeBy, exact)
  await desk.database.ownerPool.query('update enforcement set hold_served_ms = 180000 where id = $1', [enforcementId])
  const later = new Date(Date.parse(String(exact)) + minutes(3)).toISOString()
  assert.equal((await readAs(desk, ana, enforcementId)).agreeBy, later, 'three of five minutes were served')
  const waiting = async () =>
    ((await gate.get(ben, '/v1/approvals')).body.items as Told[]).find(({ id }) => id === enforcementId)
  const moving = async () =>
    ((await gate.get(ben, '/v1/live')).body.moving as Told[]).find(({ id }) => id === enforcementId)
  const read = () => [readAs(desk, ben, enforcementId), listed(desk, ben, enforcementId), waiting(), moving()]
  for (const told of await Promise.all(read())) assert.equal(told?.agreeBy, before.agreeBy)
  const offered = (await gate.post(ben, '/v1/approvals/next')).body
  assert.equal(offered.agreeBy, before.agreeBy)
  await gate.review(enforcementId, ben)
  for (const told of await Promise.all(read())) assert.equal(told?.agreeBy, later)
})

test('200: a blind reader learns neither a hold nor a reason', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben] = [await desk.person(), await desk.person({ roles: ['lead'] })]
  const blind = await desk.person({ roles: ['lead'] })
  const caseId = await gate.claim(STAR, ana)
  const enforcementId = only((await gate.ask(caseId, ana, DEACTIVATE, OTTO)).body.enforcements)
  await gate.approve(enforcementId, ben)
  await desk.database.ownerPool.query('update enforcement set needs_attention = $2 where id = $1', [
    enforcementId,
    'needs two seniors of the north',
  ])
  const placed = async (who: Person) => {
    const { status, body } = await gate.get(who, `/v1/cases/${caseId}`)
    assert.equal(status, 200, JSON.stringify(body))
    return (body.history as { enforcements: Told[] }).enforcements.find(({ id }) => id === enforcementId)
  }
  const known = await readAs(desk, ben, enforcementId)
  assert.equal(known.state, 'held')
  assert.ok(known.heldUntil)
  assert.match(JSON.stringify([known.needsAttention, await placed(ben)]), /two seniors.*two seniors/)
  for (const told of [await readAs(desk, blind, enforcementId), await listed(desk, blind, enforcementId)]) {
    assert.equal(told.heldUntil, null)
    assert.equal(told.needsAttention, 'a person should look; the reason is shown after your own review')
  }
  assert.doesNotMatch(JSON.stringify(await placed(blind)), /two seniors/)
})
