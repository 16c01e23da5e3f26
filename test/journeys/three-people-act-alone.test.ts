import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setProfileAtSetup } from '../../src/admin/setup/profile.ts'
import { hideAlone, markIrreversibleHarm, speech, startMinisterPosts, extendShift } from '../support/acting-alone.ts'
import { minutes, only } from '../support/gate-flow.ts'
import { checkLedger } from '../support/working-desk.ts'

const HARM = { policyId: 'minors', ground: { kind: 'harm' } } as const

test('a team of three people can confirm any act', async (t) => {
  const desk = await startMinisterPosts(t, 7)
  await setProfileAtSetup(desk.desk.db, { organisation: 'community' })
  await markIrreversibleHarm(desk, 'minors', 'child_abuse')
  const [ana, ben, cleo] = [await desk.person(), await desk.person({ onShift: false }), await desk.person()]
  desk.work()
  const enforcements: string[] = []
  for (let n = 0; n < 7; n++) {
    const { decided } = await hideAlone(desk, ana, { subject: speech(n), ...HARM })
    enforcements.push(only(decided.body.enforcements))
  }
  for (const id of enforcements) await desk.enforcementIn(id, 'in_effect')
  const [undone = '', ...kept] = enforcements
  for (const id of kept.slice(0, 5)) {
    const confirmed = await desk.gate.signed(ben, `/v1/enforcements/${id}/confirm`)
    assert.equal(confirmed.status, 200, `off duty, and also the fourth of the week: ${JSON.stringify(confirmed.body)}`)
    await desk.enforcementIn(id, 'confirmed')
  }
  await extendShift(desk, cleo)
  const { body } = await desk.gate.get(cleo, `/v1/enforcements/${undone}`)
  assert.match(JSON.stringify(body.waits), /one person acted alone on the ground “irreversible harm”/)
  const all = await desk.gate.post(cleo, `/v1/enforcements/${undone}/undo-unconfirmed`)
  assert.deepEqual([all.status, (all.body.enforcements as string[]).length], [202, 2], JSON.stringify(all.body))
  await desk.enforcementIn(undone, 'restored')
  await checkLedger(desk.desk)
})

test('a single moderator confirms their own action a day later', async (t) => {
  const desk = await startMinisterPosts(t, 1)
  await setProfileAtSetup(desk.desk.db, { organisation: 'solo' })
  await markIrreversibleHarm(desk, 'minors', 'child_abuse')
  const ana = await desk.person()
  desk.work()
  const { decided } = await hideAlone(desk, ana, { subject: speech(0), ...HARM })
  const id = only(decided.body.enforcements)
  await desk.enforcementIn(id, 'in_effect')
  const early = await desk.gate.signed(ana, `/v1/enforcements/${id}/confirm`)
  assert.deepEqual([early.status, early.body.why], [403, 'too_soon'], JSON.stringify(early.body))
  await desk.advance(minutes(24 * 60))
  await desk.enforcementIn(id, 'in_effect')
  assert.equal((await desk.gate.signed(ana, `/v1/enforcements/${id}/confirm`)).status, 200)
  await desk.enforcementIn(id, 'confirmed')
})
