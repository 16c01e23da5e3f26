import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { givenKey } from '../../test/support/people.ts'
import { startTestDesk } from '../../test/support/server.ts'
import { commit } from '../ledger/append.ts'
import { canonicalJson, type Json } from '../lib/canonical.ts'
import { inTransaction, type Pool } from '../lib/db.ts'
import { routeCase } from '../queue/route-case.ts'
import { receiveReport } from './receive-report.ts'
import { recordAccountFacts, recordContentFacts } from './record-facts.ts'
import type { ReportBody } from './report-body.ts'

const reportOf = (changes: Partial<ReportBody> = {}): ReportBody => ({
  id: 'n-1',
  subject: { kind: 'account', id: '8821' },
  ground: 'terms',
  category: 'SCAMS_AND_FRAUD',
  reporterId: 'p-1',
  reportedAt: '2026-03-04T05:06:07Z',
  ...changes,
})

async function startIntake(t: Parameters<typeof startTestDesk>[0], driven = false) {
  const { desk, database } = await startTestDesk(t, { driven })
  const key = await givenKey(desk.db)
  const all = async <Row>(text: string) => (await database.pool.query(text)).rows as Row[]
  return { desk, database, keyId: key.id, all }
}

interface CaseCounts {
  subject: string
  state: string
  report_count: number
  reporter_count: number
}

const countCases = (all: <Row>(text: string) => Promise<Row[]>) =>
  all<CaseCounts>('select subject, state, report_count, reporter_count from review_case order by opened_at, id')

test('a report is stored with its case, its key and its leaf', async (t) => {
  const { desk, keyId, all } = await startIntake(t)
  const body = reportOf({
    keyword: 'FAKE_SHOP',
    comment: 'They never sent it. 😀',
    language: 'en',
    region: 'IE',
    account: { handle: 'shop', reach: 12 },
  })
  const { created, answer } = await receiveReport(desk, keyId, body)
  assert.equal(created, true)
  assert.equal(answer.id, 'n-1')
  const [stored] = await all<Record<string, unknown>>('select * from report')
  assert.equal(stored?.id, answer.reportId)
  assert.equal(stored?.case_id, answer.caseId)
  assert.equal(stored?.comment, body.comment)
  assert.deepEqual(stored?.account_facts, body.account)
  assert.deepEqual(await all('select * from account'), [])
  const [opened] = await all<Record<string, unknown>>('select * from review_case')
  assert.equal(opened?.account_id, '8821')
  assert.equal(opened?.language, 'en')
  assert.deepEqual(await all('select kind, by from case_event'), [{ kind: 'opened', by: `key:${keyId}` }])

  const [leaf] = await all<{ payload: Buffer; salt: Buffer; leaf: Buffer; subject: string }>(
    `select payload, salt, leaf, subject from ledger_payload join ledger_leaf on leaf_id = id where kind = 'reports_received'`,
  )
  assert.ok(leaf)
  const hash = createHash('sha256')
    .update(canonicalJson(body as Json))
    .digest('base64url')
  const payload = JSON.parse(leaf.payload.toString())
  assert.deepEqual(payload.reports, [{ id: answer.reportId, hash, caseId: answer.caseId }])
  assert.equal(payload.by, `key:${keyId}`)
  assert.equal(leaf.subject, 'account:8821')
  assert.deepEqual(JSON.parse(leaf.leaf.toString()).commitments, [commit(leaf.salt, leaf.payload)])
})

test('the same report again gets the first answer, however it was written down', async (t) => {
  const { desk, keyId, all } = await startIntake(t)
  const first = await receiveReport(desk, keyId, reportOf())
  const reordered = Object.fromEntries(Object.entries(reportOf()).reverse()) as unknown as ReportBody
  assert.deepEqual(await receiveReport(desk, keyId, reordered), { created: false, answer: first.answer })
  assert.deepEqual(await all('select count(*) from report'), [{ count: 1 }])
  assert.deepEqual(await all('select count(*) from ledger_leaf'), [{ count: 1 }])
})

test('another report under a used id is refused and leaves nothing', async (t) => {
  const { desk, keyId, all } = await startIntake(t)
  await receiveReport(desk, keyId, reportOf())
  for (const changes of [{ comment: 'more' }, { subject: { kind: 'account', id: '9' } as const }]) {
    await assert.rejects(receiveReport(desk, keyId, reportOf(changes)), { code: 'conflict' })
  }
  assert.equal((await countCases(all)).length, 1)
  const other = await givenKey(desk.db)
  assert.equal((await receiveReport(desk, other.id, reportOf({ comment: 'more' }))).created, true)
})

test('of identical reports at the same moment one is created, and there is one row', async (t) => {
  const { desk, keyId, all } = await startIntake(t)
  for (let round = 0; round < 10; round++) {
    const body = reportOf({ id: `twin-${round}`, subject: { kind: 'account', id: `a${round}` } })
    const twins = await Promise.all(Array.from({ length: 6 }, () => receiveReport(desk, keyId, body)))
    assert.equal(twins.filter(({ created }) => created).length, 1)
    assert.equal(new Set(twins.map(({ answer }) => canonicalJson(answer))).size, 1)
  }
  assert.deepEqual(await all('select count(*) from report'), [{ count: 10 }])
  assert.deepEqual(await all('select distinct report_count, reporter_count from review_case'), [
    { report_count: 1, reporter_count: 1 },
  ])
})

test('of different reports under one id at the same moment one is taken and the other leaves no case', async (t) => {
  const { desk, keyId, all } = await startIntake(t)
  for (let round = 0; round < 10; round++) {
    const send = (account: string) =>
      receiveReport(desk, keyId, reportOf({ id: `same-${round}`, subject: { kind: 'account', id: account } }))
    const both = await Promise.allSettled([send(`x${round}`), send(`y${round}`)])
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  }
  assert.equal((await countCases(all)).length, 10)
})

test('reports join the one open case, and the same reporter twice counts once', async (t) => {
  const { desk, keyId, all } = await startIntake(t)
  const reporters = ['p-1', 'p-2', 'p-1', 'p-3', 'p-2']
  await Promise.all(
    reporters.map((reporterId, index) => receiveReport(desk, keyId, reportOf({ id: `n-${index}`, reporterId }))),
  )
  assert.deepEqual(await countCases(all), [
    { subject: 'account:8821', state: 'open', report_count: 5, reporter_count: 3 },
  ])
  assert.deepEqual(await all(`select count(*) from case_event where kind = 'opened'`), [{ count: 1 }])
})

test('a case asks for what any of its reports asks for', async (t) => {
  const { desk, keyId, all } = await startIntake(t)
  await receiveReport(desk, keyId, reportOf({ category: 'NOT_SPECIFIED_NOTICE' }))
  const [before] = await all<{ rank: number; due_at: Date }>('select rank, due_at from review_case')
  await receiveReport(desk, keyId, reportOf({ id: 'n-2', category: 'PROTECTION_OF_MINORS' }))
  await receiveReport(desk, keyId, reportOf({ id: 'n-3', category: 'NOT_SPECIFIED_NOTICE' }))
  const [after] = await all<{ rank: number; due_at: Date; clearances: string[] }>(
    'select rank, due_at, clearances from review_case',
  )
  assert.ok(before && after && after.rank > before.rank && after.due_at <= before.due_at)
  const strict = routeCase(desk.policies, { category: 'PROTECTION_OF_MINORS', ground: 'terms' })
  assert.deepEqual(after.clearances, [...strict.clearances].sort())
})

/** Closes a case as a decision does, and answers how many reports it had at that moment. */
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

test('no report slips into a case that is closing', async (t) => {
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
    await Promise.all(ids.map((id) => receiveReport(desk, keyId, reportOf({ id, reporterId: id }))))
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

test('a content leads to its account and language; an unknown one is told to its open case when it becomes known', async (t) => {
  const { desk, keyId, all } = await startIntake(t)
  const contentOf = (id: string) => ({
    source: 'test',
    factsAt: '2026-01-01T00:00:00Z',
    content: { id, accountId: 'author', kind: 'post', text: 'hello', language: 'de', createdAt: null },
  })
  await inTransaction(desk.db, (tx) => recordContentFacts(tx, [contentOf('t1')]))
  await receiveReport(desk, keyId, reportOf({ subject: { kind: 'content', id: 't1' } }))
  await receiveReport(desk, keyId, reportOf({ id: 'n-2', subject: { kind: 'content', id: 't2' } }))
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

test('a case and the facts of its content never miss each other', async (t) => {
  const { desk, keyId, all } = await startIntake(t)
  for (let round = 0; round < 40; round++) {
    const id = `t${round}`
    const content = { id, accountId: 'author', kind: 'post', text: '', createdAt: null }
    await Promise.all([
      receiveReport(desk, keyId, reportOf({ id: `n-${round}`, subject: { kind: 'content', id } })),
      inTransaction(desk.db, (tx) =>
        recordContentFacts(tx, [{ source: 'test', factsAt: '2026-01-01T00:00:00Z', content }]),
      ),
    ])
  }
  assert.deepEqual(await all('select account_id, count(*) from review_case group by 1'), [
    { account_id: 'author', count: 40 },
  ])
})

test('facts are asked for once when a case opens about an account that is unknown or known from long ago', async (t) => {
  const { desk, keyId, all, database } = await startIntake(t, true)
  await database.setClock(new Date('2031-05-06T00:00:00Z'))
  const tell = (id: string, factsAt: string) =>
    inTransaction(desk.db, (tx) =>
      recordAccountFacts(tx, { kind: 'desk' }, [
        {
          source: 'test',
          factsAt,
          account: { id, handle: id, displayName: id, reach: 1, verified: null, tags: [], createdAt: null },
        },
      ]),
    )
  await tell('fresh', '2031-05-05T12:00:00Z')
  await tell('stale', '2031-05-04T23:00:00Z')
  const about = [
    { kind: 'account', id: 'fresh' },
    { kind: 'account', id: 'stale' },
    { kind: 'account', id: 'never' },
    { kind: 'content', id: 'new' },
  ] as const
  for (const [index, subject] of about.entries()) {
    await receiveReport(desk, keyId, reportOf({ id: `n-${index}`, subject }))
  }
  const due = () =>
    all<{ key: string; lane: string; lease_id: number }>('select key, lane, lease_id from due order by key')
  const expected = ['account:never', 'account:stale', 'content:new'].map((key) => ({
    key,
    lane: 'background',
    lease_id: 0,
  }))
  assert.deepEqual(await due(), expected)
  await receiveReport(desk, keyId, reportOf({ id: 'again', subject: { kind: 'account', id: 'never' } }))
  assert.deepEqual(await due(), expected)
})

test('a report lies in the partition of its month, or with the others where there is none', async (t) => {
  const { desk, keyId, all, database } = await startIntake(t, true)
  const [now] = await all<{ now: Date }>('select desk_now() as now')
  assert.ok(now)
  await receiveReport(desk, keyId, reportOf())
  await database.setClock(new Date('2044-07-01T00:00:00Z'))
  await receiveReport(desk, keyId, reportOf({ id: 'n-2' }))
  assert.deepEqual(await all('select client_id, tableoid::regclass::text as place from report order by client_id'), [
    { client_id: 'n-1', place: `report_${now.now.toISOString().slice(0, 7).replace('-', '_')}` },
    { client_id: 'n-2', place: 'report_other' },
  ])
})

test('a report from the future is refused, a clock a few minutes ahead is not', async (t) => {
  const { desk, keyId, all, database } = await startIntake(t, true)
  await database.setClock(new Date('2031-05-06T12:00:00Z'))
  await assert.rejects(receiveReport(desk, keyId, reportOf({ reportedAt: '2031-05-06T12:05:01Z' })), {
    code: 'invalid_input',
    message: 'reportedAt must not be in the future.',
  })
  assert.deepEqual(await countCases(all), [])
  await receiveReport(desk, keyId, reportOf({ reportedAt: '2031-05-06T14:04:59+02:00' }))
})

test('evidence is kept by class, hashed by the desk, and of the sealed class hash and reference only', async (t) => {
  const { desk, keyId, all, database } = await startIntake(t)
  const sealed = createHash('sha256').update('not for us').digest('hex')
  await receiveReport(
    desk,
    keyId,
    reportOf({
      evidence: [
        { class: 'ordinary', mediaType: 'text/plain', text: 'Grüße' },
        { class: 'sensitive', mediaType: 'image/png', base64: Buffer.from([1, 2, 3]).toString('base64') },
        { class: 'sealed', mediaType: 'image/png', sha256: sealed.toUpperCase(), reference: 'vault:7' },
      ],
    }),
  )
  const kept = await all<Record<string, unknown>>(`
    select evidence.class, encode(sha256, 'hex') as hash, bytes_count, reference, bytes
    from evidence left join evidence_bytes on evidence_id = id order by id`)
  const row = (of: string, bytes: Buffer) => ({
    class: of,
    hash: createHash('sha256').update(bytes).digest('hex'),
    bytes_count: bytes.length,
    reference: null,
    bytes,
  })
  assert.deepEqual(kept, [
    row('ordinary', Buffer.from('Grüße')),
    row('sensitive', Buffer.from([1, 2, 3])),
    { class: 'sealed', hash: sealed, bytes_count: null, reference: 'vault:7', bytes: null },
  ])
  for (const name of ['sealed', 'ordinary', 'sensitive']) {
    for (const pool of [database.pool, database.ownerPool]) {
      await assert.rejects(
        pool.query(`insert into evidence_bytes (class, evidence_id, bytes)
          select '${name}', id, 'x' from evidence where class = 'sealed'`),
        /no partition of relation|violates foreign key/,
      )
    }
  }
})
