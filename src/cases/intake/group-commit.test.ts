import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { reportOf, startIntake } from '../../../test/support/reports.ts'
import { verifyLedger } from '../../oversight/ledger/verify.ts'
import { checkReport } from './check-report.ts'
import { type CommitOutcome, commitReports } from './commit-reports.ts'
import { GroupCommit } from './group-commit.ts'
import type { ReportBody } from './report-body.ts'
import type { GivenReport } from './store-reports.ts'
import { LEDGER_CHECKS } from '../../app/ledger-checks.ts'

const given = (keyId: string, changes: Partial<ReportBody>): GivenReport => ({
  keyId,
  report: checkReport(reportOf(changes)),
})

test('concurrent reports share one commit and get their own answers', async (t) => {
  const { desk, keyId, all } = await startIntake(t)
  const sizes: number[] = []
  const group = new GroupCommit(async (batch) => {
    sizes.push(batch.length)
    return commitReports(desk, batch)
  })
  const outcomes = await Promise.all(
    Array.from({ length: 100 }, (_, n) =>
      group.submit(given(keyId, { id: `g-${n}`, subject: { kind: 'account', id: `u${n % 7}` }, reporterId: `p-${n}` })),
    ),
  )
  assert.ok(outcomes.every(({ kind }) => kind === 'new'))
  assert.deepEqual(sizes, [100])
  assert.deepEqual(await all(`select count(*) from ledger_payload where kind = 'reports_received'`), [{ count: 1 }])
  assert.deepEqual(await all('select count(*), sum(report_count)::int as reports from review_case'), [
    { count: 7, reports: 100 },
  ])
  assert.equal((await verifyLedger(desk.db, LEDGER_CHECKS)).problemCount, 0)
})

test('a report repeated within one batch is stored once', async (t) => {
  const { desk, keyId, all } = await startIntake(t)
  const [first, twin, other] = await commitReports(desk, [
    given(keyId, { id: 'same' }),
    given(keyId, { id: 'same' }),
    given(keyId, { id: 'same', comment: 'more' }),
  ])
  assert.deepEqual([first?.kind, twin?.kind, other?.kind], ['new', 'known', 'taken'])
  assert.deepEqual(twin && 'received' in twin && twin.received, first && 'received' in first && first.received)
  assert.deepEqual(await all('select report_count from review_case'), [{ report_count: 1 }])
})

test('two concurrent batches with equal reports store each once', async (t) => {
  const { desk, keyId, all } = await startIntake(t)
  const batch = Array.from({ length: 40 }, (_, n) =>
    given(keyId, { id: `twice-${n}`, subject: { kind: 'account', id: `u${n % 5}` } }),
  )
  const outcomes = await Promise.all([
    commitReports(desk, batch),
    commitReports(desk, [...batch].reverse()),
    commitReports(desk, batch),
  ])
  const news = outcomes.flat().filter(({ kind }) => kind === 'new')
  assert.equal(news.length, 40)
  assert.ok(outcomes.flat().every(({ kind }) => kind === 'new' || kind === 'known'))
  assert.deepEqual(await all('select sum(report_count)::int as reports from review_case'), [{ reports: 40 }])
})

test('a report that PostgreSQL refuses harms no other in its batch', async (t) => {
  const { desk, keyId, all } = await startIntake(t)
  // A keyword with a character that PostgreSQL refuses passes every earlier check.
  const poisoned = given(keyId, { id: 'bad' })
  const bad = { ...poisoned, report: { ...poisoned.report, body: { ...poisoned.report.body, keyword: 'a\u0000b' } } }
  const outcomes = await commitReports(desk, [
    given(keyId, { id: 'a' }),
    given(keyId, { id: 'b' }),
    bad,
    given(keyId, { id: 'c' }),
  ])
  assert.deepEqual(
    outcomes.map(({ kind }) => kind),
    ['new', 'new', 'refused', 'new'],
  )
  assert.deepEqual(await all('select count(*) from report'), [{ count: 3 }])
})

test('a full intake queue refuses reports at once and loses none', async (t) => {
  const { keyId } = await startIntake(t)
  const stuck: ((outcomes: CommitOutcome[]) => void)[] = []
  let taken = 0
  const group = new GroupCommit(
    (batch) =>
      new Promise((resolve) => {
        taken += batch.length
        stuck.push(() => resolve(batch.map(() => ({ kind: 'taken' }))))
      }),
  )
  const one = given(keyId, {})
  const answers: Promise<CommitOutcome>[] = []
  assert.throws(() => {
    for (let n = 0; n < 20_000; n++) answers.push(group.submit(one))
  }, /unavailable|Send it again/)
  const free = async () => {
    for (let turn = 0; turn < 1_000 && (stuck.length > 0 || taken < answers.length); turn++) {
      for (const release of stuck.splice(0)) release([])
      // Waits by time, not by ticks: the last batch waits a few milliseconds for recent senders.
      await pause(1)
    }
  }
  await free()
  assert.equal((await Promise.all(answers)).length, 10_000)
})

test('a failed commit of reports is answered to their senders only', async (t) => {
  const { desk, keyId } = await startIntake(t)
  let broken = true
  const group = new GroupCommit(async (batch) => {
    if (broken) throw new Error('the database is away')
    return commitReports(desk, batch)
  })
  const failed = await Promise.allSettled([
    group.submit(given(keyId, { id: 'a' })),
    group.submit(given(keyId, { id: 'b' })),
  ])
  assert.deepEqual(
    failed.map(({ status }) => status),
    ['rejected', 'rejected'],
  )
  broken = false
  assert.equal((await group.submit(given(keyId, { id: 'a' }))).kind, 'new')
})

test('draining the intake queue waits until every report is written', async (t) => {
  const { keyId } = await startIntake(t)
  const written: GivenReport[] = []
  const slow = Promise.withResolvers<void>()
  const group = new GroupCommit(async (batch) => {
    await slow.promise
    written.push(...batch)
    return batch.map(() => ({ kind: 'taken' }))
  })
  await group.drain()
  for (let n = 0; n < 1_000; n++) void group.submit(given(keyId, { id: `d-${n}` }))
  const drained = group.drain().then(() => written.length)
  slow.resolve()
  assert.equal(await drained, 1_000)
})

test('the intake queue is also limited by bytes', async (t) => {
  const { keyId } = await startIntake(t)
  const group = new GroupCommit(() => new Promise(() => {}))
  const one = given(keyId, {})
  const long = { ...one, report: { ...one.report, length: 1_048_576 } }
  let taken = 0
  assert.throws(() => {
    for (; taken < 1_000; taken++) void group.submit(long)
  }, /Send it again/)
  assert.equal(taken, 64)
})
