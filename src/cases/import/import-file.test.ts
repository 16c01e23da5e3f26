import assert from 'node:assert/strict'
import { appendFileSync, copyFileSync, existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import {
  accountLine,
  contentLine,
  givenImport,
  READ_AT,
  rejectedOf,
  reportLine,
  toNdjson,
} from '../../../test/support/import-lines.ts'
import { reportOf, startIntake } from '../../../test/support/reports.ts'
import { DESK } from '../../foundation/domain.ts'
import { verifyLedger } from '../../oversight/ledger/verify.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { revokeKey } from '../../people/access/keys.ts'
import { importFile } from './import-file.ts'
import { progressPath, rejectedPath } from './import-progress.ts'
import { findImportKey } from './import-queries.ts'
import { commitAlone, receiveReport } from '../intake/receive-report.ts'
import { recordAccountFacts, recordContentFacts } from '../accounts/record-facts.ts'
import { LEDGER_CHECKS } from '../../app/ledger-checks.ts'

const NONE = { new: 0, known: 0 }

test('a file import stores the same rows as reports over HTTP', async (t) => {
  const reports = [
    reportLine(1, {
      subject: { kind: 'content', id: 't1' },
      category: 'SCAMS_AND_FRAUD',
      language: 'de',
      region: 'AT',
    }),
    reportLine(2, { subject: { kind: 'content', id: 't1' }, category: 'PROTECTION_OF_MINORS' }),
    reportLine(3, { subject: { kind: 'content', id: 't1' }, reporterId: 'p1' }),
    reportLine(4, { subject: { kind: 'content', id: 'unknown' }, comment: 'Ünïcödé 😀', keyword: 'SPAM' }),
    reportLine(5, { subject: { kind: 'account', id: 'u1' }, account: { handle: 'x', reach: 5, tags: ['newsroom'] } }),
    reportLine(6, { evidence: [{ class: 'ordinary', mediaType: 'text/plain', text: 'kept' }] }),
  ]
  const one = await startIntake(t)
  const other = await startIntake(t)
  const { desk, keyId } = other
  await inTransaction(desk.db, async (tx) => {
    const { type: _a, factsAt, ...account } = accountLine(1, { items: 3 })
    const { type: _c, ...content } = contentLine(1, 'u1')
    const source = `key:${keyId}`
    await recordAccountFacts(tx, { kind: 'key', id: keyId }, [{ account, factsAt, source }])
    await recordContentFacts(tx, [{ content, factsAt: READ_AT, source }])
  })
  for (const { type: _type, ...body } of reports) await receiveReport(commitAlone(desk), keyId, body)

  const file = givenImport(t, [accountLine(1, { items: 3 }), contentLine(1, 'u1'), ...reports])
  const imported = await importFile(one.desk, { file, keyName: 'test' })
  assert.deepEqual(imported.counts, {
    account: { new: 1, known: 0 },
    content: { new: 1, known: 0 },
    report: { new: 6, known: 0 },
    restriction: NONE,
  })
  assert.deepEqual([imported.rejected, imported.lines, imported.finished], [0, 8, true])
  assert.ok(!existsSync(rejectedPath(file)) && !existsSync(progressPath(file)))
  for (const rows of STORED) assert.deepEqual(await one.all(rows), await other.all(rows), rows)
  assert.deepEqual((await verifyLedger(one.desk.db, LEDGER_CHECKS)).problems, [])
})

/** All that intake writes, without ids and times of its own. */
const STORED = [
  `select id, handle, reach, reach_counted, items, tags, protected, source, facts_at from account`,
  `select id, account_id, kind, text, content_created_at, source, facts_at from content`,
  `select subject, account_id, state, queue, category, language, region, clearances, severity, reporter_weight, report_count, reporter_count,
    round(extract(epoch from due_at - opened_at)) as due_s from review_case order by subject`,
  `select subject, reporter_id from case_reporter join review_case on id = case_id order by 1, 2`,
  `select subject, kind, by from case_event join review_case on review_case.id = case_id order by 1, 2`,
  `select key_id, client_id, body_hash from report_key order by 2`,
  `select key_id, client_id, subject, ground, category, keyword, comment, language, region, reporter_id, reported_at,
    account_facts from report order by 2`,
  `select client_id, evidence.class, media_type, evidence.sha256, bytes_count, bytes from evidence
    join report on report.id = report_id join evidence_bytes on evidence_id = evidence.id`,
  `select kind, key, priority from job order by 2`,
]

test('a file import writes rejected lines to a file, stores others', async (t) => {
  const { desk, all } = await startIntake(t)
  const { factsAt: _factsAt, ...undated } = { ...contentLine(3, 'u1'), createdAt: null, factsAt: null }
  const bad: [string | object, string][] = [
    ['not json', 'The line is not JSON.'],
    ['[1]', 'The line must be a JSON object.'],
    [{ type: 'ban', id: 'x' }, 'type must be account, content, report or restriction.'],
    [{ ...reportLine(50), ground: 'rude' }, 'ground must be illegal or terms.'],
    [{ ...reportLine(51), surprise: 1 }, 'surprise is not a known field.'],
    [
      JSON.stringify({ ...reportLine(56), account: { 'c2VjcmV0 in a\nname': 1 } }),
      'account/(a name that is not told here) is not a known field.',
    ],
    ['{"type":"report","c2VjcmV0":1,"c2VjcmV0":2}', 'The line contains a name more than once.'],
    [
      { ...reportLine(52), reportedAt: '2017-02-30T10:00:00Z' },
      'reportedAt must be a time such as 2031-05-17T09:30:00Z.',
    ],
    [{ ...reportLine(53), reportedAt: '2999-01-01T00:00:00Z' }, 'reportedAt must not be in the future.'],
    [{ ...reportLine(54), comment: 'nul \0' }, 'comment contains the character U+0000, which cannot be stored.'],
    [
      { ...reportLine(1), comment: 'another' },
      'Another report was received under this id before: send this one under an id of its own.',
    ],
    [{ ...accountLine(50), reach: -1 }, 'reach must be at least 0.'],
    [{ ...accountLine(51), factsAt: '2999-01-01T00:00:00Z' }, 'factsAt must not be in the future.'],
    [{ ...accountLine(52), source: 'platform' }, 'source must not be the platform itself, which the desk reads.'],
    [undated, 'factsAt is missing, and createdAt cannot replace it.'],
    [
      reportLine(55, {
        evidence: [{ class: 'restricted', mediaType: 'image/png', base64: 'c2VjcmV0', reference: 'vault:1' }],
      }),
      'evidence/0/base64 must be left out: the desk accepts only hash and reference of restricted evidence.',
    ],
  ]
  const good = [reportLine(1), ...Array.from({ length: bad.length }, (_, n) => reportLine(n + 2))]
  const lines = [reportLine(1), ...bad.flatMap(([line], n) => [line, good[n + 1] ?? {}])]
  const file = givenImport(t, lines)
  appendFileSync(file, Buffer.from([0x22, 0xff, 0x22, 0x0a]))
  appendFileSync(file, `${JSON.stringify(reportLine(90))}\n`)

  const imported = await importFile(desk, { file, keyName: 'import' })
  assert.equal(imported.rejected, bad.length + 1)
  assert.deepEqual(imported.counts.report, { new: good.length + 1, known: 0 })
  const reasons = [
    ...bad.map(([, reason], n) => ({ line: 2 + 2 * n, reason })),
    { line: 2 + 2 * bad.length, reason: 'The line is not UTF-8.' },
  ]
  assert.equal(readFileSync(rejectedPath(file), 'utf8'), toNdjson(reasons))
  assert.ok(!readFileSync(rejectedPath(file), 'utf8').includes('c2VjcmV0'), 'what must not be kept is not copied')
  const ids = await all<{ client_id: string }>('select client_id from report')
  assert.deepEqual(ids.map(({ client_id }) => client_id).sort(), [...good, reportLine(90)].map(({ id }) => id).sort())
  assert.deepEqual(await all('select id from account'), [])
})

test('a report that PostgreSQL refuses harms no other of its batch', async (t) => {
  const { desk, database, all } = await startIntake(t)
  await database.ownerPool.query(`alter table report add check (comment <> 'refused')`)
  await database.ownerPool.query(`alter table account add check (handle <> 'refused')`)
  const file = givenImport(t, [
    ...Array.from({ length: 40 }, (_, n) => reportLine(n)),
    reportLine(40, { comment: 'refused' }),
    accountLine(1),
    accountLine(2, { handle: 'refused' }),
    ...Array.from({ length: 40 }, (_, n) => reportLine(n + 41)),
  ])
  const imported = await importFile(desk, { file, keyName: 'import' })
  assert.deepEqual(imported.counts.report, { new: 80, known: 0 })
  const reason = 'The line was refused by the database (23514).'
  assert.deepEqual(rejectedOf(file), [
    { line: 41, reason },
    { line: 43, reason },
  ])
  assert.deepEqual(await all('select id from account'), [{ id: 'u1' }])
  assert.deepEqual(await all('select sum(report_count)::integer as reports from review_case'), [{ reports: 80 }])
})

test('importing the same file again changes nothing and says so', async (t) => {
  const { desk, all } = await startIntake(t)
  const lines = [accountLine(1), contentLine(1, 'u1'), reportLine(1), reportLine(1), 'bad', reportLine(2)]
  const file = givenImport(t, lines)
  const first = await importFile(desk, { file, keyName: 'import' })
  assert.deepEqual(first.counts.report, { new: 2, known: 1 })
  const tables = ['review_case', 'report', 'report_key', 'case_event', 'account', 'content', 'ledger_leaf', 'job']
  const everything = () => Promise.all(tables.map((table) => all(`select * from ${table} order by 1`)))
  const [rows, rejected] = [await everything(), readFileSync(rejectedPath(file), 'utf8')]
  const again = await importFile(desk, { file, keyName: 'import' })
  assert.deepEqual(again.counts, {
    account: { new: 0, known: 1 },
    content: { new: 0, known: 1 },
    report: { new: 0, known: 3 },
    restriction: NONE,
  })
  assert.deepEqual(await everything(), rows)
  assert.equal(readFileSync(rejectedPath(file), 'utf8'), rejected)
})

test('imported report ids belong to their key; revoked keys import nothing', async (t) => {
  const { desk, all } = await startIntake(t)
  const file = givenImport(t, [reportLine(1)])
  await importFile(desk, { file, keyName: 'import' })
  assert.deepEqual((await importFile(desk, { file, keyName: 'archive' })).counts.report, { new: 1, known: 0 })
  const key = await findImportKey(desk.db, 'import')
  assert.deepEqual(await all(`select name, scopes from api_key where id = '${key?.id}'`), [
    { name: 'import', scopes: ['report'] },
  ])
  assert.deepEqual(await all(`select count(*)::integer from api_key where name in ('import', 'archive')`), [
    { count: 2 },
  ])
  assert.deepEqual((await verifyLedger(desk.db, LEDGER_CHECKS)).problems, [])
  await revokeKey(desk, key?.id ?? '', DESK)
  await assert.rejects(importFile(desk, { file, keyName: 'import' }), {
    message: `Nothing was imported. The key “import” (${key?.id}) is revoked. Name another key.`,
  })
})

test('two imports with one key take turns and store nothing twice', async (t) => {
  const { desk, all } = await startIntake(t)
  const file = givenImport(
    t,
    Array.from({ length: 1_500 }, (_, n) => reportLine(n)),
  )
  const copy = `${file}.copy`
  copyFileSync(file, copy)
  const both = await Promise.all([file, copy].map((each) => importFile(desk, { file: each, keyName: 'import' })))
  assert.deepEqual(
    both.map(({ counts }) => counts.report).sort((one, other) => one.new - other.new),
    [
      { new: 0, known: 1_500 },
      { new: 1_500, known: 0 },
    ],
  )
  assert.deepEqual(await all('select count(*)::integer from report'), [{ count: 1_500 }])
})

test('an import beside HTTP reports loses none and doubles no case', async (t) => {
  const { desk, keyId, all } = await startIntake(t)
  const subject = (n: number) => ({ kind: 'account', id: `u${n % 7}` }) as const
  const file = givenImport(
    t,
    Array.from({ length: 3_000 }, (_, n) => reportLine(n, { subject: subject(n) })),
  )
  const received = Array.from({ length: 60 }, (_, n) =>
    receiveReport(commitAlone(desk), keyId, reportOf({ id: `h${n}`, subject: subject(n), reporterId: `h${n}` })),
  )
  await Promise.all([importFile(desk, { file, keyName: 'import' }), ...received])
  assert.deepEqual(await all('select count(*)::integer, sum(report_count)::integer from review_case'), [
    { count: 7, sum: 3_060 },
  ])
  assert.deepEqual(await all('select sum(reporter_count)::integer from review_case'), [{ sum: 3_060 }])
})

test('a file of empty lines imports nothing', async (t) => {
  const { desk } = await startIntake(t)
  const imported = await importFile(desk, { file: givenImport(t, ['', ' ']), keyName: 'import' })
  assert.deepEqual(imported.counts, { account: NONE, content: NONE, report: NONE, restriction: NONE })
  assert.deepEqual([imported.lines, imported.rejected, imported.finished], [2, 0, true])
})
