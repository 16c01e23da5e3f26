import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { claimNextCase } from '../../src/cases/claims/claim-next.ts'
import { DAY_MS } from '../../src/foundation/durations.ts'
import { givenAccount, givenCase } from '../support/cases.ts'
import { givenStaff } from '../support/people.ts'
import { stealRole } from '../support/role-thief.ts'
import { startTestDesk } from '../support/server.ts'

const TABLES = ['shown_profile', 'shown_thread', 'shown_related']

/** An undecided case without a holder but with shown evidence, and a thief of the database role. */
async function startShown(t: TestContext) {
  const { desk, database } = await startTestDesk(t, { driven: true })
  const caseId = await givenCase(desk.db, { accountId: await givenAccount(desk.db) })
  const holder = await givenStaff(desk.db, { onShift: true })
  await claimNextCase(desk.db, holder.id)
  const thief = await stealRole(t, database)
  for (const table of TABLES)
    for (const [body, at] of [
      ['shown', 'desk_now()'],
      ['backdated', `'2000-01-01'`],
    ])
      await thief.run(`
        insert into ${table} (case_id, sha256, body, stored_for, shown_at)
        values ('${caseId}', sha256('${body}'), '${body}', '${holder.id}', ${at})`)
  await thief.run(`update review_case set claimed_until = desk_now() where id = '${caseId}'`)
  const clean = () => thief.run(`select delete_needless_shown('', 1000000)`)
  const counts = async () =>
    Promise.all(TABLES.map(async (table) => (await thief.run(`select from ${table}`)).rowCount ?? 0))
  return { thief, clean, counts, database, caseId, holder }
}

test('a stolen application role backdates no evidence to have it deleted', async (t) => {
  const { thief, clean, counts, database } = await startShown(t)
  await clean()
  assert.deepEqual(await counts(), [2, 2, 2], 'not by an insert')
  for (const table of TABLES) await thief.run(`update ${table} set shown_at = '2000-01-01'`)
  await clean()
  assert.deepEqual(await counts(), [2, 2, 2], 'not by an update')
  await database.advance(31 * DAY_MS)
  await clean()
  assert.deepEqual(await counts(), [0, 0, 0], 'the month of the desk counts')
})

test('a stolen application role backdates no part that was shown', async (t) => {
  const { thief, caseId, holder, database } = await startShown(t)
  const now = await database.ownerPool.query('select desk_now() as now')
  await thief.run(`
    insert into case_shown (case_id, staff_id, claimed_at, part, first_at, last_at)
    values ('${caseId}', '${holder.id}', desk_now(), 'reports:1-50', '2000-01-01', '2000-01-01')`)
  const since = `select from case_shown where first_at >= $1 and last_at >= $1 and part = 'reports:1-50'`
  const shown = async () => (await database.ownerPool.query(since, [now.rows[0].now])).rowCount
  assert.equal(await shown(), 1, 'not by an insert')
  await thief.run(`update case_shown set last_at = '2000-01-01'`)
  assert.equal(await shown(), 1, 'not by an update')
})
