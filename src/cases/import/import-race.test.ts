import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reportOf, startIntake } from '../../../test/support/reports.ts'
import { waitForLock } from '../../../test/support/wait-for-lock.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { checkReport } from '../intake/check-report.ts'
import { storeBatch } from './import-batch.ts'
import { storeReports } from '../intake/store-reports.ts'

for (const { name, sent, counts } of [
  { name: 'opened its case', sent: 'other', counts: { new: 1, known: 0 } },
  { name: 'took its id with the same report', sent: 'same', counts: { new: 0, known: 1 } },
]) {
  test(`an imported report joins when another transaction ${name} at the same moment`, async (t) => {
    const { desk, keyId, all } = await startIntake(t)
    const [held, locked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const overHttp = inTransaction(desk.db, async (tx) => {
      await storeReports(tx, desk, [{ keyId, report: checkReport(reportOf({ id: sent })) }])
      await tx.settle()
      locked.resolve()
      await held.promise
    })
    await locked.promise
    const row = { type: 'report', line: 1, report: checkReport(reportOf({ id: 'same' })) } as const
    const imported = storeBatch(desk, keyId, [row])
    await waitForLock(desk.db)
    held.resolve()
    await overHttp
    const { counts: stored, rejections } = await imported
    assert.deepEqual([stored.report, rejections], [counts, []])
    const cases = await all<{ report_count: number }>('select report_count from review_case')
    assert.deepEqual(
      cases.map(({ report_count: reports }) => reports),
      [1 + counts.new],
    )
  })
}
