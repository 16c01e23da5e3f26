import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actOnOwnWill } from '../../demo/act-on-own-will.ts'
import { systemClock } from '../../demo/clock.ts'
import { listEffects } from '../../demo/record-routes.ts'
import { findEnforcement, type Enforcement } from '../../src/enforcement/queries.ts'
import { restoreEnforcement } from '../../src/enforcement/restore/restore-enforcement.ts'
import { findSubjectState } from '../../src/enforcement/desired-state/subject-state.ts'
import type { StaffCaller } from '../../src/foundation/domain.ts'
import { findRestore } from '../../src/enforcement/effect/queries.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger, startWorkingDesk, type WorkingDesk } from '../support/working-desk.ts'

const ROSA = { kind: 'account', id: 'rosa' } as const
const KEY = 'account:rosa'
const LIMITED = { visible: true, spread: 'limited', mayPost: true, labels: ['satire'] } as const
const SENIOR: StaffCaller = { kind: 'staff', id: 'staff_0', pseudonym: 'plover', roles: ['senior'] }
const EFFECTS_MAX = 1_000

const undo = (working: WorkingDesk, enforcement: Enforcement): Promise<Enforcement> =>
  restoreEnforcement(working.desk, { enforcementId: enforcement.id, by: SENIOR, cause: 'mistake', reason: null })

const caughtOf = (working: WorkingDesk, call: string): number =>
  working.demo.faults.list().reduce((sum, fault) => sum + (fault.call === call ? fault.caught : 0), 0)

/** Returns the baseline that the platform stores. */
const keptBaseline = async (working: WorkingDesk) =>
  working.demo.store.findRecord(working.demo.store.committed, ROSA)?.baseline

test('the baseline is stored before the platform call', async (t) => {
  const working = await startWorkingDesk(t)
  await actOnOwnWill(working.demo.store, systemClock, ROSA, LIMITED)
  const reading = working.demo.faults.set({ fault: 'down', call: 'subject.read_back' })
  const applying = working.demo.faults.set({ fault: 'slow', when: 'before', call: 'subject.apply' })
  working.work()
  const enforcement = await working.enforcement({ subject: KEY, action: 'suspend' })
  await waitFor('the desk to have asked more than once', async () => reading.caught >= 3)
  assert.equal(applying.caught, 0, 'as long as it can not be read, nothing is sent')
  assert.equal((await findSubjectState(working.desk.db, KEY))?.baseline, null)
  working.demo.faults.clear(reading.id)
  await waitFor('the platform to have the call', async () => applying.holding > 0)
  assert.deepEqual((await findSubjectState(working.desk.db, KEY))?.baseline, LIMITED)
  assert.equal(await working.visit(KEY), 200)
  working.demo.faults.clear()
  await working.enforcementIn(enforcement.id, 'in_effect')
  assert.deepEqual(await keptBaseline(working), LIMITED, 'the platform has it too')
  await undo(working, enforcement)
  await working.enforcementIn(enforcement.id, 'restored')
  const last = listEffects(working.demo.store, 0, EFFECTS_MAX).at(-1)
  assert.deepEqual(last?.to, LIMITED, 'it came back to what it was, not to what most accounts are')
  await checkLedger(working.desk)
})

test('the baseline is not read again while another enforcement is active', async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  const first = await working.enforcement({ subject: KEY, action: 'suspend' })
  await working.enforcementIn(first.id, 'in_effect')
  const second = await working.enforcement({ subject: KEY, action: 'deactivate' })
  await working.enforcementIn(second.id, 'in_effect')
  assert.equal((await findSubjectState(working.desk.db, KEY))?.baseline?.visible, true)
  for (const enforcement of [second, first]) await undo(working, enforcement)
  for (const enforcement of [first, second]) await working.enforcementIn(enforcement.id, 'restored')
  assert.equal(await working.visit(KEY), 200)
})

test("a new enforcement never takes a running restore's state as baseline", async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  const first = await working.enforcement({ subject: KEY, action: 'suspend' })
  await working.enforcementIn(first.id, 'in_effect')
  working.demo.faults.set({ fault: 'lying', about: 'old_state', call: 'subject.read_back', count: 1 })
  await undo(working, first)
  const second = await working.enforcement({ subject: KEY, action: 'suspend' })
  await working.enforcementIn(first.id, 'restored')
  await working.enforcementIn(second.id, 'in_effect')
  await undo(working, second)
  await working.enforcementIn(second.id, 'restored')
  assert.equal(await working.visit(KEY), 200)
  await checkLedger(working.desk)
})

test('an enforcement is restored only once a read-back shows it', async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  const enforcement = await working.enforcement({ subject: KEY, action: 'suspend' })
  await working.enforcementIn(enforcement.id, 'in_effect')
  // The account is online again, but the platform reports its old state.
  working.demo.faults.set({ fault: 'lying', about: 'old_state', call: 'subject.read_back' })
  await undo(working, enforcement)
  await waitFor('the desk to have looked more than once', async () => caughtOf(working, 'subject.read_back') >= 3)
  assert.equal(await working.visit(KEY), 200)
  assert.equal((await findEnforcement(working.desk.db, enforcement.id))?.state, 'restoring')
  working.demo.faults.clear()
  await working.enforcementIn(enforcement.id, 'restored')
  await checkLedger(working.desk)
})

test('a false read-back never makes an account restored', async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  const enforcement = await working.enforcement({ subject: KEY, action: 'suspend' })
  await working.enforcementIn(enforcement.id, 'in_effect')
  working.demo.faults.set({ fault: 'failing', call: 'subject.apply' })
  working.demo.faults.set({ fault: 'lying', about: 'visible', call: 'subject.read_back' })
  await undo(working, enforcement)
  await waitFor('the desk to have tried more than once', async () => caughtOf(working, 'subject.apply') >= 3)
  assert.deepEqual(
    [await working.visit(KEY), (await findEnforcement(working.desk.db, enforcement.id))?.state],
    [410, 'restoring'],
  )
  working.demo.faults.clear()
  await working.enforcementIn(enforcement.id, 'restored')
  assert.equal(await working.visit(KEY), 200)
  await checkLedger(working.desk)
})

test('an account that is visible but not fully restored stays "restoring"', async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  const enforcement = await working.enforcement({ subject: KEY, action: 'suspend' })
  await working.enforcementIn(enforcement.id, 'in_effect')
  working.demo.faults.set({ fault: 'lying', about: 'reach', call: 'subject.read_back' })
  await undo(working, enforcement)
  await working.enforcementIn(enforcement.id, 'restored')
  const seen = await findRestore(working.desk.db, enforcement.id)
  assert.ok(seen?.visibleAt && seen.restoredAt === null)
  working.demo.faults.clear()
  const back = async () => (await findRestore(working.desk.db, enforcement.id))?.restoredAt ?? undefined
  await waitFor('the reach to be seen', back)
  await checkLedger(working.desk)
})
