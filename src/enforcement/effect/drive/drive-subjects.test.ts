import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FaultSpec } from '../../../../demo/faults.ts'
import { countEffects, listEffects } from '../../../../demo/record-routes.ts'
import { waitFor } from '../../../../test/support/wait-for.ts'
import { checkLedger, IMPATIENT_MS, startWorkingDesk, type WorkingDesk } from '../../../../test/support/working-desk.ts'
import type { Enforcement } from '../../queries.ts'
import { restoreEnforcement } from '../../restore/restore-enforcement.ts'
import { findSubjectState } from '../../desired-state/subject-state.ts'
import type { StaffCaller } from '../../../foundation/domain.ts'
import { findRestore } from '../queries.ts'

const ROSA = 'account:rosa'
const LEAD: StaffCaller = { kind: 'staff', id: 'staff_0', pseudonym: 'plover', roles: ['lead'] }
const EFFECTS_MAX = 1_000

const undo = (working: WorkingDesk, enforcement: Enforcement): Promise<Enforcement> =>
  restoreEnforcement(working.desk, { enforcementId: enforcement.id, by: LEAD, cause: 'mistake', reason: null })

/** Asserts the invariants of any history: no duplicate effect at the platform, and a ledger that verifies. */
async function checkAll(working: WorkingDesk): Promise<void> {
  const counters = countEffects(working.demo.store)
  assert.equal(counters.duplicateEffects, 0, JSON.stringify(counters.duplicates))
  await checkLedger(working.desk)
}

test('a visitor sees an account offline, then visible after its restore', async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  assert.equal(await working.visit(ROSA), 200)
  const enforcement = await working.enforcement({ subject: ROSA, action: 'suspend' })
  assert.equal(enforcement.state, 'releasing')
  await working.enforcementIn(enforcement.id, 'in_effect')
  assert.equal(await working.visit(ROSA), 410)
  assert.equal((await undo(working, enforcement)).state, 'restoring')
  await working.enforcementIn(enforcement.id, 'restored')
  assert.equal(await working.visit(ROSA), 200)
  const restore = await findRestore(working.desk.db, enforcement.id)
  assert.ok(restore?.visibleAt && restore.restoredAt, 'flag and reach are both back')
  await checkAll(working)
})

// The faults of each call that an effect makes: the platform did not carry it out, did so and the answer was lost, was
// slow or late, or answered with an old state.
const FAULTS: readonly { name: string; fault: FaultSpec }[] = [
  {
    name: 'the platform does not answer the first read-back',
    fault: { fault: 'down', call: 'subject.read_back', count: 1 },
  },
  { name: 'the platform reports a failure at first', fault: { fault: 'failing', call: 'subject.apply', count: 2 } },
  { name: 'the platform is unreachable at first', fault: { fault: 'down', call: 'subject.apply', count: 2 } },
  {
    name: 'the platform acts and drops the connection',
    fault: { fault: 'applied_but_timed_out', socket: 'close', call: 'subject.apply', count: 1 },
  },
  {
    name: 'the platform acts and never answers',
    fault: { fault: 'applied_but_timed_out', socket: 'hang', call: 'subject.apply', count: 1 },
  },
  { name: 'the platform acts much later', fault: { fault: 'late', delayMs: 300, call: 'subject.apply', count: 1 } },
  {
    name: 'the platform acts slowly',
    fault: { fault: 'slow', when: 'before', delayMs: 900, call: 'subject.apply', count: 1 },
  },
  {
    name: 'the platform answers slowly',
    fault: { fault: 'slow', when: 'after', delayMs: 900, call: 'subject.apply', count: 1 },
  },
  {
    name: 'the platform does not answer the last read-back',
    fault: { fault: 'failing', call: 'subject.read_back', count: 3 },
  },
  {
    name: 'a read-back shows an old state',
    fault: { fault: 'lying', about: 'old_state', call: 'subject.read_back', count: 2 },
  },
]

for (const { name, fault } of FAULTS) {
  test(`an effect and its restore each happen once when ${name}`, async (t) => {
    const working = await startWorkingDesk(t, { callTimeoutMs: IMPATIENT_MS })
    working.work()
    working.demo.faults.set(fault)
    const enforcement = await working.enforcement({ subject: ROSA, action: 'suspend' })
    await working.enforcementIn(enforcement.id, 'in_effect')
    assert.equal(await working.visit(ROSA), 410)
    working.demo.faults.clear()
    working.demo.faults.set(fault)
    await undo(working, enforcement)
    await working.enforcementIn(enforcement.id, 'restored')
    assert.equal(await working.visit(ROSA), 200)
    working.demo.faults.clear()
    await checkAll(working)
    assert.equal(await working.visit(ROSA), 200, 'still, after whatever was held back was let go')
  })
}

test('a restore takes effect although an earlier call is still running', async (t) => {
  // The worker got no answer and could ask again before the restore on a busy machine. A stopped clock prevents that.
  const working = await startWorkingDesk(t, { driven: true })
  working.work()
  const late = working.demo.faults.set({ fault: 'late', call: 'subject.apply', count: 1 })
  const enforcement = await working.enforcement({ subject: ROSA, action: 'suspend' })
  await waitFor('the platform to hold the call', async () => late.holding === 1)
  await undo(working, enforcement)
  await working.enforcementIn(enforcement.id, 'restored')
  working.demo.faults.clear()
  await waitFor('the late call to be through', async () => late.holding === 0)
  assert.equal(await working.visit(ROSA), 200)
  assert.ok(
    listEffects(working.demo.store, 0, EFFECTS_MAX).every((effect) => effect.to.visible),
    'the account was never offline',
  )
  await checkAll(working)
})

test("a platform's refusal is final only after a newer read-back", async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  const enforcement = await working.enforcement({ subject: 'account:nobody', action: 'suspend' })
  const failed = await working.enforcementIn(enforcement.id, 'failed')
  assert.match(failed.needsAttention ?? 'cleared with the move', /cleared/)
  const { rows } = await working.desk.db.query<{ to: string }>({
    text: 'select to_state as to from enforcement_move where enforcement_id = $1 order by id',
    values: [enforcement.id],
  })
  assert.deepEqual(
    rows.map((row) => row.to),
    ['proposed', 'releasing', 'failed'],
  )
  await checkAll(working)
})

test('a warning is delivered once although a newer enforcement followed', async (t) => {
  const working = await startWorkingDesk(t)
  working.demo.faults.set({ fault: 'applied_but_timed_out', socket: 'close', call: 'subject.apply', count: 1 })
  working.work()
  const warned = await working.enforcement({ subject: ROSA, action: 'warn' })
  const labelled = await working.enforcement({ subject: ROSA, action: 'label' })
  await working.enforcementIn(warned.id, 'in_effect')
  await working.enforcementIn(labelled.id, 'in_effect')
  const { warnings, duplicateWarnings } = countEffects(working.demo.store)
  assert.deepEqual({ warnings, duplicateWarnings }, { warnings: 1, duplicateWarnings: [] })
  await checkAll(working)
})

test('restoring two enforcements on one subject leads back to its baseline', async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  const first = await working.enforcement({ subject: ROSA, action: 'suspend' })
  await working.enforcementIn(first.id, 'in_effect')
  const second = await working.enforcement({ subject: ROSA, action: 'deactivate' })
  await working.enforcementIn(second.id, 'in_effect')
  await undo(working, first)
  await working.enforcementIn(first.id, 'restored')
  assert.equal(await working.visit(ROSA), 410, 'the second still stands')
  await undo(working, second)
  await working.enforcementIn(second.id, 'restored')
  assert.equal(await working.visit(ROSA), 200)
  assert.equal((await findSubjectState(working.desk.db, ROSA))?.baseline, null, 'the next enforcement reads afresh')
  await checkAll(working)
})

test('a visible account is not restored until its reach is back', async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  const enforcement = await working.enforcement({ subject: ROSA, action: 'suspend' })
  await working.enforcementIn(enforcement.id, 'in_effect')
  working.demo.faults.set({ fault: 'lying', about: 'reach' })
  await undo(working, enforcement)
  await working.enforcementIn(enforcement.id, 'restored')
  const seen = await findRestore(working.desk.db, enforcement.id)
  assert.ok(seen?.visibleAt && seen.restoredAt === null)
  working.demo.faults.clear()
  await waitFor(
    'the reach to be seen',
    async () => (await findRestore(working.desk.db, enforcement.id))?.restoredAt ?? undefined,
  )
  await checkAll(working)
})

test("a desk restored from backup continues above the platform's generation", async (t) => {
  const working = await startWorkingDesk(t)
  const stopFirst = working.work()
  const enforcement = await working.enforcement({ subject: ROSA, action: 'suspend' })
  await working.enforcementIn(enforcement.id, 'in_effect')
  await stopFirst()
  // As after a database was brought back from a backup taken before three more generations.
  await working.demo.store.inTransaction((tx) => {
    const record = working.demo.store.findRecord(tx, { kind: 'account', id: 'rosa' })
    if (record)
      working.demo.store.saveRecord(
        tx,
        { kind: 'account', id: 'rosa' },
        { ...record, generation: record.generation + 3 },
      )
  })
  working.work()
  await undo(working, enforcement)
  await working.enforcementIn(enforcement.id, 'restored')
  assert.equal(await working.visit(ROSA), 200)
  await checkAll(working)
})

test('an account deleted at the platform ends its restore jobs', async (t) => {
  const working = await startWorkingDesk(t)
  const stop = working.work()
  const enforcement = await working.enforcement({ subject: ROSA, action: 'suspend' })
  await working.enforcementIn(enforcement.id, 'in_effect')
  await working.demo.store.inTransaction((tx) => {
    tx.run`delete from media where content_id in (select id from content where account_id = 'rosa')`
    tx.run`delete from community_post where content_id in (select id from content where account_id = 'rosa')`
    tx.run`delete from community_owner where account_id = 'rosa'`
    tx.run`delete from community_member where account_id = 'rosa'`
    tx.run`delete from content where account_id = 'rosa'`
    tx.run`delete from account_signal where account_id = 'rosa'`
    tx.run`delete from account where id = 'rosa'`
  })
  await stop()
  await undo(working, enforcement)
  // As after two minutes of being told that there is no such account.
  await working.desk.db.query({ text: `update job set attempt = 30 where kind = 'drive'`, values: [] })
  working.work()
  await waitFor('the row to leave the restore priority', async () => {
    const { rows } = await working.desk.db.query<{ priority: string }>({
      text: `select priority from job where kind = 'drive' and due_at > desk_now() + interval '50 minutes'`,
      values: [],
    })
    return rows[0]?.priority === 'background'
  })
})
