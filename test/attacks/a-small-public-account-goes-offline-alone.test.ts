import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { agreeSigned, REASON } from '../support/changes.ts'
import { proposeChange } from '../../src/admin/change/propose-change.ts'
import { violation } from '../support/desk-flow.ts'
import { startGate } from '../support/gate-flow.ts'

test('one reviewer never deactivates a small verified ministry for good', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const by = async (roles: readonly ('policy' | 'lead')[]) => {
    const { id } = await desk.person({ roles })
    return { kind: 'staff' as const, id, pseudonym: id, roles }
  }
  const [crane, plover] = [await by(['policy']), await by(['policy'])]
  const declare = (isIdentity: boolean) =>
    proposeChange(desk.desk, { wanted: { kind: 'verified_badge', isIdentity }, reason: REASON, by: crane })
  const change = await declare(true)
  assert.deepEqual([change.state, change.direction], ['proposed', 'mixed'])
  const badge = async () => (await desk.desk.db.query(sql`select badge_is_identity() as on`)).rows[0]
  assert.deepEqual(await badge(), { on: false })
  await agreeSigned(desk.desk, change.id, plover)
  assert.deepEqual(await badge(), { on: true })
  await assert.rejects(declare(true), /has this meaning already/)
  await desk.demo.store.inTransaction((tx) => tx.run`update account set verified = 1 where id = 'rosa'`)
  const ana = await desk.person()
  const caseId = await gate.claim({ kind: 'account', id: 'rosa' }, ana)
  const deactivate = { action: 'deactivate' }
  const { status, body } = await gate.post(ana, `/v1/cases/${caseId}/decisions`, violation({ actions: [deactivate] }))
  assert.deepEqual([status, body.reason], [422, 'preview'])
  const shown = await gate.preview(caseId, ana, deactivate)
  assert.match(JSON.stringify(shown.body), /"identify":true/)
  const { rows } = await desk.desk.db.query(sql`select protected from account where id = 'rosa'`)
  assert.deepEqual(rows, [{ protected: false }])
})
