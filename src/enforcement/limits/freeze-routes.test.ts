import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startGate } from '../../../test/support/gate-flow.ts'
import { givenOnCall } from '../../../test/support/people.ts'

interface Listed {
  you: { end: string | null; extend: string | null }
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
  assert.deepEqual(await told(ana), { end: null, extend: 'You began this freeze. Another person must extend it.' })
  assert.deepEqual(await told(others.ben), {
    end: 'Only a lead, or the person who began the freeze, can end it.',
    extend: null,
  })
  assert.deepEqual(await told(others.lead), { end: null, extend: null })
  assert.deepEqual(await told(others.called), { end: null, extend: null })
  const forOthers = 'This takes the role reviewer, senior or lead.'
  assert.deepEqual(await told(others.policy), { end: forOthers, extend: forOthers })
  const end = `/v1/freezes/${freeze.id}/end`
  for (const who of [others.ben, others.policy]) assert.equal((await gate.post(who, end)).status, 403)
  assert.equal((await gate.post(others.called, end)).status, 200)
})
