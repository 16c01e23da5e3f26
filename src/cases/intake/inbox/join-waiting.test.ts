import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenKey } from '../../../../test/support/people.ts'
import { reportOf } from '../../../../test/support/reports.ts'
import { bearer, startTestDesk } from '../../../../test/support/server.ts'
import { waitFor } from '../../../../test/support/wait-for.ts'
import { LEDGER_CHECKS } from '../../../app/ledger-checks.ts'
import { inTransaction } from '../../../foundation/database/db.ts'
import { verifyLedger } from '../../../oversight/ledger/verify.ts'
import { queueContentLocks } from '../../contents/content-lock.ts'
import { checkReport } from '../check-report.ts'
import { commitReports } from '../commit-reports.ts'
import type { ReportBody } from '../report-body.ts'
import { intakeRoutes } from '../routes.ts'
import { listBodies, listWaiting } from './inbox-queries.ts'
import { joinWaiting } from './join-waiting.ts'

async function startInbox(t: TestContext, driven = true) {
  const { desk, app, database } = await startTestDesk(t, { routes: [intakeRoutes], driven })
  const key = await givenKey(desk.db)
  const report = async (changes: Partial<ReportBody>, preference?: string) => {
    const prefer = preference === undefined ? {} : { prefer: preference }
    const headers = { ...bearer(key.token), ...prefer }
    const answer = await app.inject({ method: 'POST', url: '/v1/reports', headers, payload: reportOf(changes) })
    return { status: answer.statusCode, body: answer.json(), applied: answer.headers['preference-applied'] }
  }
  const later = (changes: Partial<ReportBody>) => report(changes, 'respond-async')
  const waiting = () => desk.db.onlyValue<number>(sql`select count(*)::integer from report_inbox`)
  const stored = () => desk.db.onlyValue<number>(sql`select count(*)::integer from report`)
  const problems = async () => (await verifyLedger(desk.db, LEDGER_CHECKS)).problems
  return { desk, database, key, app, report, later, waiting, stored, problems }
}

test('a report is durable before its case, and joins it once', async (t) => {
  const { desk, report, later, waiting, stored, problems } = await startInbox(t)
  const first = await later({ comment: 'Buy now.' })
  assert.equal(first.status, 201)
  assert.equal(first.applied, 'respond-async')
  assert.deepEqual(Object.keys(first.body).sort(), ['id', 'receivedAt', 'reportId'])
  assert.deepEqual([await waiting(), await stored()], [1, 0])
  assert.deepEqual(await problems(), [], 'while it waits')
  const refusals = () => desk.db.onlyValue(sql`select erasure_refusals('reporter', 'p-1')`)
  assert.deepEqual(await refusals(), ['case'], 'an erasure waits for it')
  assert.deepEqual((await report({ comment: 'Buy now.' })).body, first.body)
  assert.equal((await later({ comment: 'else' })).status, 409)
  assert.equal(await joinWaiting(desk), 1)
  assert.equal(await joinWaiting(desk), 0)
  assert.deepEqual([await waiting(), await stored()], [0, 1])
  assert.deepEqual(await problems(), [])
  assert.deepEqual((await report({ comment: 'Buy now.' })).body, { ...first.body, caseId: 'case_1' })
})

test('clocks count from the receipt of a report', async (t) => {
  const { desk, database, later, report, problems } = await startInbox(t)
  const { body } = await later({ comment: 'zyx late words' })
  const due = (await report({ id: 'n-2', subject: { kind: 'account', id: 'other' } })).body.caseId
  await database.advance(600_000)
  await joinWaiting(desk)
  const rows = await desk.db.list<{ isSame: boolean; late: number; words: number }>(sql`
    select report.received_at = ${body.receivedAt}::timestamptz and joined.reported_at = report.received_at as "isSame",
      abs(extract(epoch from joined.due_at - other.due_at))::float8 as late,
      (select count(*)::integer from report_words where report_id = report.id) as words
    from report join review_case joined on joined.id = report.case_id, review_case other
    where report.id = ${body.reportId} and other.id = ${due}`)
  assert.deepEqual([rows[0]?.isSame, rows[0]?.words], [true, 1])
  assert.ok((rows[0]?.late ?? 60) < 30)
  assert.deepEqual(await problems(), [])
})

test('a case that another transaction holds delays no report', async (t) => {
  const { desk, database, report, waiting, problems } = await startInbox(t)
  await report({})
  const holder = await database.ownerPool.connect()
  try {
    await holder.query('begin')
    await holder.query('select from review_case for update')
    const answers = await Promise.all([
      report({ id: 'n-2' }),
      report({ id: 'n-3', subject: { kind: 'account', id: 'free' } }),
      report({ id: 'n-4', evidence: [{ class: 'ordinary', mediaType: 'text/plain', text: 'proof' }] }),
    ])
    assert.deepEqual(
      answers.map(({ status, body }) => [status, body.caseId !== undefined]),
      [
        [201, false],
        [201, true],
        [201, false],
      ],
    )
    assert.equal(await joinWaiting(desk), 0)
  } finally {
    await holder.query('rollback')
    holder.release()
  }
  assert.equal(await joinWaiting(desk), 2)
  assert.equal(await waiting(), 0)
  assert.equal(await desk.db.onlyValue(sql`select report_count from review_case where id = 'case_1'`), 3)
  assert.deepEqual(await problems(), [])
})

test('a report that the database refuses is set aside alone', async (t) => {
  const { desk, database, later, waiting, stored } = await startInbox(t)
  for (const id of ['a', 'b', 'c']) await later({ id })
  await database.ownerPool.query(
    `update report_inbox set report = report || '{"ground": "none"}' where report ->> 'id' = 'b'`,
  )
  assert.equal(await joinWaiting(desk), 2)
  assert.deepEqual([await waiting(), await stored()], [1, 2])
  const alerts = () => desk.db.listValues<string>(sql`select kind from alert`)
  assert.deepEqual(await alerts(), ['set_aside'])
  await database.advance(3_601_000)
  assert.equal(await joinWaiting(desk), 0)
  assert.deepEqual(await alerts(), ['set_aside'], 'the second time')
  await database.ownerPool.query(`update report_inbox set report = report || '{"ground": "terms"}'`)
  await database.advance(3_601_000)
  assert.equal(await joinWaiting(desk), 1)
})

test('two processes join each report once, and a crash loses none', async (t) => {
  const { desk, database, later, stored, waiting, problems } = await startInbox(t)
  const ids = Array.from({ length: 60 }, (_, place) => `n-${place}`)
  await Promise.all(ids.map((id, place) => later({ id, subject: { kind: 'account', id: `a-${place % 7}` } })))
  const failing = Object.create(desk.db, {
    connect: {
      value: async () => {
        const client = await desk.db.connect()
        return Object.create(client, {
          query: {
            value: (text: unknown) =>
              text === 'commit' ? Promise.reject(new Error('killed')) : client.query(text as string),
          },
          release: { value: () => client.release(true) },
        })
      },
    },
  })
  await assert.rejects(joinWaiting({ ...desk, db: failing }))
  assert.deepEqual([await waiting(), await stored()], [60, 0])
  await Promise.all([joinWaiting(desk), joinWaiting(desk), joinWaiting(desk)])
  // On a busy machine one of them waits for the cases of another, and leaves its reports for later.
  await database.advance(60_000)
  await joinWaiting(desk)
  assert.deepEqual([await waiting(), await stored()], [0, 60])
  assert.equal(await desk.db.onlyValue(sql`select sum(report_count)::integer from review_case`), 60)
  assert.deepEqual(await problems(), [])
})

test('a process without a worker joins what waits', async (t) => {
  const { later, stored } = await startInbox(t, false)
  await later({})
  await waitFor('the report to join its case', async () => (await stored()) === 1)
})

test('bytes that are restricted by now do not wait in the inbox', async (t) => {
  const { desk, database, report, later, problems } = await startInbox(t)
  const bytes = { mediaType: 'image/png', base64: Buffer.from('zyx').toString('base64') }
  const sha256 = createHash('sha256').update('zyx').digest('hex')
  const told = { class: 'restricted', mediaType: 'image/png', sha256, reference: 'vault:1' } as const
  const kept = () =>
    database.ownerPool
      .query(`select count(*)::integer as count from report_inbox where report::text like '%${bytes.base64}%'`)
      .then(({ rows }) => rows[0].count)
  await later({ id: 'before', evidence: [{ class: 'sensitive', ...bytes }] })
  assert.equal(await kept(), 1)
  await report({ id: 'told', evidence: [told] })
  assert.equal(await kept(), 0)
  await later({ id: 'after', evidence: [{ class: 'ordinary', ...bytes }] })
  assert.equal(await kept(), 0)
  assert.equal(await joinWaiting(desk), 2)
  assert.deepEqual(await desk.db.listValues(sql`select distinct class || ' ' || reference from evidence`), [
    'restricted vault:1',
  ])
  assert.equal(await desk.db.onlyValue(sql`select count(*)::integer from evidence_bytes`), 0)
  assert.deepEqual(await problems(), [])
})

test('a content that another transaction holds is not waited for', async (t) => {
  const { desk, database, report, later } = await startInbox(t)
  const subject = { kind: 'content', id: 'post-1' } as const
  await report({ subject })
  await later({ id: 'n-2', subject })
  await later({ id: 'n-3' })
  await inTransaction(desk.db, async (tx) => {
    queueContentLocks(tx, ['post-1'], 'alone')
    await tx.settle()
    assert.equal(await joinWaiting(desk), 1, 'the other report')
    const { rowCount } = await tx.query(sql`update review_case set region = 'IE' where subject = 'content:post-1'`)
    assert.equal(rowCount, 1)
  })
  assert.equal(await joinWaiting(desk), 1)
  assert.equal(await database.pool.query('select from report_inbox').then(({ rowCount }) => rowCount), 0)
})

test('bodies on held cases are not read, others within a bound', async (t) => {
  const { desk, database, key, report, stored } = await startInbox(t)
  await report({})
  const large = { class: 'ordinary', mediaType: 'text/plain', text: randomBytes(260_000).toString('hex') } as const
  const send = (id: string, on: string) => {
    const body = reportOf({ id, subject: { kind: 'account', id: on }, evidence: [large] })
    return { keyId: key.id, report: checkReport(body), joinsLater: true }
  }
  for (let n = 0; n < 40; n++) await commitReports(desk, [send(`held-${n}`, '8821'), send(`free-${n}`, 'free')])
  const rowCounts: number[] = []
  const holder = await database.ownerPool.connect()
  await holder.query('begin')
  await holder.query('select from review_case for update')
  await inTransaction(desk.db, async (tx) => {
    const listed = await listWaiting(tx, { without: ['account:8821'], ageMs: 0, max: 1_000 })
    rowCounts.push(
      listed.length,
      (
        await listBodies(
          tx,
          listed.map(({ id }) => id),
          16 * 1_048_576,
        )
      ).length,
    )
  })
  assert.deepEqual(rowCounts, [40, 33])
  // A busy machine takes a call for each part.
  assert.equal((await joinWaiting(desk)) + (await joinWaiting(desk)), 40)
  await holder.query('rollback')
  holder.release()
  assert.equal(await stored(), 41)
})

for (const [machine, nowMs] of [
  ['any', () => () => 0],
  // The time of a batch is over after a part of its tries.
  ['slow', slowClock],
] as const)
  test(`a cause of the desk sets no report aside on ${machine} machine`, async (t) => {
    const { desk, database, later, problems } = await startInbox(t)
    for (let n = 0; n < 50; n++) await later({ id: `n-${n}`, subject: { kind: 'account', id: `a-${n % 9}` } })
    const owner = database.ownerPool
    await owner.query('alter table report add constraint broken check (false) not valid')
    assert.equal(await joinWaiting(desk, { nowMs: nowMs() }), 0)
    await owner.query('alter table report drop constraint broken')
    const setAside = sql`select count(*)::integer from report_inbox where sql_state is not null`
    assert.equal(await desk.db.onlyValue(setAside), 0)
    assert.equal(await desk.db.onlyValue(sql`select count(*)::integer from alert`), 1)
    await database.advance(60_000)
    assert.equal(await joinWaiting(desk), 50)
    assert.deepEqual(await problems(), [])
  })

/** A clock of a machine on which each try takes 30 ms. */
function slowClock(): () => number {
  let atMs = 0
  return () => (atMs += 30)
}

test('rows that others lock delay their reports alone', async (t) => {
  const { desk, database, later } = await startInbox(t)
  for (let n = 0; n < 20; n++) await later({ id: `n-${n}`, subject: { kind: 'account', id: `a-${n}` } })
  await later({ id: 'free', subject: { kind: 'account', id: 'free' } })
  const holder = await database.ownerPool.connect()
  try {
    await holder.query('begin')
    // A new case of the same subject that is not committed: the join waits for its end.
    await holder.query(`insert into job (kind, key, priority) select 'facts', 'account:a-' || n, 'background'
      from generate_series(0, 19) n`)
    assert.equal(await joinWaiting(desk, { nowMs: () => 0 }), 1)
    assert.equal(await desk.db.onlyValue(sql`select client_id from report`), 'free')
  } finally {
    await holder.query('rollback')
    holder.release()
  }
  await database.advance(3_000)
  await joinWaiting(desk)
  assert.equal(await desk.db.onlyValue(sql`select count(*)::integer from report`), 21)
})

test('an error without a code sets one report aside', async (t) => {
  const { desk, database, later, stored } = await startInbox(t)
  for (const id of ['a', 'b', 'c']) await later({ id })
  await database.ownerPool.query(`
    create function refuse_b() returns trigger language plpgsql as $$ begin
      if new.client_id = 'b' then raise exception 'no'; end if; return new; end $$`)
  await database.ownerPool.query(
    'create trigger refuse_b before insert on report for each row execute function refuse_b()',
  )
  assert.equal(await joinWaiting(desk), 2)
  assert.equal(await stored(), 2)
  assert.deepEqual(await desk.db.listValues(sql`select sql_state from report_inbox`), ['P0001'])
})
