import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { givenKey } from '../../../test/support/people.ts'
import { reportOf, startIntake } from '../../../test/support/reports.ts'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import { commit } from '../../ledger/queue-entry.ts'
import type { Desk } from '../../policy/desk.ts'
import { commitAlone, receiveReport } from './receive-report.ts'
import type { ReportBody } from './report-body.ts'

/** Receives a report of a sender who is not paused. */
async function receive(desk: Desk, keyId: string, body: ReportBody) {
  const received = await receiveReport(commitAlone(desk), keyId, body)
  if ('paused' in received) throw new Error(`${body.id} met a pause`)
  return received
}

test('a report is stored with its case and its ledger entry', async (t) => {
  const { desk, keyId, all } = await startIntake(t)
  const body = reportOf({
    keyword: 'FAKE_SHOP',
    comment: 'They never sent it. 😀',
    language: 'en',
    region: 'IE',
    account: { handle: 'shop', reach: 12 },
  })
  const { created, answer } = await receive(desk, keyId, body)
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

  const [entry] = await all<{ payload: Buffer; salt: Buffer; leaf: Buffer; subject: string }>(
    `select payload, salt, leaf, subject from ledger_payload join ledger_leaf on leaf_id = id where kind = 'reports_received'`,
  )
  assert.ok(entry)
  const hash = createHash('sha256')
    .update(canonicalJson(body as Json))
    .digest('base64url')
  const payload = JSON.parse(entry.payload.toString())
  const [{ contentHash: _, ...received }] = payload.reports
  assert.deepEqual(received, { id: answer.reportId, hash, caseId: answer.caseId })
  assert.equal(payload.by, `key:${keyId}`)
  assert.equal(entry.subject, 'account:8821')
  assert.deepEqual(JSON.parse(entry.leaf.toString()).commitments, [commit(entry.salt, entry.payload)])
})

test('a repeated report gets the first answer in any JSON spelling', async (t) => {
  const { desk, keyId, all } = await startIntake(t)
  const first = await receive(desk, keyId, reportOf())
  const reordered = Object.fromEntries(Object.entries(reportOf()).reverse()) as unknown as ReportBody
  assert.deepEqual(await receive(desk, keyId, reordered), { created: false, answer: first.answer })
  assert.deepEqual(await all('select count(*) from report'), [{ count: 1 }])
  assert.deepEqual(await all(`select count(*) from ledger_payload where kind = 'reports_received'`), [{ count: 1 }])
})

test('another report under a used id is refused and not stored', async (t) => {
  const { desk, keyId, all } = await startIntake(t)
  await receive(desk, keyId, reportOf())
  for (const changes of [{ comment: 'more' }, { subject: { kind: 'account', id: '9' } as const }]) {
    await assert.rejects(receive(desk, keyId, reportOf(changes)), { code: 'conflict' })
  }
  assert.equal((await all('select id from review_case')).length, 1)
  const other = await givenKey(desk.db)
  assert.equal((await receive(desk, other.id, reportOf({ comment: 'more' }))).created, true)
})

test('concurrent identical reports are stored as one', async (t) => {
  const { desk, keyId, all } = await startIntake(t)
  for (let round = 0; round < 10; round++) {
    const body = reportOf({ id: `twin-${round}`, subject: { kind: 'account', id: `a${round}` } })
    const twins = await Promise.all(Array.from({ length: 6 }, () => receive(desk, keyId, body)))
    assert.equal(twins.filter(({ created }) => created).length, 1)
    assert.equal(new Set(twins.map(({ answer }) => canonicalJson(answer))).size, 1)
  }
  assert.deepEqual(await all('select count(*) from report'), [{ count: 10 }])
  assert.deepEqual(await all('select distinct report_count, reporter_count from review_case'), [
    { report_count: 1, reporter_count: 1 },
  ])
})

test('concurrent different reports under one id store only one', async (t) => {
  const { desk, keyId, all } = await startIntake(t)
  for (let round = 0; round < 10; round++) {
    const send = (account: string) =>
      receiveReport(
        commitAlone(desk),
        keyId,
        reportOf({ id: `same-${round}`, subject: { kind: 'account', id: account } }),
      )
    const both = await Promise.allSettled([send(`x${round}`), send(`y${round}`)])
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  }
  assert.equal((await all('select id from review_case')).length, 10)
})

test("a report is stored in its month's table partition or the default", async (t) => {
  const { desk, keyId, all, database } = await startIntake(t, true)
  const [now] = await all<{ now: Date }>('select desk_now() as now')
  assert.ok(now)
  await receive(desk, keyId, reportOf())
  await database.setClock(new Date('2044-07-01T00:00:00Z'))
  await receive(desk, keyId, reportOf({ id: 'n-2' }))
  assert.deepEqual(await all('select client_id, tableoid::regclass::text as place from report order by client_id'), [
    { client_id: 'n-1', place: `report_${now.now.toISOString().slice(0, 7).replace('-', '_')}` },
    { client_id: 'n-2', place: 'report_other' },
  ])
})

test('a report dated more than a few minutes ahead is refused', async (t) => {
  const { desk, keyId, all, database } = await startIntake(t, true)
  await database.setClock(new Date('2031-05-06T12:00:00Z'))
  await assert.rejects(receive(desk, keyId, reportOf({ reportedAt: '2031-05-06T12:05:01Z' })), {
    code: 'invalid_input',
    message: 'reportedAt must not be in the future.',
  })
  assert.deepEqual(await all('select id from review_case'), [])
  await receive(desk, keyId, reportOf({ reportedAt: '2031-05-06T14:04:59+02:00' }))
})

test('evidence is stored by class; of restricted evidence only a hash', async (t) => {
  const { desk, keyId, all, database } = await startIntake(t)
  const restricted = createHash('sha256').update('not for us').digest('hex')
  await receiveReport(
    commitAlone(desk),
    keyId,
    reportOf({
      evidence: [
        { class: 'ordinary', mediaType: 'text/plain', text: 'Grüße' },
        { class: 'sensitive', mediaType: 'image/png', base64: Buffer.from([1, 2, 3]).toString('base64') },
        { class: 'restricted', mediaType: 'image/png', sha256: restricted.toUpperCase(), reference: 'vault:7' },
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
    { class: 'restricted', hash: restricted, bytes_count: null, reference: 'vault:7', bytes: null },
  ])
  for (const name of ['restricted', 'ordinary', 'sensitive']) {
    for (const pool of [database.pool, database.ownerPool]) {
      await assert.rejects(
        pool.query(`insert into evidence_bytes (class, evidence_id, bytes)
          select '${name}', id, 'x' from evidence where class = 'restricted'`),
        /no partition of relation|violates foreign key/,
      )
    }
  }
})

test('an impossible time in account facts is refused', async (t) => {
  const { desk, keyId } = await startIntake(t)
  const report = reportOf({ account: { createdAt: '2025-02-30T00:00:00Z' } })
  await assert.rejects(receive(desk, keyId, report), /account\/createdAt/)
})
