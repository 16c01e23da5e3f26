import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { checkLedger, startWorkingDesk } from '../../../test/support/working-desk.ts'
import { findEnforcement } from '../queries.ts'
import { findRestore } from '../effect/queries.ts'
import { recreateEndJobs } from '../reconcile/recreate-end-jobs.ts'

const ROSA = 'account:rosa'
const MINUTE_MS = 60_000
const DAY_MS = 1_440 * MINUTE_MS

test('a suspension ends by itself on time and counts as right', async (t) => {
  const working = await startWorkingDesk(t, { driven: true })
  working.work()
  const enforcement = await working.enforcement({ subject: ROSA, action: 'suspend', durationMs: DAY_MS })
  await working.enforcementIn(enforcement.id, 'in_effect')
  await working.advance(DAY_MS - 1)
  assert.equal(await working.visit(ROSA), 410, 'a millisecond before its end')
  await working.advance(1)
  await working.enforcementIn(enforcement.id, 'restored')
  assert.equal(await working.visit(ROSA), 200)
  assert.equal((await findRestore(working.desk.db, enforcement.id))?.cause, 'ended')
  await checkLedger(working.desk)
})

test("a suspension's end missed in an outage applies after the restart", async (t) => {
  const working = await startWorkingDesk(t, { driven: true })
  const stop = working.work()
  const enforcement = await working.enforcement({ subject: ROSA, action: 'suspend', durationMs: DAY_MS })
  await working.enforcementIn(enforcement.id, 'in_effect')
  await stop()
  await working.advance(2 * DAY_MS)
  assert.equal(
    (await findEnforcement(working.desk.db, enforcement.id))?.state,
    'in_effect',
    'nobody was there to end it',
  )
  working.work()
  await working.enforcementIn(enforcement.id, 'restored')
  assert.equal(await working.visit(ROSA), 200)
})

test('a suspension whose end has no job still ends on time', async (t) => {
  const working = await startWorkingDesk(t, { driven: true })
  const { desk, database } = working
  const stop = working.work()
  const enforcement = await working.enforcement({ subject: ROSA, action: 'suspend', durationMs: DAY_MS })
  const other = await working.enforcement({ subject: 'account:lena', action: 'suspend', durationMs: DAY_MS })
  await working.enforcementIn(enforcement.id, 'in_effect')
  await working.enforcementIn(other.id, 'in_effect')
  await stop()
  await database.ownerPool.query(sql`delete from job where kind = 'end'`)
  assert.equal(await recreateEndJobs(desk), 0, 'a day before')
  await working.advance(DAY_MS - MINUTE_MS)
  assert.equal(await recreateEndJobs(desk), 2)
  assert.equal(await recreateEndJobs(desk), 0, 'once')
  const { rows } = await desk.db.query<{ at: Date }>(sql`select due_at as at from job where key = ${enforcement.id}`)
  assert.deepEqual(rows[0]?.at, enforcement.endsAt)
  await database.ownerPool.query(sql`delete from job where kind = 'end'`)
  await working.advance(MINUTE_MS)
  working.work()
  await working.enforcementIn(enforcement.id, 'restored')
  await working.enforcementIn(other.id, 'restored')
  assert.equal((await findRestore(desk.db, enforcement.id))?.cause, 'ended')
})

test('the platform ends a suspension itself while desk and database are down', async (t) => {
  const working = await startWorkingDesk(t, { driven: true })
  const stop = working.work()
  const enforcement = await working.enforcement({ subject: ROSA, action: 'suspend', durationMs: DAY_MS })
  await working.enforcementIn(enforcement.id, 'in_effect')
  await stop()
  await working.advance(DAY_MS)
  assert.equal(await working.visit(ROSA), 200, 'without a call from the desk')
  working.work()
  await working.enforcementIn(enforcement.id, 'restored')
  assert.equal(await working.visit(ROSA), 200)
})

test('the later end of two suspensions counts, without the desk too', async (t) => {
  const working = await startWorkingDesk(t, { driven: true })
  const stop = working.work()
  const short = await working.enforcement({ subject: ROSA, action: 'suspend', durationMs: DAY_MS })
  const long = await working.enforcement({ subject: ROSA, action: 'suspend', durationMs: 3 * DAY_MS })
  await working.enforcementIn(short.id, 'in_effect')
  await working.enforcementIn(long.id, 'in_effect')
  await working.advance(DAY_MS)
  await working.enforcementIn(short.id, 'restored')
  assert.equal(await working.visit(ROSA), 410)
  await stop()
  await working.advance(2 * DAY_MS)
  assert.equal(await working.visit(ROSA), 200)
})

test('a suspension that was restored early is not ended again', async (t) => {
  const working = await startWorkingDesk(t, { driven: true })
  working.work()
  const enforcement = await working.enforcement({ subject: ROSA, action: 'suspend', durationMs: DAY_MS })
  await working.enforcementIn(enforcement.id, 'in_effect')
  const { restoreEnforcement } = await import('../restore/restore-enforcement.ts')
  const by = { kind: 'staff', id: 'staff_0', pseudonym: 'plover', roles: ['senior'] } as const
  await restoreEnforcement(working.desk, {
    enforcementId: enforcement.id,
    by,
    cause: 'mistake',
    reason: 'a fan account',
  })
  await working.enforcementIn(enforcement.id, 'restored')
  await working.advance(DAY_MS)
  await working.advance(MINUTE_MS)
  assert.equal((await findRestore(working.desk.db, enforcement.id))?.cause, 'mistake')
  await checkLedger(working.desk)
})
