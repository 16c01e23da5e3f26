import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actOnOwnWill } from '../../demo/act-on-own-will.ts'
import { systemClock } from '../../demo/clock.ts'
import { checkLedger, startWorkingDesk, type WorkingDesk } from '../../test/support/working-desk.ts'
import { restoreOrder } from '../approval/restore-order.ts'
import type { Target } from '../domain.ts'

const ROSA = { kind: 'account', id: 'rosa' } as const
const KEY = 'account:rosa'
const LEAD = { kind: 'staff', id: 's-0', pseudonym: 'plover', roles: ['lead'] } as const

/** The platform has an account dark by its own will, the desk labels it, and then the platform brings it up. */
async function labelWhileDark(working: WorkingDesk) {
  const become = (state: Partial<Target>) => actOnOwnWill(working.demo.store, systemClock, ROSA, state)
  await become({ visible: false, mayPost: false })
  const label = await working.order({ subject: KEY, action: 'label' })
  await working.orderIn(label.id, 'in_effect')
  await become({ visible: true, mayPost: true })
  return label
}

test('undoing a label does not darken an account that the platform brought up by itself meanwhile', async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  const label = await labelWhileDark(working)
  await restoreOrder(working.desk, { orderId: label.id, by: LEAD, cause: 'mistake', reason: null })
  await working.orderIn(label.id, 'restored')
  assert.equal(await working.visit(KEY), 200)
  await checkLedger(working.desk)
})

test('a warning does not darken an account that the platform brought up by itself', async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  await labelWhileDark(working)
  const warn = await working.order({ subject: KEY, action: 'warn' })
  await working.orderIn(warn.id, 'in_effect')
  assert.equal(await working.visit(KEY), 200)
})
