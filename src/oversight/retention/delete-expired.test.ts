import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { findProblems, startChanging } from '../../../test/support/changes.ts'
import { countAll } from '../../../test/support/count-all.ts'
import { numberEntries } from '../../../test/support/desk-with-history.ts'
import { givenKey } from '../../../test/support/people.ts'
import { reportOf } from '../../../test/support/reports.ts'
import { withDeclares } from '../../admin/rule-sets/policies-in-force.ts'
import { adoptAtSetup } from '../../admin/rule-sets/versions.ts'
import { checkReport } from '../../cases/intake/check-report.ts'
import { commitReports } from '../../cases/intake/commit-reports.ts'
import { commitAlone, receiveReport } from '../../cases/intake/receive-report.ts'
import { placeHold } from '../../cases/legal-holds/place-hold.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { beginSession, revokeSessions } from '../../people/sessions/sessions.ts'
import { recordViews } from '../views/record-views.ts'
import { deleteExpired } from './delete-expired.ts'

const DAY_MS = 86_400_000
const SHORTEST = 'days: { report: 365, evidence: 183, content: 30, view: 30, session: 30 }\n'

const bodyOf = (id: string, account: string) =>
  reportOf({
    id,
    subject: { kind: 'account', id: account },
    reporterId: `reporter of ${id}`,
    comment: `comment of ${id}`,
    evidence: [{ class: 'ordinary', mediaType: 'text/plain', text: `evidence of ${id}` }],
  })

const viewOf = (staffId: string, accountId: string) =>
  ({ staffId, kind: 'account', accountId, inCase: false, shown: 1, ageMs: 10 }) as const

/** A desk with times of storage, and a key that sends reports. */
async function startKeeping(t: TestContext, retention: string | null = SHORTEST) {
  const office = await startChanging(t, { driven: true })
  const { db, desk, database } = office
  await database.setClock(new Date('2026-03-20T09:00:00Z'))
  if (retention !== null) await inTransaction(db, (tx) => adoptAtSetup(tx, withDeclares('retention', retention)))
  const key = await givenKey(db)
  const report = (id: string, account: string) => receiveReport(commitAlone(desk), key.id, bodyOf(id, account))
  const close = (account: string) =>
    db.query(
      sql`update review_case set state = 'closed', closed_at = desk_now() where subject = ${`account:${account}`}`,
    )
  const run = async (): Promise<string[]> => {
    await numberEntries(db)
    // The next sweep begins an hour after the last one.
    await database.advance(3_600_001)
    await countAll(desk)
    await deleteExpired(desk)
    assert.deepEqual(await findProblems(db), [])
    return db
      .list<{ left: string }>(sql`
      select comment || case when bytes is null then '' else ' with bytes' end as left from report
      join evidence on evidence.report_id = report.id left join evidence_bytes on evidence_id = evidence.id order by 1`)
      .then((rows) => rows.map(({ left }) => left))
  }
  return { ...office, key, report, close, run }
}

test('old reports are deleted with all that came with them', async (t) => {
  const { db, database, report, close, run } = await startKeeping(t)
  for (const [id, account] of [
    ['n-1', 'a'],
    ['n-2', 'b'],
    ['n-3', 'c'],
  ] as const)
    await report(id, account)
  await close('a')
  await database.advance(184 * DAY_MS)
  assert.deepEqual(await run(), ['comment of n-1', 'comment of n-2 with bytes', 'comment of n-3 with bytes'])
  await close('b')
  await database.advance(182 * DAY_MS)
  assert.deepEqual(
    await run(),
    ['comment of n-2 with bytes', 'comment of n-3 with bytes'],
    'a case was closed a year ago',
  )
  await database.advance(184 * DAY_MS)
  assert.deepEqual(await run(), ['comment of n-3 with bytes'], 'an open case keeps its report')
  for (const table of ['report', 'report_key', 'evidence', 'case_reporter'])
    assert.equal((await database.ownerPool.query(`select from ${table}`)).rowCount, 1, table)
  const { rows } = await db.query(sql`
    select count(*)::int as count from ledger_payload where kind = 'reports_received' and payload is null`)
  assert.deepEqual(rows, [{ count: 2 }])
})

test('an old month of reports is dropped once it is empty', async (t) => {
  const { db, database, report, close, run } = await startKeeping(t)
  const months = () =>
    db.onlyValue<string[]>(sql`
      select array(select inhrelid::regclass::text from pg_inherits where inhparent = 'report'::regclass
        and inhrelid::regclass::text < 'report_2026_06' order by 1) as months`)
  await db.query(sql`select ensure_report_months(2)`)
  for (const account of ['a', 'b']) await report(`n-${account}`, account)
  await close('a')
  const before = await months()
  assert.ok(before.includes('report_2026_03') && before.includes('report_2026_05'), String(before))
  await database.advance(380 * DAY_MS)
  await run()
  assert.deepEqual(await months(), before, 'the case of b is open, and April is no year ago')
  await close('b')
  await database.advance(366 * DAY_MS)
  for (const [place] of before.entries()) {
    await run()
    assert.deepEqual(await months(), before.slice(place + 1), 'one month at a time')
  }
})

test('intake goes on while the drop of a month waits', async (t) => {
  const { db, database, report, close, run } = await startKeeping(t)
  await db.query(sql`select ensure_report_months(2)`)
  await report('n-1', 'a')
  await close('a')
  await run()
  await database.advance(500 * DAY_MS)
  const hasMonth = () => db.onlyValue<boolean>(sql`select to_regclass('report_2026_03') is not null as has`)
  const reader = await database.ownerPool.connect()
  t.after(() => reader.release())
  await reader.query('begin; select from report')
  await run()
  assert.equal(await hasMonth(), true)
  await report('n-2', 'b')
  await reader.query('commit')
  await run()
  assert.equal(await hasMonth(), false)
})

test('a legal hold keeps one report of an entry', async (t) => {
  const { db, database, desk, key, plover, close, run } = await startKeeping(t)
  const given = ['a', 'b'].map((account) => ({ keyId: key.id, report: checkReport(bodyOf(`n-${account}`, account)) }))
  await commitReports(desk, given)
  for (const account of ['a', 'b']) await close(account)
  const until = new Date('2028-03-20T09:00:00Z')
  const hold = { subject: 'account:a', reason: 'An investigation.', authority: null, reference: null, until }
  await placeHold(desk, { ...hold, placedBy: plover.id })
  await database.advance(366 * DAY_MS)
  assert.deepEqual(await run(), ['comment of n-a with bytes'])
  const kept = async () =>
    (await db.query(sql`select from ledger_payload where kind = 'reports_received' and payload is not null`)).rowCount
  assert.equal(await kept(), 1, 'the entry still tells of the report under the hold')
  await database.setClock(until)
  assert.deepEqual(await run(), [])
  assert.equal(await kept(), 0)
})

test('views, sessions and contents are deleted after their time', async (t) => {
  const { db, database, desk, crane, run } = await startKeeping(t)
  await recordViews(desk, [viewOf(crane.id, 'old')])
  const begin = () => inTransaction(db, (tx) => beginSession(tx, { staffId: crane.id, credentialId: null }))
  await begin()
  await revokeSessions(desk, { staffId: crane.id, secret: (await begin()).secret }, crane)
  await db.query(sql`
    insert into content (id, account_id, kind, text, source, facts_at)
    values ('post-1', 'a', 'post', 'A poem.', 'test', desk_now())`)
  const left = async () => {
    const { rows } = await db.query(sql`
      select (select count(*) from staff_view)::int as views, (select count(*) from staff_session)::int as sessions,
        (select count(*) from content)::int as contents`)
    return rows
  }
  await database.advance(29 * DAY_MS)
  await run()
  assert.deepEqual(await left(), [{ views: 1, sessions: 2, contents: 1 }])
  await database.advance(2 * DAY_MS)
  await recordViews(desk, [viewOf(crane.id, 'new')])
  await run()
  assert.deepEqual(await left(), [{ views: 1, sessions: 0, contents: 0 }])
  const { rows } = await db.query(sql`select account_id as account from staff_view`)
  assert.deepEqual(rows, [{ account: 'new' }])
})

test('a content stays as long as a report about it', async (t) => {
  const { db, database, desk, key, run } = await startKeeping(t)
  await db.query(sql`
    insert into content (id, account_id, kind, text, source, facts_at)
    values ('post-1', 'a', 'post', 'A poem.', 'test', desk_now())`)
  await receiveReport(commitAlone(desk), key.id, reportOf({ subject: { kind: 'content', id: 'post-1' } }))
  await db.query(sql`update review_case set state = 'closed', closed_at = desk_now()`)
  const count = () => db.onlyValue<number>(sql`select count(*)::integer from content`)
  await database.advance(364 * DAY_MS)
  await run()
  assert.equal(await count(), 1)
  await db.query(sql`update content set facts_at = desk_now() - interval '31 days'`)
  await database.advance(2 * DAY_MS)
  await run()
  await run()
  assert.equal(await count(), 0)
})

test('a desk without an approved version deletes nothing', async (t) => {
  const { database, report, close, run } = await startKeeping(t, null)
  await report('n-1', 'a')
  await close('a')
  await database.advance(4_000 * DAY_MS)
  assert.deepEqual(await run(), ['comment of n-1 with bytes'])
})

test('the database cuts a stored time to its minimum', async (t) => {
  const { db, database, report, close } = await startKeeping(t, null)
  await database.ownerPool.query(`insert into rule_set_version (name, text, hash, declares) values ('retention', 'x',
    sha256('x'), '[{"kind": "report", "days": 1}, {"kind": "evidence", "days": 99999}]')`)
  await report('n-1', 'a')
  await close('a')
  await database.advance(364 * DAY_MS)
  const { rows } = await db.query(sql`select retention_time('evidence')::text as most`)
  assert.deepEqual(rows, [{ most: '2190 days' }])
  await deleteExpired({ db })
  assert.equal((await db.query(sql`select from report`)).rowCount, 1)
})

test('a step that fails changes nothing, and the next one goes on', async (t) => {
  const { db, database, report, close, run } = await startKeeping(t)
  for (let place = 0; place < 45; place++) {
    await report(`n-${place}`, `a-${place}`)
    await close(`a-${place}`)
  }
  await database.advance(366 * DAY_MS)
  await numberEntries(db)
  const crash = inTransaction(db, async (tx) => {
    await tx.query(sql`select * from delete_expired('report')`)
    throw new Error('the machine lost its power')
  })
  await assert.rejects(crash, /lost its power/)
  assert.equal((await db.query(sql`select from report`)).rowCount, 45)
  // A run works for a second, which is one step of twenty on a busy machine.
  let left = await run()
  for (let runs = 1; runs < 3 && left.length > 0; runs++) left = await run()
  assert.deepEqual(left, [])
})

test('the application role deletes nothing itself', async (t) => {
  const { db } = await startKeeping(t)
  for (const statement of ['delete from report', 'delete from staff_view', `select delete_expired_reports('')`])
    await assert.rejects(db.query(statement), { code: '42501' }, statement)
})

test('a hold on an account preserves evidence of its deleted contents', async (t) => {
  const { db, database, desk, key, plover, run } = await startKeeping(t)
  await db.query(sql`
    insert into content (id, account_id, kind, source, facts_at) values ('post-1', 'a', 'post', 'test', desk_now()),
      ('post-2', 'b', 'post', 'test', desk_now())`)
  for (const [id, post] of [
    ['n-1', 'post-1'],
    ['n-2', 'post-2'],
  ] as const)
    await receiveReport(commitAlone(desk), key.id, { ...bodyOf(id, 'a'), subject: { kind: 'content', id: post } })
  await db.query(sql`update review_case set state = 'closed', closed_at = desk_now()`)
  await database.advance(60 * DAY_MS)
  await run()
  assert.equal((await db.query(sql`select from content`)).rowCount, 2, 'a content stays as long as its reports')
  await database.ownerPool.query('delete from content')
  const hold = { subject: 'account:a', reason: 'An investigation.', authority: null, reference: null, until: null }
  await placeHold(desk, { ...hold, placedBy: plover.id })
  await database.advance(184 * DAY_MS)
  assert.deepEqual(await run(), ['comment of n-1 with bytes', 'comment of n-2'])
})

test('a content of a former protected author protects after its time', async (t) => {
  const { db, database, run } = await startKeeping(t)
  await database.ownerPool.query(`
    insert into account (id, protected, source, facts_at) values ('minister', true, 'test', desk_now());
    insert into content (id, account_id, kind, source, facts_at) values ('post-1', 'minister', 'post', 'test', desk_now());
    update content set account_id = 'a', source = 'platform'`)
  const floor = () =>
    db.only(sql`
      select has_protected_former_author('content:post-1') as protected,
        array(select list_affected_accounts('content:post-1', 'a') order by 1) as accounts`)
  const before = await floor()
  assert.deepEqual(before, { protected: true, accounts: ['a', 'minister'] })
  await database.advance(400 * DAY_MS)
  await run()
  assert.deepEqual(await floor(), before)
})
