import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { reportOf, startIntake } from '../../../test/support/reports.ts'
import { inTransaction, type Pool } from '../../foundation/database/db.ts'
import { routeCase } from './route-case.ts'
import { commitAlone, receiveReport } from '../intake/receive-report.ts'
import { recordAccountFacts, recordContentFacts } from '../accounts/record-facts.ts'

test('reports about one subject join its open case, each reporter once', async (t) => {
  const { desk, keyId, all } = await startIntake(t)
  const reporters = ['p-1', 'p-2', 'p-1', 'p-3', 'p-2']
  await Promise.all(
    reporters.map((reporterId, index) =>
      receiveReport(commitAlone(desk), keyId, reportOf({ id: `n-${index}`, reporterId })),
    ),
  )
  assert.deepEqual(
    await all('select subject, state, report_count, reporter_count from review_case order by opened_at, id'),
    [{ subject: 'account:8821', state: 'open', report_count: 5, reporter_count: 3 }],
  )
  assert.deepEqual(await all(`select count(*) from case_event where kind = 'opened'`), [{ count: 1 }])
})

test('a case requires every clearance that any of its reports requires', async (t) => {
  const { desk, keyId, all } = await startIntake(t)
  await receiveReport(commitAlone(desk), keyId, reportOf({ category: 'NOT_SPECIFIED_NOTICE' }))
  const [before] = await all<{ rank: number; due_at: Date }>('select rank, due_at from review_case')
  await receiveReport(commitAlone(desk), keyId, reportOf({ id: 'n-2', category: 'PROTECTION_OF_MINORS' }))
  await receiveReport(commitAlone(desk), keyId, reportOf({ id: 'n-3', category: 'NOT_SPECIFIED_NOTICE' }))
  const [after] = await all<{ rank: number; due_at: Date; clearances: string[] }>(
    'select rank, due_at, clearances from review_case',
  )
  assert.ok(before && after && after.rank > before.rank && after.due_at <= before.due_at)
  const strict = routeCase(desk.policies, { category: 'PROTECTION_OF_MINORS', ground: 'terms', platform: 'default' })
  assert.deepEqual(after.clearances, [...strict.clearances].sort())
})

/** Closes a case as a decision does, and returns its number of reports at that moment. */
async function closeCase(db: Pool, subject: string): Promise<{ id: string; reports: number } | undefined> {
  return inTransaction(db, async (tx) => {
    const { rows } = await tx.query<{ id: string }>(
      sql`select id from review_case where subject = ${subject} and state = 'open' for update`,
    )
    const [open] = rows
    if (open === undefined) return undefined
    const counted = await tx.query<{ reports: number }>(
      sql`select count(*) as reports from report where case_id = ${open.id}`,
    )
    await tx.query(sql`update review_case set state = 'closed', closed_at = desk_now() where id = ${open.id}`)
    return { id: open.id, reports: counted.rows[0]?.reports ?? -1 }
  })
}

test('no report joins a case that is being closed', async (t) => {
  const { desk, keyId, all } = await startIntake(t)
  const closed: { id: string; reports: number }[] = []
  let reporting = true
  const closing = (async () => {
    while (reporting) {
      const one = await closeCase(desk.db, 'account:8821')
      if (one) closed.push(one)
    }
  })()
  for (let round = 0; round < 60; round++) {
    const ids = [0, 1, 2, 3].map((n) => `n-${round}-${n}`)
    await Promise.all(ids.map((id) => receiveReport(commitAlone(desk), keyId, reportOf({ id, reporterId: id }))))
  }
  reporting = false
  await closing
  assert.ok(closed.length > 10, `only ${closed.length} cases were closed under the reports`)
  const held = new Map(
    (await all<{ case_id: string; held: number }>('select case_id, count(*) as held from report group by 1')).map(
      ({ case_id, held: reports }) => [case_id, reports],
    ),
  )
  for (const { id, reports } of closed) assert.equal(held.get(id), reports)
  assert.deepEqual(
    await all(`select sum(report_count)::int as reports, sum(reporter_count)::int as reporters,
      count(*) filter (where state = 'open')::int <= 1 as one from review_case`),
    [{ reports: 240, reporters: 240, one: true }],
  )
})

test("a content's open case gets its account once known", async (t) => {
  const { desk, keyId, all } = await startIntake(t)
  const contentOf = (id: string) => ({
    source: 'test',
    factsAt: '2026-01-01T00:00:00Z',
    content: { id, accountId: 'author', kind: 'post', text: 'hello', language: 'de', createdAt: null },
  })
  await inTransaction(desk.db, (tx) => recordContentFacts(tx, [contentOf('t1')]))
  await receiveReport(commitAlone(desk), keyId, reportOf({ subject: { kind: 'content', id: 't1' } }))
  await receiveReport(commitAlone(desk), keyId, reportOf({ id: 'n-2', subject: { kind: 'content', id: 't2' } }))
  const cases = () =>
    all<{ account_id: string | null; language: string | null }>(
      'select account_id, language from review_case order by subject',
    )
  assert.deepEqual(await cases(), [
    { account_id: 'author', language: 'de' },
    { account_id: null, language: null },
  ])
  await inTransaction(desk.db, (tx) => recordContentFacts(tx, [contentOf('t2')]))
  assert.equal((await cases())[1]?.account_id, 'author')
})

test('a case and concurrent facts of its content always find each other', async (t) => {
  const { desk, keyId, all } = await startIntake(t)
  for (let round = 0; round < 40; round++) {
    const id = `t${round}`
    const content = { id, accountId: 'author', kind: 'post', text: '', createdAt: null }
    await Promise.all([
      receiveReport(commitAlone(desk), keyId, reportOf({ id: `n-${round}`, subject: { kind: 'content', id } })),
      inTransaction(desk.db, (tx) =>
        recordContentFacts(tx, [{ source: 'test', factsAt: '2026-01-01T00:00:00Z', content }]),
      ),
    ])
  }
  assert.deepEqual(await all('select account_id, count(*) from review_case group by 1'), [
    { account_id: 'author', count: 40 },
  ])
})

test('a new case requests missing or old facts once', async (t) => {
  const { desk, keyId, all, database } = await startIntake(t, true)
  await database.setClock(new Date('2031-05-06T00:00:00Z'))
  const recordFacts = (id: string, factsAt: string) =>
    inTransaction(desk.db, (tx) =>
      recordAccountFacts(tx, { kind: 'desk' }, [
        {
          source: 'test',
          factsAt,
          account: { id, handle: id, displayName: id, reach: 1, verified: null, tags: [], createdAt: null },
        },
      ]),
    )
  await recordFacts('fresh', '2031-05-05T12:00:00Z')
  await recordFacts('stale', '2031-05-04T23:00:00Z')
  const about = [
    { kind: 'account', id: 'fresh' },
    { kind: 'account', id: 'stale' },
    { kind: 'account', id: 'never' },
    { kind: 'content', id: 'new' },
  ] as const
  for (const [index, subject] of about.entries()) {
    await receiveReport(commitAlone(desk), keyId, reportOf({ id: `n-${index}`, subject }))
  }
  const due = () =>
    all<{ key: string; priority: string; lease_id: number }>('select key, priority, lease_id from job order by key')
  const expected = ['account:never', 'account:stale', 'content:new'].map((key) => ({
    key,
    priority: 'background',
    lease_id: 0,
  }))
  assert.deepEqual(await due(), expected)
  await receiveReport(commitAlone(desk), keyId, reportOf({ id: 'again', subject: { kind: 'account', id: 'never' } }))
  assert.deepEqual(await due(), expected)
})
