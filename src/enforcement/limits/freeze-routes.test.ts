import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { startGate } from '../../../test/support/gate-flow.ts'
import { givenOnCall } from '../../../test/support/people.ts'
import { checkLedger } from '../../../test/support/working-desk.ts'

interface Listed {
  you: { end: string | null; extend: string | null; owesReason: boolean }
}

test('200: during a freeze each person sees what they may do', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const others = {
    ben: await desk.person(),
    lead: await desk.person({ roles: ['lead'] }),
    called: await desk.person({ roles: ['lead'], onShift: false }),
    policy: await desk.person({ roles: ['policy'] }),
  }
  await givenOnCall(desk.desk.db, others.called.id)
  const { body: freeze } = await gate.post(ana, '/v1/freezes', { reason: 'odd enforcements' })
  const told = async (who: (typeof others)['ben']) => {
    const { body } = await gate.get(who, '/v1/freezes')
    const [first] = body.items as Listed[]
    return first?.you
  }
  const OWN = 'You began this freeze. Another person must extend it.'
  assert.deepEqual(await told(ana), { end: null, extend: OWN, owesReason: false })
  assert.deepEqual(await told(others.ben), {
    end: 'Only a lead, or the person who began the freeze, can end it.',
    extend: null,
    owesReason: false,
  })
  for (const lead of [others.lead, others.called])
    assert.deepEqual(await told(lead), { end: null, extend: null, owesReason: false })
  const forOthers = 'This takes the role reviewer, senior or lead.'
  assert.deepEqual(await told(others.policy), { end: forOthers, extend: forOthers, owesReason: false })
  const end = `/v1/freezes/${freeze.id}/end`
  for (const who of [others.ben, others.policy]) assert.equal((await gate.post(who, end)).status, 403)
  assert.equal((await gate.post(others.called, end)).status, 200)
})

test('201: a freeze takes its reason later, once, from its author', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, lead] = [await desk.person(), await desk.person({ roles: ['lead'] })]
  await givenOnCall(desk.desk.db, lead.id)
  const begun = await gate.post(ana, '/v1/freezes', {})
  assert.deepEqual([begun.status, begun.body.reason], [201, null])
  const why = await desk.desk.db.findValue<string>(sql`select why from alert where kind = 'freeze'`)
  assert.match(String(why), /reason not given yet$/)
  const reason = { reason: 'a stolen laptop' }
  const url = `/v1/freezes/${String(begun.body.id)}/reason`
  assert.equal((await gate.post(ana, url, { reason: '' })).status, 400)
  assert.equal((await gate.post(lead, url, reason)).status, 403, 'the reason is its author’s')
  assert.equal((await gate.post(ana, '/v1/freezes/999/reason', reason)).status, 404)
  assert.equal((await gate.post(lead, `/v1/freezes/${String(begun.body.id)}/end`)).status, 200)
  const given = await gate.post(ana, url, reason)
  assert.deepEqual([given.status, given.body.reason], [200, reason.reason], 'also after its end')
  assert.equal((await gate.post(ana, url, { reason: 'another' })).status, 409)
  desk.work()
  await checkLedger(desk.desk)
})

test('409: a freeze without a reason is not extended', async (t) => {
  const desk = await startGate(t)
  const [ana, ben] = [await desk.person(), await desk.person()]
  const { body: freeze } = await desk.gate.post(ana, '/v1/freezes', {})
  const url = `/v1/freezes/${String(freeze.id)}`
  const { body } = await desk.gate.get(ben, '/v1/freezes')
  assert.match(String((body.items as Listed[])[0]?.you.extend), /has given no reason yet/)
  const refused = await desk.gate.signed(ben, `${url}/extend`)
  assert.equal(refused.status, 409)
  const forged = sql`update enforcement_freeze set seconded_by = ${ben.id}, until = until + interval '1 hour'`
  await assert.rejects(desk.desk.db.query(forged), { code: 'CS001', message: /once it has a reason/ })
  assert.equal((await desk.gate.post(ana, `${url}/reason`, { reason: 'a stolen laptop' })).status, 200)
  assert.equal((await desk.gate.signed(ben, `${url}/extend`)).status, 200)
  desk.work()
  await checkLedger(desk.desk)
})
