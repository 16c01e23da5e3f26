import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actOnOwnWill } from '../../../demo/act-on-own-will.ts'
import { systemClock } from '../../../demo/clock.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { checkLedger, startWorkingDesk, type WorkingDesk } from '../../../test/support/working-desk.ts'
import { restoreEnforcement } from '../restore/restore-enforcement.ts'
import type { PlatformState } from '../../foundation/domain.ts'

const ROSA = { kind: 'account', id: 'rosa' } as const
const KEY = 'account:rosa'
const LEAD = { kind: 'staff', id: 'staff_0', pseudonym: 'plover', roles: ['lead'] } as const

/** The platform has an account offline by its own will, the desk labels it, and then the platform brings it up. */
async function labelWhileOffline(working: WorkingDesk) {
  const become = (state: Partial<PlatformState>) => actOnOwnWill(working.demo.store, systemClock, ROSA, state)
  await become({ visible: false, mayPost: false })
  const label = await working.enforcement({ subject: KEY, action: 'label' })
  await working.enforcementIn(label.id, 'in_effect')
  await become({ visible: true, mayPost: true })
  return label
}

test("removing a label leaves the platform's own restore in place", async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  const label = await labelWhileOffline(working)
  await restoreEnforcement(working.desk, { enforcementId: label.id, by: LEAD, cause: 'mistake', reason: null })
  await working.enforcementIn(label.id, 'restored')
  assert.equal(await working.visit(KEY), 200)
  await checkLedger(working.desk)
})

test("a warning leaves the platform's own restore in place", async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  await labelWhileOffline(working)
  const warn = await working.enforcement({ subject: KEY, action: 'warn' })
  await working.enforcementIn(warn.id, 'in_effect')
  assert.equal(await working.visit(KEY), 200)
})

test('a single outdated read-back never becomes the baseline', async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  const undo = async (enforcementId: string) => {
    await restoreEnforcement(working.desk, { enforcementId, by: LEAD, cause: 'mistake', reason: null })
    await working.enforcementIn(enforcementId, 'restored')
  }
  const first = await working.enforcement({ subject: KEY, action: 'suspend' })
  await working.enforcementIn(first.id, 'in_effect')
  await undo(first.id)
  await waitFor('nothing to be driven', async () => {
    const { rowCount } = await working.desk.db.query({ text: `select from job where kind = 'drive'`, values: [] })
    return rowCount === 0
  })
  working.demo.faults.set({ fault: 'lying', about: 'old_state', call: 'subject.read_back', count: 1 })
  const second = await working.enforcement({ subject: KEY, action: 'suspend' })
  await working.enforcementIn(second.id, 'in_effect')
  await undo(second.id)
  assert.equal(await working.visit(KEY), 200)
})
