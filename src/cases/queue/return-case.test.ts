import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { givenCase } from '../../../test/support/cases.ts'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { startPast } from '../../../test/support/past-enforcements.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { waitForLock } from '../../../test/support/wait-for-lock.ts'
import { DESK } from '../../foundation/domain.ts'
import { inTransaction, type Pool, SHORT_QUERIES } from '../../foundation/database/db.ts'
import { claimNextCase } from '../claims/claim-next.ts'
import { returnCase, returnCases } from './return-case.ts'
import { message } from '../../foundation/messages/message.ts'

const bringBack = (db: Pool, caseId: string) =>
  inTransaction(db, (tx) =>
    returnCase(tx, { caseId, why: message('alert.fate.superseded', { enforcementId: 'enf_1' }), by: DESK }),
  )

const close = (db: Pool, caseId: string) =>
  db.query(sql`update review_case set state = 'closed', closed_at = desk_now() where id = ${caseId}`)

async function caseOf(db: Pool, caseId: string) {
  const { rows } = await db.query<{ state: string; returned: boolean; whys: string[] }>(sql`
    select state, returned, array(select event.detail ->> 'why' from case_event event
      where event.case_id = review_case.id and kind = 'returned' order by id) as whys
    from review_case where id = ${caseId}`)
  return rows[0]
}

const WHY = 'Enforcement enf_1 gave way to a stricter one'

test("a returned case opens again at the queue's front with reason", async (t) => {
  const { pool } = await freshDatabase(t)
  const caseId = await givenCase(pool, { rank: 1 })
  await close(pool, caseId)
  await givenCase(pool, { rank: 5 })
  assert.equal(await bringBack(pool, caseId), caseId)
  assert.deepEqual(await caseOf(pool, caseId), { state: 'open', returned: true, whys: [WHY] })
  const { id } = await givenStaff(pool, { onShift: true })
  assert.equal((await claimNextCase(pool, id))?.id, caseId)
  const entries = await pool.query<{ payload: Buffer }>(
    sql`select payload from ledger_payload where kind = 'case_returned'`,
  )
  assert.deepEqual(
    entries.rows.map(({ payload }) => JSON.parse(payload.toString()).why),
    [WHY],
  )
})

test('returning an open case moves it forward and keeps its holder', async (t) => {
  const { pool } = await freshDatabase(t)
  const caseId = await givenCase(pool)
  const { id } = await givenStaff(pool, { onShift: true })
  await claimNextCase(pool, id)
  assert.equal(await bringBack(pool, caseId), caseId)
  const { rows } = await pool.query(sql`select claimed_by as holder, returned from review_case where id = ${caseId}`)
  assert.deepEqual(rows, [{ holder: id, returned: true }])
})

test("returning a case marks the subject's other open case as returned", async (t) => {
  const { pool } = await freshDatabase(t)
  const old = await givenCase(pool, { subject: 'content:t1' })
  await close(pool, old)
  const young = await givenCase(pool, { subject: 'content:t1' })
  assert.equal(await bringBack(pool, old), young)
  assert.deepEqual(await caseOf(pool, old), { state: 'closed', returned: false, whys: [] })
  assert.deepEqual(await caseOf(pool, young), { state: 'open', returned: true, whys: [WHY] })
})

test('returning a case marks a concurrently opened one as returned', async (t) => {
  const { pool } = await freshDatabase(t)
  const old = await givenCase(pool, { subject: 'content:t1' })
  await close(pool, old)
  const report = await pool.connect()
  await report.query('begin')
  const young = await givenCase(
    { ...SHORT_QUERIES, query: (statement) => report.query(statement) },
    { subject: 'content:t1' },
  )
  const returning = bringBack(pool, old)
  await waitForLock(pool)
  await report.query('commit')
  report.release()
  assert.equal(await returning, young)
  assert.deepEqual(await caseOf(pool, young), { state: 'open', returned: true, whys: [WHY] })
  assert.equal((await caseOf(pool, old))?.state, 'closed')
})

test('returning a closed case reopens it although a concurrent report failed', async (t) => {
  const { pool } = await freshDatabase(t)
  const old = await givenCase(pool, { subject: 'content:t1' })
  await close(pool, old)
  const report = await pool.connect()
  await report.query('begin')
  await givenCase({ ...SHORT_QUERIES, query: (statement) => report.query(statement) }, { subject: 'content:t1' })
  const returning = bringBack(pool, old)
  await waitForLock(pool)
  await report.query('rollback')
  report.release()
  assert.equal(await returning, old)
})

test('concurrent returns and reports leave one open case per subject', async (t) => {
  const { pool } = await freshDatabase(t)
  const old = await givenCase(pool, { subject: 'content:t1' })
  await close(pool, old)
  const report = () =>
    pool.query(sql`
      insert into review_case (subject, queue, category, due_at)
      values ('content:t1', 'general', 'VIOLENCE', desk_now() + interval '1 day')
      on conflict (subject) where closed_at is null and appeal_id is null do update set report_count = review_case.report_count + 1`)
  const work = [bringBack, report, bringBack, report, report, bringBack].map((act) => act(pool, old))
  await Promise.all(work)
  const { rows } = await pool.query(sql`
    select returned, (select count(*) from case_event where case_id = review_case.id and kind = 'returned') as returns
    from review_case where subject = 'content:t1' and state = 'open'`)
  assert.deepEqual(rows, [{ returned: true, returns: 3 }])
})

test('cases return in the order in which they are locked', async (t) => {
  const { pool } = await freshDatabase(t)
  const cases = [await givenCase(pool, { subject: 'content:t1' }), await givenCase(pool, { subject: 'content:t2' })]
  const why = message('alert.fate.superseded', { enforcementId: 'enf_1' })
  const backwards = cases.toSorted().reverse()
  const returned = await inTransaction(pool, (tx) =>
    returnCases(
      tx,
      backwards.map((caseId) => ({ caseId, why })),
      DESK,
    ),
  )
  assert.deepEqual(returned, cases.toSorted())
})

test('the leads are told where no case can be decided again', async (t) => {
  const database = await freshDatabase(t)
  const { pool, ownerPool } = database
  const past = await startPast(database)
  // The lesser enforcement of an appeal about a bulk action, which belongs to no case.
  const contested = await past.enforcement({ accountId: 'rosa', inEffectAt: '2027-03-10T10:00:00Z' })
  const caseId = await givenCase(pool, { subject: 'account:rosa' })
  for (const table of ['appeal', 'review_case']) await ownerPool.query(`alter table ${table} disable trigger user`)
  await ownerPool.query(sql`
    with appealed as (
      insert into appeal (key_id, client_id, said_hash, subject, account_id, enforcement_id)
      values ('key_1', 'a', sha256('a'), 'account:rosa', 'rosa', ${contested}) returning id)
    update review_case set appeal_id = appealed.id from appealed where review_case.id = ${caseId}`)
  for (const table of ['appeal', 'review_case']) await ownerPool.query(`alter table ${table} enable trigger user`)
  assert.equal(await bringBack(pool, caseId), caseId)
  assert.deepEqual(await pool.listValues<string>(sql`select why from alert where to_role = 'lead'`), [WHY])
})

test('returning a missing case is an error', async (t) => {
  const { pool } = await freshDatabase(t)
  await assert.rejects(bringBack(pool, 'case_999'), /case_999/)
})
