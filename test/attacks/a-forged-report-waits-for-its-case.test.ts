import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkReport } from '../../src/cases/intake/check-report.ts'
import { commitReports } from '../../src/cases/intake/commit-reports.ts'
import { joinWaiting } from '../../src/cases/intake/inbox/join-waiting.ts'
import { findProblems } from '../support/changes.ts'
import { reportOf, startIntake } from '../support/reports.ts'

const COPY = `insert into report_inbox (report_id, received_at, key_id, body_hash, subject, report)
  select report_id, received_at, key_id, body_hash, subject, report from kept`

test('the application role neither forges a waiting report nor drops one', async (t) => {
  const { desk, database, keyId, all } = await startIntake(t)
  const { pool, ownerPool } = database
  await commitReports(desk, [{ keyId, report: checkReport(reportOf()), joinsLater: true }])
  await ownerPool.query('create table kept as select * from report_inbox')
  await ownerPool.query('grant select on kept to public')
  await assert.rejects(pool.query(COPY.replace('select report_id', `select 'rep_9'`)), { code: 'CS001' })
  const ago = `received_at - interval '1 day'`
  await assert.rejects(pool.query(COPY.replace('select report_id, received_at', `select report_id, ${ago}`)), {
    code: 'CS001',
  })
  await assert.rejects(pool.query('delete from report_inbox'), { code: 'CS001' })
  await assert.rejects(pool.query(`update report_inbox set report = '{}'`), { code: '42501' })
  await assert.rejects(pool.query(`update report_inbox set received_at = desk_now()`), { code: '42501' })
  // A copy beside the report is not stored again: it is set aside, and delays no other.
  await pool.query(COPY)
  await commitReports(desk, [{ keyId, report: checkReport(reportOf({ id: 'n-2' })), joinsLater: true }])
  assert.equal(await joinWaiting(desk), 2)
  await assert.rejects(pool.query(COPY), { code: 'CS001' })
  assert.deepEqual(await all('select kind from alert'), [{ kind: 'set_aside' }])
  assert.deepEqual(await all('select report_count from review_case'), [{ report_count: 2 }])
  assert.deepEqual(await findProblems(desk.db), [])
})
