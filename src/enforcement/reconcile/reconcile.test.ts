import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { actOnOwnWill } from '../../../demo/act-on-own-will.ts'
import { systemClock } from '../../../demo/clock.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { checkLedger, startWorkingDesk, type WorkingDesk } from '../../../test/support/working-desk.ts'
import { findEnforcement } from '../queries.ts'
import { restoreEnforcement } from '../restore/restore-enforcement.ts'
import { type Subject, type PlatformState, UNTOUCHED } from '../../foundation/domain.ts'
import { FIRST_LOOK_MS, reconcile } from './reconcile.ts'

const ROSA = { kind: 'account', id: 'rosa' } as const
const KEY = 'account:rosa'
const LEAD = { kind: 'staff', id: 'staff_0', pseudonym: 'plover', roles: ['lead'] } as const
const RECHECK_MS = 1_000

const become = (working: WorkingDesk, state: PlatformState) =>
  actOnOwnWill(working.demo.store, systemClock, ROSA, state)

/** Lets the desk look, and look again. */
async function lookTwice(working: WorkingDesk): Promise<void> {
  const looked = async () => {
    const { rows } = await working.desk.db.query<{ attempt: number }>(sql`
      select attempt from job where kind = 'reconcile' and key = ${KEY} and lease_until is null`)
    return rows[0]?.attempt
  }
  const before = (await waitFor('the next look to be planned', async () => ((await looked()) ?? -1) + 1)) - 1
  await working.advance(FIRST_LOOK_MS)
  await waitFor('a first look', async () => ((await looked()) ?? 0) > before)
  await working.advance(RECHECK_MS)
}

test('reconciling removes and records a restriction that no enforcement explains', async (t) => {
  const working = await startWorkingDesk(t, { driven: true })
  working.work()
  const enforcement = await working.enforcement({ subject: KEY, action: 'suspend' })
  await working.enforcementIn(enforcement.id, 'in_effect')
  await restoreEnforcement(working.desk, { enforcementId: enforcement.id, by: LEAD, cause: 'mistake', reason: null })
  await working.enforcementIn(enforcement.id, 'restored')
  await become(working, { ...UNTOUCHED, visible: false })
  assert.equal(await working.visit(KEY), 410)
  await lookTwice(working)
  await waitFor('the account to be up again', async () => (await working.visit(KEY)) === 200)
  assert.equal(await countWrittenEntries(working, 'platform_disagreed'), 1)
  await checkLedger(working.desk)
})

test("a platform's own restore stays until a new enforcement", async (t) => {
  const working = await startWorkingDesk(t, { driven: true })
  working.work()
  const enforcement = await working.enforcement({ subject: KEY, action: 'suspend' })
  await working.enforcementIn(enforcement.id, 'in_effect')
  await become(working, UNTOUCHED)
  await lookTwice(working)
  await waitFor(
    'somebody to be told',
    async () => (await findEnforcement(working.desk.db, enforcement.id))?.needsAttention != null,
  )
  const label = await working.enforcement({ subject: KEY, action: 'label' })
  await working.enforcementIn(label.id, 'in_effect')
  assert.equal(await working.visit(KEY), 200, 'another enforcement does not bring back what the platform lifted')
  const again = await working.enforcement({ subject: KEY, action: 'suspend' })
  await working.enforcementIn(again.id, 'in_effect')
  assert.equal(await working.visit(KEY), 410, 'a new enforcement does')
  await checkLedger(working.desk)
})

test('a single wrong read-back changes nothing', async (t) => {
  const working = await startWorkingDesk(t, { driven: true })
  working.work()
  const enforcement = await working.enforcement({ subject: KEY, action: 'suspend' })
  await working.enforcementIn(enforcement.id, 'in_effect')
  working.demo.faults.set({ fault: 'lying', about: 'visible', call: 'subject.read_back', count: 1 })
  await lookTwice(working)
  await waitFor('the doubt to be gone', async () => {
    const { rows } = await working.desk.db.query<{ doubt: string | null }>(sql`
      select needs_attention as doubt from subject_state where subject = ${KEY}`)
    return rows[0]?.doubt === null
  })
  assert.equal((await findEnforcement(working.desk.db, enforcement.id))?.lifted, false)
  assert.equal(await working.visit(KEY), 410)
})

test('a lasting mismatch at the platform is recorded once, checked ever rarer', async (t) => {
  const working = await startWorkingDesk(t, { driven: true })
  working.work()
  const enforcement = await working.enforcement({ subject: KEY, action: 'limit' })
  await working.enforcementIn(enforcement.id, 'in_effect')
  await become(working, { ...UNTOUCHED, spread: 'limited', labels: ['parody'] })
  const due = async () => {
    const { rows } = await working.desk.db.query<{ attempt: number; waitMs: number }>(sql`
      select attempt, floor(extract(epoch from due_at - desk_now()) * 1000)::integer as "waitMs" from job
      where kind = 'reconcile' and key = ${KEY} and lease_until is null`)
    return rows[0]
  }
  for (let look = 0; look < 8; look++) {
    const { attempt, waitMs } = await waitFor('the next look to be planned', due)
    await working.advance(Math.max(waitMs, 0))
    await waitFor('that look', async () => ((await due())?.attempt ?? 0) > attempt)
  }
  assert.equal(await countWrittenEntries(working, 'platform_disagreed'), 1)
  const { waitMs } = await waitFor('the next look to be planned', due)
  assert.ok(waitMs > 4 * FIRST_LOOK_MS, `it is looked at again after ${waitMs} ms`)
})

test('an unreadable platform is read ever more rarely', async (t) => {
  const working = await startWorkingDesk(t, { driven: true })
  const enforcement = await working.enforcement({ subject: KEY, action: 'limit' })
  const stop = working.work()
  await working.enforcementIn(enforcement.id, 'in_effect')
  await stop()
  working.demo.faults.set({ fault: 'failing', call: 'subject.read_back' })
  await working.desk.db.query(sql`update job set lease_id = 0 where kind = 'reconcile'`)
  await reconcile(working.desk, { kind: 'reconcile', key: KEY, priority: 'background', leaseId: 0, attempt: 20 })
  const { rows } = await working.desk.db.query<{ late: boolean }>(sql`
    select due_at > desk_now() + ${FIRST_LOOK_MS} * interval '1 ms' as late from job where kind = 'reconcile'`)
  assert.deepEqual(rows, [{ late: true }])
})

test('a read-back from before a change counts for nothing after it', async (t) => {
  const working = await startWorkingDesk(t)
  const stop = working.work()
  const enforcement = await working.enforcement({ subject: KEY, action: 'suspend' })
  await working.enforcementIn(enforcement.id, 'in_effect')
  await stop()
  await working.desk.db.query(sql`
    update job set lease_id = 0, due_at = desk_now() where kind = 'reconcile' and key = ${KEY}`)
  // Read while the platform still showed the account, and answered after the desk had settled that it does not.
  const platform = {
    ...working.desk.platform,
    readBack: async (subject: Subject) => {
      const read = await working.desk.platform.readBack(subject)
      await working.desk.db.query(sql`
        update subject_state set generation = generation + 1, settled_generation = generation + 1 where subject = ${KEY}`)
      return read && { ...read, state: UNTOUCHED }
    },
  }
  const due = { kind: 'reconcile', key: KEY, priority: 'background', leaseId: 0, attempt: 1 } as const
  for (let look = 0; look < 2; look++) await reconcile({ ...working.desk, platform }, due)
  assert.equal((await findEnforcement(working.desk.db, enforcement.id))?.lifted, false)
})

async function countWrittenEntries(working: WorkingDesk, kind: string): Promise<number> {
  const { rows } = await working.desk.db.query<{ n: number }>(sql`
    select count(*) as n from ledger_payload where kind = ${kind}`)
  return rows[0]?.n ?? 0
}
