import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hideAlone, markIrreversibleHarm, speech, startMinisterPosts } from '../support/acting-alone.ts'
import { only } from '../support/gate-flow.ts'

const HARM = { policyId: 'violence', ground: { kind: 'harm' } } as const

test('an off-duty person reads only cases that they may confirm', async (t) => {
  const desk = await startMinisterPosts(t, 2)
  await markIrreversibleHarm(desk, 'violence', 'threat_to_life')
  const [eve, ben] = [await desk.person(), await desk.person({ onShift: false })]
  const uncleared = await desk.person({ onShift: false, clearances: [] })
  const auditing = await desk.person({ roles: ['policy'], onShift: false })
  desk.work()
  const other = await desk.gate.claim(speech(1), await desk.person())
  const { decided, caseId } = await hideAlone(desk, eve, { subject: speech(0), ...HARM })
  const enforcementId = only(decided.body.enforcements)
  const evidence = [`/v1/cases/${caseId}`, `/v1/enforcements/${enforcementId}/offer`]
  const statuses = async (who: typeof ben, urls: readonly string[]) =>
    Promise.all(urls.map(async (url) => (await desk.gate.get(who, url)).status))
  await desk.enforcementIn(enforcementId, 'in_effect')

  assert.deepEqual(await statuses(ben, evidence), [200, 200])
  const { body } = await desk.gate.get(ben, `/v1/enforcements/${enforcementId}/offer`)
  const proof = body.proof as { harm: string; publishedAt: string | null }
  assert.deepEqual([proof.harm, typeof proof.publishedAt], ['threat_to_life', 'string'])
  const listed = async (who: typeof ben) => (await desk.gate.get(who, '/v1/unconfirmed')).body.items as { id: string }[]
  assert.deepEqual(
    (await listed(ben)).map(({ id }) => id),
    [enforcementId],
  )
  const closed = [
    `/v1/cases/${other}`,
    '/v1/cases',
    '/v1/live',
    `/v1/enforcements/${enforcementId}`,
    '/v1/search?q=speech',
  ]
  assert.deepEqual(await statuses(ben, closed), Array(closed.length).fill(403), 'nothing else')
  assert.deepEqual(await statuses(uncleared, evidence), [403, 403])
  assert.deepEqual(await listed(uncleared), [])
  assert.equal((await desk.gate.get(auditing, '/v1/unconfirmed')).status, 403)
  await desk.gate.post(eve, '/v1/me/shift/end')
  assert.deepEqual(await statuses(eve, evidence), [403, 403], 'not its proposer')

  const stop = await desk.gate.post(ben, `/v1/enforcements/${enforcementId}/stop`)
  assert.equal(stop.status, 403, 'undoing it takes a shift')
  assert.equal((await desk.gate.signed(ben, `/v1/enforcements/${enforcementId}/confirm`)).status, 200)
  await desk.enforcementIn(enforcementId, 'confirmed')
  assert.deepEqual(await statuses(ben, evidence), [403, 403], 'not after it is confirmed')
  assert.deepEqual(await listed(ben), [])
})
