import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RIGHTS } from '../../app/http/rights.ts'
import { identified, only, type Person, STAR, startGate } from '../../../test/support/gate-flow.ts'

const SINCE = '2026-01-01T00:00:00Z'

/** Starts a desk on which one enforcement waits, in a restore set that a lead prepared of its proposer. */
async function startSet(t: Parameters<typeof startGate>[0]) {
  const desk = await startGate(t)
  const { gate, person } = desk
  const [ana, lead] = [await person(), await person({ roles: ['lead'], team: 'north' })]
  const named = identified(STAR, 'otto_and_the_owls')
  const { body } = await gate.ask(await gate.claim(STAR, ana), ana, { action: 'deactivate' }, named)
  const enforcementId = only(body.enforcements)
  const prepared = await gate.post(lead, '/v1/restores', { by: { kind: 'staff', id: ana.id }, since: SINCE })
  assert.deepEqual([prepared.status, prepared.body.enforcements], [201, 1], JSON.stringify(prepared.body))
  const list = async (who: Person) => {
    const { status, body } = await gate.get(who, `/v1/restores/${prepared.body.id}/enforcements`)
    assert.equal(status, 200, JSON.stringify(body))
    return (body.items as { id: string }[]).map(({ id }) => id)
  }
  return { ...desk, ana, lead, enforcementId, list, restoreId: String(prepared.body.id) }
}

test('200: a restore set never tells who proposed what awaits one’s review', async (t) => {
  const { gate, person, list, lead, enforcementId } = await startSet(t)
  assert.deepEqual(await list(lead), [])
  assert.deepEqual(await list(await person({ roles: ['auditor'], onShift: false })), [enforcementId])
  await gate.consider(enforcementId, lead)
  assert.deepEqual(await list(lead), [enforcementId])
})

test('a restore set has the readers of its restore, also confined ones', () => {
  const { 'GET /v1/restores/:restoreId/enforcements': list, 'GET /v1/restores/:restoreId': read } = RIGHTS
  assert.ok(typeof list === 'object' && 'confined' in list)
  assert.deepEqual(list, read)
})

test('401, 403, 404: only those who restore sets read them', async (t) => {
  const { app, gate, ana, lead, person, restoreId } = await startSet(t)
  const url = `/v1/restores/${restoreId}/enforcements`
  assert.equal((await app.inject({ url })).statusCode, 401)
  assert.equal((await gate.get(ana, url)).status, 403)
  assert.equal((await gate.get(await person({ roles: ['admin'] }), url)).status, 403)
  assert.equal((await gate.get(lead, '/v1/restores/restore_999/enforcements')).status, 404)
})
