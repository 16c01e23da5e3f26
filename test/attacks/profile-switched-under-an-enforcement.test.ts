import assert from 'node:assert/strict'
import { test } from 'node:test'
import { proposeChange } from '../../src/admin/change/propose-change.ts'
import type { StaffCaller } from '../../src/foundation/domain.ts'
import { ORGANISATIONS } from '../../src/foundation/domain.ts'
import { agreeSigned, endSetup, passDelay } from '../support/changes.ts'
import { ASSESSMENT, identified, MINISTER, minutes, only, startGate } from '../support/gate-flow.ts'
import { checkLedger } from '../support/working-desk.ts'

const NAMED = { ...identified(MINISTER, 'minister_vale'), ...ASSESSMENT }
const policy = ({ id }: { id: string }): StaffCaller => ({ kind: 'staff', id, pseudonym: id, roles: ['policy'] })

for (const organisation of ORGANISATIONS.filter((each) => each !== 'company')) {
  test(`a switch to ${organisation} releases no enforcement that waits for approvers`, async (t) => {
    const desk = await startGate(t)
    const { gate } = desk
    const ana = await desk.person({ roles: ['senior', 'policy'] })
    const [crane, finch] = [await desk.person({ roles: ['policy'] }), await desk.person({ roles: ['policy'] })]
    await endSetup(desk.desk.db)
    const wanted = { kind: 'profile', organisation } as const
    const change = await proposeChange(desk.desk, { wanted, reason: 'we are fewer now', by: policy(crane) })
    assert.equal(change.state, 'proposed')
    await assert.rejects(agreeSigned(desk.desk, change.id, policy(crane)), 'who proposed it does not agree to it')
    assert.equal((await agreeSigned(desk.desk, change.id, policy(finch))).state, 'agreed')
    await desk.advance(minutes(23 * 60 + 50))
    await gate.post(ana, '/v1/me/shift', { plannedMinutes: 480 })
    const enforcementId = only(
      (await gate.ask(await gate.claim(MINISTER, ana), ana, { action: 'deactivate' }, NAMED)).body.enforcements,
    )
    await desk.enforcementIn(enforcementId, 'awaiting_approval')
    assert.equal(await passDelay(desk, change), 'applied')
    desk.work()
    assert.ok((await gate.sendAnswer(enforcementId, ana, 'duty')).status >= 400, 'who proposed it does not confirm it')
    assert.equal((await gate.post(ana, '/v1/approvals/next')).status, 204, 'nor is it offered to them on the same day')
    await desk.enforcementIn(enforcementId, 'awaiting_approval')
    await desk.advance(minutes(5 * 60))
    await desk.enforcementIn(enforcementId, 'expired')
    assert.equal(await desk.visit('account:vale'), 200)
    await checkLedger(desk.desk)
  })
}
