import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { endSetup, findProblems, startChanging } from '../../../test/support/changes.ts'
import { eraseDue } from '../../../test/support/erasures.ts'
import { findWords } from '../../../test/support/find-words.ts'
import { givenKey } from '../../../test/support/people.ts'
import { reportOf } from '../../../test/support/reports.ts'
import { LEDGER_CHECKS } from '../../app/ledger-checks.ts'
import { checkReport } from '../../cases/intake/check-report.ts'
import { commitReports } from '../../cases/intake/commit-reports.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { verifyLedger } from '../../oversight/ledger/verify.ts'
import { recordViews } from '../../oversight/views/record-views.ts'
import { insertErasure } from './erasure-queries.ts'
import { exportPerson } from './export-person.ts'

const NAME = `Zyxrosa Ωmega'); drop table report; -- "\\`
const REPORTER = 'zyxreporter~7'
/** The words that no column may hold afterwards. JSON escapes quotes and backslashes, so the parts of the name stand alone. */
const WORDS = ['zyxrosa', 'Ωmega', 'zyxreporter', 'zyxreport-1', 'zyxevidence', 'zyxreason']

const bodyOf = (id: string, reporterId: string, comment: string) =>
  reportOf({
    id,
    reporterId,
    comment,
    subject: { kind: 'account', id: 'a' },
    evidence: [{ class: 'ordinary', mediaType: 'text/plain', text: `zyxevidence of ${reporterId}` }],
  })

/** A desk with reports of two reporters in one ledger entry, on one closed case. */
async function startReported(t: TestContext) {
  const office = await startChanging(t, { driven: true })
  const { db, desk, database, crane, propose } = office
  const key = await givenKey(db)
  await endSetup(db)
  const mine = bodyOf('zyxreport-1', REPORTER, `I am ${NAME}`)
  const other = { ...bodyOf('n-2', 'p-2', 'Spam.'), evidence: [] }
  await commitReports(
    desk,
    [mine, other].map((body) => ({ keyId: key.id, report: checkReport(body) })),
  )
  await db.query(sql`insert into reporter_record (reporter_id, upheld, decided) values (${REPORTER}, 1, 2)`)
  const view = {
    staffId: crane.id,
    kind: 'reporter',
    words: REPORTER,
    reason: 'zyxreason',
    inCase: false,
    shown: 1,
  } as const
  await recordViews(desk, [{ ...view, ageMs: 10 }])
  const close = () => db.query(sql`update review_case set state = 'closed', closed_at = desk_now()`)
  const request = (personId = REPORTER) => insertErasure(db, { person: 'reporter', personId, by: crane.id })
  const ask = async (by: StaffCaller = crane) => propose({ kind: 'person_erase', erasureId: await request() }, by)
  const find = () => findWords(database.ownerPool, WORDS)
  return { ...office, keyId: key.id, close, request, ask, find }
}

test('two people erase a reporter, and the ledger says so', async (t) => {
  const { db, desk, crane, close, ask, agree, pass, find } = await startReported(t)
  await close()
  const exported = await exportPerson(db, { person: 'reporter', id: REPORTER, by: crane })
  assert.equal((exported.tables.report as { comment: string }[])[0]?.comment, `I am ${NAME}`)
  assert.equal(exported.tables.report?.length, 1)
  assert.doesNotMatch(JSON.stringify(exported), /p-2|Spam/)
  const change = await ask()
  assert.doesNotMatch(change.says, /zyx/)
  await agree(change)
  assert.equal(await pass(change), 'applied')
  assert.deepEqual(await findProblems(db), [], 'before the task runs')
  await eraseDue(desk)
  assert.deepEqual(await find(), [])
  assert.deepEqual(await findProblems(db), [])
  assert.equal((await verifyLedger(db, LEDGER_CHECKS)).erased, 2)
  const { rows } = await db.query(
    sql`select reporter_id, comment, (select report_count from review_case) as count from report order by 1`,
  )
  assert.deepEqual(rows, [
    { reporter_id: 'erased', comment: null, count: 2 },
    { reporter_id: 'p-2', comment: 'Spam.', count: 2 },
  ])
  await eraseDue(desk)
  assert.deepEqual(await findProblems(db), [], 'again does nothing')
})

test('an erasure waits a week for a report that no case takes', async (t) => {
  const { db, desk, database, keyId, close, ask, agree, pass, find } = await startReported(t)
  const waiting = {
    ...bodyOf('zyxreport-1b', REPORTER, `I am ${NAME}`),
    subject: { kind: 'account', id: 'b' } as const,
  }
  await commitReports(desk, [{ keyId, report: checkReport(waiting), joinsLater: true }])
  await close()
  const refusals = () => db.onlyValue(sql`select erasure_refusals('reporter', ${REPORTER})`)
  const isOver = () => db.onlyValue(sql`select last_transparency_day() >= min(received_at)::date from report_inbox`)
  const age = (days: number) =>
    database.ownerPool.query(
      `with aged as (update report_key set received_at = received_at - $1 * interval '1 day' where case_id is null)
       update report_inbox set received_at = received_at - $1 * interval '1 day'`,
      [days],
    )
  await age(6)
  await database.ownerPool.query('alter table report_inbox disable trigger check_inbox_due')
  await database.ownerPool.query(`update report_inbox set sql_state = '23514'`)
  await database.ownerPool.query('alter table report_inbox enable trigger check_inbox_due')
  assert.deepEqual([await refusals(), await isOver()], [['case'], false])
  await age(2)
  assert.deepEqual([await refusals(), await isOver()], [[], true])
  const change = await ask()
  await agree(change)
  assert.equal(await pass(change), 'applied')
  assert.deepEqual(await findProblems(db), [], 'before the task runs')
  await eraseDue(desk)
  assert.deepEqual(await find(), [])
  assert.deepEqual(await findProblems(db), [])
  const stored = () => db.onlyValue(sql`select count(*)::integer from report_inbox`)
  const forget = () => database.ownerPool.query('select delete_stranded_reports()')
  await database.ownerPool.query(
    `create or replace function is_preserved(kept text) returns boolean language sql as 'select true'`,
  )
  await forget()
  assert.equal(await stored(), 1, 'under a legal hold')
  await database.ownerPool.query(
    `create or replace function is_preserved(kept text) returns boolean language sql as 'select false'`,
  )
  await forget()
  assert.equal(await stored(), 0)
  assert.deepEqual(await findProblems(db), [])
})
