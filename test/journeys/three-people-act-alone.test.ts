import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setProfileAtSetup } from '../../src/admin/setup/profile.ts'
import { hideAlone, markHarm, speech, startSpeeches, stayOn } from '../support/acting-alone.ts'
import { minutes, only } from '../support/gate-flow.ts'
import { checkLedger } from '../support/working-desk.ts'

const HARM = { policyId: 'minors', ground: { kind: 'harm' } } as const

test('in a team of three any action of one person can be confirmed', async (t) => {
  const desk = await startSpeeches(t, 7)
  await setProfileAtSetup(desk.desk.db, { house: 'community' })
  await markHarm(desk, 'minors', 'child_abuse')
  const [ana, ben, cleo] = [await desk.person(), await desk.person({ onShift: false }), await desk.person()]
  desk.work()
  const orders: string[] = []
  for (let n = 0; n < 7; n++) {
    const { decided } = await hideAlone(desk, ana, { subject: speech(n), ...HARM })
    orders.push(only(decided.body.orders))
  }
  for (const id of orders) await desk.orderIn(id, 'in_effect')
  const [undone = '', ...kept] = orders
  for (const id of kept.slice(0, 5)) {
    const confirmed = await desk.gate.signed(ben, `/v1/orders/${id}/confirm`)
    assert.equal(confirmed.status, 200, `off duty, and also the fourth of the week: ${JSON.stringify(confirmed.body)}`)
    await desk.orderIn(id, 'confirmed')
  }
  await stayOn(desk, cleo)
  const { body } = await desk.gate.get(cleo, `/v1/orders/${undone}`)
  assert.match(JSON.stringify(body.waits), /acts alone on the ground “irreversible harm”/)
  const all = await desk.gate.post(cleo, `/v1/orders/${undone}/undo-unconfirmed`)
  assert.deepEqual([all.status, (all.body.orders as string[]).length], [202, 2], JSON.stringify(all.body))
  await desk.orderIn(undone, 'restored')
  await checkLedger(desk.desk)
})

test('a solo moderator confirms their own action a day later', async (t) => {
  const desk = await startSpeeches(t, 1)
  await setProfileAtSetup(desk.desk.db, { house: 'solo' })
  await markHarm(desk, 'minors', 'child_abuse')
  const ana = await desk.person()
  desk.work()
  const { decided } = await hideAlone(desk, ana, { subject: speech(0), ...HARM })
  const id = only(decided.body.orders)
  await desk.orderIn(id, 'in_effect')
  const early = await desk.gate.signed(ana, `/v1/orders/${id}/confirm`)
  assert.deepEqual([early.status, early.body.why], [403, 'too_soon'], JSON.stringify(early.body))
  await desk.advance(minutes(24 * 60))
  await desk.orderIn(id, 'in_effect')
  assert.equal((await desk.gate.signed(ana, `/v1/orders/${id}/confirm`)).status, 200)
  await desk.orderIn(id, 'confirmed')
})
