import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { reportOf, startIntake } from '../../../../test/support/reports.ts'
import { inTransaction } from '../../../foundation/database/db.ts'
import { checkReport } from '../check-report.ts'
import { commitReports } from '../commit-reports.ts'
import type { ReportBody } from '../report-body.ts'
import { listBodies, listWaiting } from './inbox-queries.ts'
import { joinTogether } from './join-together.ts'

test('words are found of a report that becomes late while it joins', async (t) => {
  const { desk, database, keyId } = await startIntake(t, true)
  const send = (changes: Partial<ReportBody>, joinsLater: boolean) =>
    commitReports(desk, [{ keyId, report: checkReport(reportOf(changes)), joinsLater }])
  const index = () => desk.db.onlyValue<number>(sql`select index_report_comments(10)`)
  await send({ comment: 'zyx' }, true)
  await database.advance(20_000)
  await send({ id: 'n-2', subject: { kind: 'account', id: 'other' }, comment: 'A later one.' }, false)
  await inTransaction(desk.db, async (tx) => {
    const [row] = await listWaiting(tx, { without: [], ageMs: 0, max: 1 })
    const waiting = await listBodies(tx, [row?.id ?? ''], 1_048_576)
    await database.advance(70_000)
    assert.equal(await index(), 1, 'the place passes the report, which it does not see')
    await joinTogether(tx, desk, waiting)
  })
  await index()
  const words = sql`select words::text from report_words join report on report.id = report_id where client_id = 'n-1'`
  assert.deepEqual(await desk.db.listValues(words), [`'zyx':1`])
})
