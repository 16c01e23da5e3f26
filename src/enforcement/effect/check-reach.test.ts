import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { givenReviewer } from '../../../test/support/desk-flow.ts'
import { checkLedger, startWorkingDesk, type WorkingDesk } from '../../../test/support/working-desk.ts'
import { findEnforcement } from '../queries.ts'
import { restoreEnforcement } from '../restore/restore-enforcement.ts'
import { claimJobs } from '../../foundation/jobs.ts'
import { acceptRestore, checkReach } from './check-reach.ts'
import { findRestore } from './queries.ts'

const MINUTE_MS = 60_000
const DAY_MS = 1_440 * MINUTE_MS

/** Looks once, if it is time; answers after how many seconds it will be again, or undefined for never. */
async function look({ desk }: WorkingDesk): Promise<number | undefined> {
  for (const job of await claimJobs(desk.db, 'background', 10)) if (job.kind === 'reach') await checkReach(desk, job)
  const { rows } = await desk.db.query<{ seconds: number }>(sql`
    select extract(epoch from due_at - desk_now())::float8 as seconds from job where kind = 'reach'`)
  return rows[0]?.seconds
}

test("checks of a restored account's reach slow down and stop", async (t) => {
  const working = await startWorkingDesk(t, { driven: true })
  const { desk } = working
  const { id: staffId } = await givenReviewer(working)
  const plover = { kind: 'staff', id: staffId, pseudonym: 'plover', roles: ['senior'] } as const
  const stop = working.work()
  const { id } = await working.enforcement({ subject: 'account:rosa', action: 'suspend' })
  await working.enforcementIn(id, 'in_effect')
  working.demo.faults.set({ fault: 'lying', about: 'reach' })
  await restoreEnforcement(desk, { enforcementId: id, by: plover, cause: 'mistake', reason: null })
  await working.enforcementIn(id, 'restored')
  await stop()
  const note = async () => (await findEnforcement(desk.db, id))?.needsAttention ?? ''

  await working.advance(MINUTE_MS)
  assert.ok(((await look(working)) ?? Number.POSITIVE_INFINITY) <= 60, 'at first within a minute')
  await working.advance(16 * MINUTE_MS)
  assert.ok(((await look(working)) ?? 0) > 60)
  assert.match(await note(), /^reach is not back: \d+ before, \d+ now$/)
  await working.advance(DAY_MS)
  assert.equal(await look(working), 3_600)
  await working.advance(7 * DAY_MS)
  assert.equal(await look(working), undefined)
  assert.match(await note(), /^reach was not back within 7 days and is no longer looked at: \d+ before, \d+ now$/)

  await acceptRestore(desk, { enforcementId: id, by: plover, reason: 'the rest were bots' })
  assert.ok((await findRestore(desk.db, id))?.restoredAt)
  working.work()
  await checkLedger(desk)
})
