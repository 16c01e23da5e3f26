import assert from 'node:assert/strict'
import { test } from 'node:test'
import { only } from '../support/gate-flow.ts'
import { startOwnActions } from '../support/own-actions.ts'
import { isRefusal, stealRole } from '../support/role-thief.ts'

const PILLS = { kind: 'account', id: 'pills' } as const
const DAY_MS = 86_400_000

test('the application role has nothing final sent a second time', async (t) => {
  const desk = await startOwnActions(t, 'marketplace')
  const { gate, shown } = desk
  const [ana, ben] = [await desk.person(), await desk.person()]
  const refund = { action: 'deactivate', own: { id: 'refund', parameters: { order: 'o-7' } } }
  const caseId = await gate.claim(PILLS, ana)
  const id = only((await gate.ask(caseId, ana, refund)).body.enforcements)
  assert.equal((await gate.approve(id, ben)).status, 200)
  desk.work()
  await desk.enforcementIn(id, 'in_effect')
  const thief = await stealRole(t, desk.database)
  const later = (ms: number, desired: string) =>
    `jsonb_build_object('at', '${new Date(desk.now().getTime() + ms).toISOString()}', 'desired', ${desired})`
  const write = (desired: string, ...reverts: string[]) =>
    thief.run(`update subject_state set generation = generation + 1, desired = ${desired},
      reverts = jsonb_build_array(${reverts.join()}) where subject = 'account:pills'`)
  const gone = "desired - 'actions'"
  await assert.rejects(write(gone), isRefusal)
  await assert.rejects(write(gone, later(DAY_MS, 'desired')), isRefusal)
  await assert.rejects(write('desired', later(DAY_MS, gone), later(2 * DAY_MS, 'desired')), isRefusal)
  await write('desired', later(DAY_MS, 'desired'))
  assert.equal((await shown(PILLS)).actions?.[0]?.action, 'refund')
  assert.equal((await gate.post(ben, `/v1/enforcements/${id}/restore`, { reason: 'so' })).status, 202)
  await desk.enforcementIn(id, 'restored')
  await assert.rejects(
    thief.run(`update subject_state set generation = generation + 1, desired = desired || '{"actions": [
      {"action": "refund", "takes": ["money"], "reversible": false, "parameters": {"order": "o-7"}}]}' where subject = 'account:pills'`),
    isRefusal,
  )
})
