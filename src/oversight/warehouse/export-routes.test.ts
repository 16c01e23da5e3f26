import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { startDeskWithHistory } from '../../../test/support/desk-with-history.ts'
import { readLines } from '../../../test/support/export.ts'
import { givenKey } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { DESK } from '../../foundation/domain.ts'
import { revokeKey } from '../../people/access/keys.ts'
import { EXPORTED_FIELDS } from './exported-fields.ts'

/** A desk with a varied history, and a key that exports it. */
async function startExport(t: TestContext) {
  const { database } = await startDeskWithHistory(t)
  const { app, desk } = await startTestDesk(t, { routes: ROUTES, database })
  const { token, id } = await givenKey(desk.db, ['export'])
  await desk.db.query(sql`select number_entries(1000000)`)
  const status = async (query: string, who = token) =>
    (await app.inject({ url: `/v1/export${query}`, headers: bearer(who) })).statusCode
  return { app, desk, database, token, keyId: id, status, read: (query = '') => readLines(app, token, query) }
}

const BESIDE = ['number', 'part', 'kind', 'at', 'restates']

test('200: each ledger number has lines with listed fields alone', async (t) => {
  const { desk, read } = await startExport(t)
  const { lines, cursor, text } = await read()
  const newest = await desk.db.only<{ number: number; chain: string }>(sql`
    select number, encode(chain, 'base64') as chain from ledger_entry order by number desc limit 1`)
  assert.deepEqual(
    [...new Set(lines.map(({ number }) => number))],
    Array.from({ length: newest.number }, (_, place) => place + 1),
  )
  assert.deepEqual(
    [cursor.number, cursor.more, Buffer.from(cursor.chain, 'base64url').toString('base64')],
    [newest.number, false, newest.chain],
  )
  for (const { kind, ...line } of lines) {
    const allowed: readonly string[] = [...BESIDE, ...EXPORTED_FIELDS[kind]]
    assert.deepEqual(
      Object.keys(line).filter((name) => !allowed.includes(name)),
      [],
      kind,
    )
    if (kind === 'withheld') assert.deepEqual(Object.keys(line), ['number', 'part'])
  }
  assert.doesNotMatch(text, /staff|Invented|p-a|Ünasked|Buy now|hundred times|Curious|key_|ghost|[Hh]ash/)
  const seen = new Set(lines.map(({ kind }) => kind))
  for (const kind of ['reports_received', 'withheld'] as const) assert.ok(seen.has(kind), kind)
  const [first] = lines.filter(({ kind }) => kind === 'reports_received')
  const { number: _number, at: _at, ...reported } = first ?? {}
  assert.deepEqual(reported, {
    ...{ part: 0, kind: 'reports_received', caseId: 'case_1', category: 'SCAMS_AND_FRAUD' },
    ...{ subjectKind: 'content', subjectId: 'one', reports: 1 },
  })
})

test('200: ranges of any size and overlap have the same lines', async (t) => {
  const { read } = await startExport(t)
  const { lines, cursor } = await read()
  const parts: unknown[] = []
  let query = '?limit=7'
  for (;;) {
    const part = await read(query)
    parts.push(...part.lines)
    query = `?limit=7&after=${part.cursor.number}&chain=${part.cursor.chain}`
    if (!part.cursor.more) break
  }
  assert.deepEqual(parts, lines)
  assert.deepEqual(
    (await read('?after=3')).lines,
    lines.filter(({ number }) => number > 3),
  )
  const end = await read(`?after=${cursor.number}&chain=${cursor.chain}`)
  assert.deepEqual([end.lines, end.cursor], [[], cursor])
})

test('400, 401, 403: only a key with the scope export reads it', async (t) => {
  const { desk, status, keyId } = await startExport(t)
  for (const query of ['?after=-1', '?limit=0', '?limit=100001', '?chain=x', '?since=1', '?after=1e30'])
    assert.equal(await status(query), 400, query)
  assert.equal(await status('', (await givenKey(desk.db, ['events', 'report', 'enforcements'])).token), 403)
  assert.equal(await status(''), 200)
  await revokeKey(desk, keyId, DESK)
  assert.equal(await status('', 'cs_key_nonsense'), 401)
})

test('409: a cursor of a ledger that was restored is refused', async (t) => {
  const { app, token, status, read } = await startExport(t)
  const { cursor } = await read('?limit=5')
  const ahead = await app.inject({ url: '/v1/export?after=900000', headers: bearer(token) })
  assert.equal(ahead.statusCode, 409)
  assert.match(ahead.json().detail, /The ledger ends at entry \d+, before your cursor 900,000/)
  assert.equal(await status(`?after=${cursor.number}&chain=${cursor.chain}`), 200)
  assert.equal(await status(`?after=${cursor.number + 1}&chain=${cursor.chain}`), 409)
})

test('an entry that was changed ends the export without a cursor', async (t) => {
  const { database, app, token, read } = await startExport(t)
  const { lines } = await read()
  const number = lines.find(({ kind }) => kind === 'reports_received')?.number ?? 0
  await database.ownerPool.query(sql`
    update ledger_payload set payload = convert_to(replace(convert_from(payload, 'UTF8'), 'case_1', 'case_2'), 'UTF8')
    from ledger_entry where ledger_entry.leaf_id = ledger_payload.leaf_id and number = ${number}`)
  const answer = await app.inject({ url: '/v1/export', headers: bearer(token) })
  assert.equal(answer.statusCode, 500)
  assert.doesNotMatch(answer.body, /"kind"/)
  assert.equal((await read(`?limit=${number - 1}`)).cursor.number, number - 1)
})
