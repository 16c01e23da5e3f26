import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runProgram } from '../../src/app/cli/program.ts'
import { checkReport } from '../../src/cases/intake/check-report.ts'
import { commitReports } from '../../src/cases/intake/commit-reports.ts'
import { alertWaiting, listLongWaiting } from '../../src/cases/intake/inbox/waiting-reports.ts'
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
  const forged = `with forged as (insert into report_key (key_id, client_id, body_hash, report_id, received_at)
    select key_id, 'n-8', body_hash, 'rep_8', received_at - interval '1 day' from kept returning received_at)
    insert into report_inbox (report_id, received_at, key_id, body_hash, subject, report)
    select 'rep_8', forged.received_at, key_id, body_hash, subject, report || '{"id": "n-8"}' from kept, forged`
  await assert.rejects(pool.query(forged), { code: 'CS001' })
  await assert.rejects(pool.query('delete from report_inbox'), { code: 'CS001' })
  await assert.rejects(pool.query(`update report_inbox set report = '{}'`), { code: '42501' })
  await assert.rejects(pool.query(`update report_inbox set received_at = desk_now()`), { code: '42501' })
  await assert.rejects(pool.query(COPY), { code: '23505' }, 'a copy beside the report')
  await commitReports(desk, [{ keyId, report: checkReport(reportOf({ id: 'n-2' })), joinsLater: true }])
  assert.equal(await joinWaiting(desk), 2)
  await assert.rejects(pool.query(COPY), { code: 'CS001' })
  assert.deepEqual(await all('select kind from alert'), [])
  assert.deepEqual(await all('select report_count from review_case'), [{ report_count: 2 }])
  assert.deepEqual(await findProblems(desk.db), [])
})

test('the application role lays no copy in an old snapshot', async (t) => {
  const { desk, database, keyId } = await startIntake(t)
  await commitReports(desk, [{ keyId, report: checkReport(reportOf()), joinsLater: true }])
  await database.ownerPool.query('create table kept as select * from report_inbox')
  await database.ownerPool.query('grant select on kept to public')
  const client = await database.pool.connect()
  try {
    await client.query('begin isolation level repeatable read')
    await client.query('select from kept')
    assert.equal(await joinWaiting(desk), 1)
    await assert.rejects(client.query(COPY), { code: 'CS001' })
  } finally {
    await client.query('rollback')
    client.release()
  }
})

test('the application role swaps no waiting report and puts none off', async (t) => {
  const { desk, database, keyId, all } = await startIntake(t)
  const { pool } = database
  await commitReports(desk, [{ keyId, report: checkReport(reportOf({ id: 'n-2' })) }])
  await commitReports(desk, [{ keyId, report: checkReport(reportOf({ comment: 'True.' })), joinsLater: true }])
  for (const due of [`'infinity'`, `desk_now() + interval '2 hours'`]) {
    await assert.rejects(pool.query(`update report_inbox set due_at = ${due}`), { code: 'CS001' })
  }
  const swap = async (column: string, value: string) => {
    const client = await pool.connect()
    try {
      await client.query('begin')
      const values = { subject: 'w.subject', ground: `'terms'`, category: `'SCAMS_AND_FRAUD'`, comment: `'True.'` }
      const said = { ...values, reporter_id: `'p-1'`, item: 'null', [column]: value }
      await client.query(`insert into report (id, received_at, key_id, client_id, case_id, reported_at, ${Object.keys(said).join()})
        select w.report_id, w.received_at, w.key_id, w.report ->> 'id', 'case_1', '2026-03-04T05:06:07Z',
          ${Object.values(said).join()} from report_inbox w`)
      await client.query('delete from report_inbox')
    } finally {
      await client.query('rollback')
      client.release()
    }
  }
  await assert.rejects(swap('subject', `'account:other'`), { code: 'CS001' })
  await assert.rejects(swap('ground', `'illegal'`), { code: 'CS001' })
  await assert.rejects(swap('category', `'VIOLENCE'`), { code: 'CS001' })
  await assert.rejects(swap('comment', `'False.'`), { code: 'CS001' })
  await assert.rejects(swap('reporter_id', `'p-2'`), { code: 'CS001' })
  await assert.rejects(swap('item', `'{"type": "post"}'`), { code: 'CS001' })
  await swap('comment', `'True.'`)
  assert.equal(await joinWaiting(desk), 1)
  assert.deepEqual(await all('select comment from report order by received_at desc limit 1'), [{ comment: 'True.' }])
})

test('the application role renews no delay and sets no reason alone', async (t) => {
  const { desk, database, keyId, all } = await startIntake(t, true)
  const { pool } = database
  await commitReports(desk, [{ keyId, report: checkReport(reportOf()), joinsLater: true }])
  const put = (change: string) => pool.query(`update report_inbox set ${change}`)
  await assert.rejects(put(`sql_state = '23514'`), { code: 'CS001' }, 'without an alert')
  await put(`due_at = desk_now() + interval '59 minutes'`)
  await assert.rejects(put(`due_at = desk_now() + interval '1 hour'`), { code: 'CS001' }, 'before it is due')
  await database.advance(61 * 60_000)
  await put(`due_at = desk_now() + interval '59 minutes'`)
  assert.equal(await joinWaiting(desk), 0)
  await alertWaiting(desk)
  await alertWaiting(desk)
  assert.deepEqual(await all('select kind, to_role from alert'), [{ kind: 'reports_wait', to_role: 'lead' }])
  assert.equal(await joinWaiting(desk, { isPutOff: true }), 1)
  assert.deepEqual(await findProblems(desk.db), [])
})

test('a refused report is named after a day, and retried on demand', async (t) => {
  const { desk, database, keyId } = await startIntake(t, true)
  const { ownerPool } = database
  await commitReports(desk, [{ keyId, report: checkReport(reportOf()), joinsLater: true }])
  await ownerPool.query('alter table report add constraint broken check (false) not valid')
  assert.equal(await joinWaiting(desk), 0)
  assert.equal(await joinWaiting(desk, { isPutOff: true }), 0)
  assert.deepEqual(await listLongWaiting(desk.db), [])
  await database.advance(25 * 3_600_000)
  assert.equal(await joinWaiting(desk, { isPutOff: true }), 0, 'it is refused again')
  const [named] = await listLongWaiting(desk.db)
  assert.deepEqual([named?.id, named?.sqlState], ['rep_1', '23514'])
  await ownerPool.query('alter table report drop constraint broken')
  await assert.rejects(database.pool.query('update report_inbox set sql_state = null'), { code: 'CS001' })
  assert.equal(await joinWaiting(desk), 0)
  const said: string[] = []
  const context = { env: { DATABASE_URL: database.url }, print: (line: string) => void said.push(line) }
  assert.equal(await runProgram(['inbox', 'retry'], { ...context, printError: () => undefined }), 0)
  assert.deepEqual(said, ['1 report is tried again.'])
  assert.equal(await joinWaiting(desk), 1)
})
