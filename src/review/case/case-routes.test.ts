import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenAccount, givenCase, givenReports } from '../../../test/support/cases.ts'
import { type GivenStaff, givenKey, givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { claimNextCase } from '../../cases/claims/claim-next.ts'
import { shownDuringClaim } from '../../cases/claims/shown.ts'
import { inTransaction, type Pool } from '../../foundation/database/db.ts'
import { caseRoutes } from './case-routes.ts'

async function start(t: TestContext, options: { driven?: boolean } = {}) {
  const { desk, app, database } = await startTestDesk(t, { routes: [caseRoutes], ...options })
  const get = async (token: string, url: string) => {
    const answer = await app.inject({ method: 'GET', url, headers: bearer(token) })
    return { status: answer.statusCode, body: answer.json() }
  }
  const note = async (token: string, caseId: string, payload: object, type = 'application/json') => {
    const headers = { ...bearer(token), 'content-type': type }
    const url = `/v1/cases/${caseId}/notes`
    return (await app.inject({ method: 'POST', url, headers, payload: JSON.stringify(payload) })).statusCode
  }
  const reviewer = (given: GivenStaff = {}) => givenStaff(desk.db, { onShift: true, ...given })
  return { db: desk.db, database, get, note, reviewer }
}

async function givenEvidence(
  db: Pool,
  of: { caseId: string; reportId: string },
  given: { class: string; mediaType?: string; text?: string },
): Promise<string> {
  const bytes = Buffer.from(given.text ?? '')
  const restricted = given.class === 'restricted'
  const { rows } = await db.query<{ id: string }>(sql`
    insert into evidence (report_id, case_id, class, media_type, sha256, bytes_count, reference)
    values (${of.reportId}, ${of.caseId}, ${given.class}, ${given.mediaType ?? 'text/plain'},
      ${createHash('sha256').update(bytes).digest()}, ${restricted ? null : bytes.length}, ${restricted ? 'vault:17' : null})
    returning id`)
  const id = rows[0]?.id ?? ''
  if (!restricted)
    await db.query(sql`insert into evidence_bytes (class, evidence_id, bytes) values (${given.class}, ${id}, ${bytes})`)
  return id
}

async function givenDecision(db: Pool, caseId: string, staffId: string, rationale: string): Promise<string> {
  const { rows } = await db.query<{ id: string }>(sql`
    insert into decision (case_id, staff_id, draft_id, body_hash, conclusion, rationale, seconds_on_case)
    values (${caseId}, ${staffId}, ${rationale}, ${Buffer.alloc(32)}, 'no_violation', ${rationale}, 5)
    returning id`)
  return rows[0]?.id ?? ''
}

async function givenEnforcement(db: Pool, subject: string, accountId: string): Promise<string> {
  const { rows } = await db.query<{ id: string }>(sql`
    insert into enforcement (subject, account_id, action, policy_id, source, proposed_by, protected, moved_by, expires_at)
    values (${subject}, ${accountId}, 'hide', 'spam', 'person', 'key:key_1', false, 'key:key_1', desk_now() + interval '1 hour')
    returning id`)
  return rows[0]?.id ?? ''
}

const ids = (items: { id: string }[]): string[] => items.map(({ id }) => id)

test('200: a case shows reports, evidence, account, content, history, events', async (t) => {
  const { db, get, reviewer } = await start(t)
  const [me, other, key] = [await reviewer(), await reviewer(), await givenKey(db)]
  const accountId = await givenAccount(db, { tags: ['newcomer'], reach: 12 })
  await db.query(sql`
    insert into content (id, account_id, kind, text, source, facts_at) values ('t1', ${accountId}, 'post', 'Hello', 'test', desk_now())`)
  const caseId = await givenCase(db, { subject: 'content:t1', accountId })
  const [reportId = ''] = await givenReports(db, key.id, caseId, 1)
  const evidenceId = await givenEvidence(db, { caseId, reportId }, { class: 'ordinary', text: 'What was said' })
  const earlier = await givenCase(db, { subject: 'content:t0', accountId })
  const decisionId = await givenDecision(db, earlier, other.id, 'Nothing wrong with it')
  const enforcements = [
    await givenEnforcement(db, `account:${accountId}`, accountId),
    await givenEnforcement(db, 'content:t1', accountId),
  ]
  await givenEnforcement(db, 'content:elsewhere', 'somebody-else')

  const { status, body } = await get(me.token, `/v1/cases/${caseId}`)
  assert.equal(status, 200)
  assert.equal(body.id, caseId)
  assert.deepEqual([body.account.reach, body.account.tags, body.account.protected], [12, ['newcomer'], false])
  assert.deepEqual([body.content.kind, body.content.text], ['post', 'Hello'])
  assert.deepEqual(ids(body.reports.items), [reportId])
  assert.deepEqual(body.reports.items[0].accountFacts, { reach: 5 })
  assert.deepEqual(
    [body.evidence[0].id, body.evidence[0].text, body.evidence[0].cut],
    [evidenceId, 'What was said', false],
  )
  assert.deepEqual(ids(body.history.decisions), [decisionId])
  assert.match(body.history.decisions[0].by, /^p-/)
  assert.deepEqual(ids(body.history.enforcements).sort(), enforcements.sort())
  assert.deepEqual(body.events, [])
})

test('200: a fact that the desk does not know is null', async (t) => {
  const { db, get, reviewer } = await start(t)
  const { token } = await reviewer({ clearances: ['protected'] })
  const caseId = await givenCase(db, { subject: 'content:t1', accountId: null })
  const { body } = await get(token, `/v1/cases/${caseId}`)
  assert.deepEqual([body.account, body.content, body.accountId], [null, null, null])
})

test('an opened case never contains restricted or sensitive bytes', async (t) => {
  const { db, get, reviewer } = await start(t)
  const [{ token }, key, caseId] = [await reviewer(), await givenKey(db), await givenCase(db)]
  const [reportId = ''] = await givenReports(db, key.id, caseId, 1)
  const of = { caseId, reportId }
  await givenEvidence(db, of, { class: 'sensitive', text: 'unseen-words' })
  await givenEvidence(db, of, { class: 'restricted', text: 'restricted unseen-words' })
  await givenEvidence(db, of, { class: 'ordinary', mediaType: 'image/png', text: 'unseen-words' })
  const { body } = await get(token, `/v1/cases/${caseId}`)
  assert.deepEqual(
    body.evidence.map((one: { class: string; text: unknown; reference: unknown }) => [
      one.class,
      one.text,
      one.reference,
    ]),
    [
      ['sensitive', null, null],
      ['restricted', null, null],
      ['ordinary', null, null],
    ],
  )
  assert.ok(!JSON.stringify(body).includes('unseen-words'))
})

test('200: long text of a case is cut and marked so', async (t) => {
  const { db, get, reviewer } = await start(t)
  const [{ token }, key, caseId] = [await reviewer(), await givenKey(db), await givenCase(db)]
  const [reportId = ''] = await givenReports(db, key.id, caseId, 1)
  await givenEvidence(db, { caseId, reportId }, { class: 'ordinary', text: 'x'.repeat(65_537) })
  const { body } = await get(token, `/v1/cases/${caseId}`)
  assert.deepEqual([body.evidence[0].text.length, body.evidence[0].cut], [65_536, true])
})

test('the pages of a case list each report once', async (t) => {
  const { db, get, reviewer } = await start(t)
  const [{ token }, key, caseId] = [await reviewer(), await givenKey(db), await givenCase(db)]
  await givenReports(db, key.id, await givenCase(db), 3)
  const reports = await givenReports(db, key.id, caseId, 13)
  for (const limit of [1, 4, 13, 50]) {
    const got: string[] = []
    for (let cursor = ''; got.length < 100; ) {
      const { body } = await get(token, `/v1/cases/${caseId}?limit=${limit}${cursor}`)
      got.push(...ids(body.reports.items))
      if (body.reports.nextCursor === null) break
      cursor = `&cursor=${body.reports.nextCursor}`
    }
    assert.deepEqual(got.toSorted(), reports.toSorted(), `${limit} a page`)
  }
})

test("400, 404: wrong ids, cursors and other employers' cases are refused", async (t) => {
  const { db, get, reviewer } = await start(t)
  const { token } = await reviewer()
  const caseId = await givenCase(db)
  assert.equal((await get(token, '/v1/cases/7')).status, 400)
  assert.equal((await get(token, `/v1/cases/${caseId}?cursor=zzz`)).status, 400)
  assert.equal((await get(token, `/v1/cases/${caseId}?limit=201`)).status, 400)
  assert.equal((await get(token, '/v1/cases/case_999')).status, 404)
  assert.equal((await get(token, `/v1/cases/${await givenCase(db, { employer: 'Northwind' })}`)).status, 404)
  assert.equal((await get(token, `/v1/cases/${await givenCase(db, { site: 'Porto' })}`)).status, 404)
})

test('401, 403: strangers, keys and people off shift read no case', async (t) => {
  const { db, get, reviewer } = await start(t)
  const url = `/v1/cases/${await givenCase(db)}`
  assert.equal((await get('cs_pat_nobody', url)).status, 401)
  assert.equal((await get((await givenKey(db)).token, url)).status, 403)
  assert.equal((await get((await reviewer({ onShift: false })).token, url)).status, 403)
  assert.equal((await get((await reviewer({ onShift: false, roles: ['auditor'] })).token, url)).status, 200)
})

test('opening a protected case or special queue needs its clearance', async (t) => {
  const { db, get, note, reviewer } = await start(t)
  const { token } = await reviewer({ roles: ['lead'] })
  const cleared = await reviewer({ clearances: ['protected', 'safety'] })
  const guarded = await givenCase(db, { accountId: await givenAccount(db, { protected: true }) })
  for (const caseId of [
    guarded,
    await givenCase(db, { accountId: null }),
    await givenCase(db, { clearances: ['safety'] }),
  ]) {
    const { status, body } = await get(token, `/v1/cases/${caseId}`)
    assert.equal(status, 403)
    assert.match(body.detail, /takes the clearance (protected|safety)/)
    assert.equal(await note(token, caseId, { text: 'Let me' }), 403)
    assert.equal((await get(cleared.token, `/v1/cases/${caseId}`)).status, 200)
  }
})

test("a case's history omits decisions on cases the reader may not open", async (t) => {
  const { db, get, reviewer } = await start(t)
  const [{ token, id }, accountId] = [await reviewer(), await givenAccount(db)]
  const restricted = await givenCase(db, { accountId, clearances: ['safety'] })
  await givenDecision(db, restricted, id, 'not for everybody')
  const { body } = await get(token, `/v1/cases/${await givenCase(db, { accountId })}`)
  assert.deepEqual(body.history.decisions, [])
})

test("a case holder's reading is recorded with its duration", async (t) => {
  const { db, database, get, reviewer } = await start(t, { driven: true })
  const [me, key, caseId] = [await reviewer(), await givenKey(db), await givenCase(db)]
  const reports = await givenReports(db, key.id, caseId, 3)
  const evidenceId = await givenEvidence(db, { caseId, reportId: reports[2] ?? '' }, { class: 'ordinary', text: 'x' })
  const claimed = await claimNextCase(db, me.id)
  assert.ok(claimed)
  const first = await get(me.token, `/v1/cases/${caseId}?limit=2`)
  await database.advance(4_000)
  await get(me.token, `/v1/cases/${caseId}?limit=2&cursor=${first.body.reports.nextCursor}`)
  await database.advance(3_500)
  const shown = await inTransaction(db, (tx) => shownDuringClaim(tx, caseId, me.id))
  assert.deepEqual(
    shown.map(({ part, seconds }) => [part, seconds]),
    [
      ['account', 7],
      ['events', 7],
      ['history', 7],
      ['reports:1-2', 7],
      [`evidence:${evidenceId}`, 3],
      ['reports:3-3', 3],
    ],
  )
})

test('reading a case without its claim records no claim', async (t) => {
  const { db, database, get, reviewer } = await start(t, { driven: true })
  const [me, other, caseId] = [await reviewer(), await reviewer(), await givenCase(db)]
  await claimNextCase(db, me.id)
  assert.equal((await get(other.token, `/v1/cases/${caseId}`)).body.claimedBy.startsWith('p-'), true)
  await database.advance(10 * 60_000)
  assert.equal((await get(me.token, `/v1/cases/${caseId}`)).body.claimedBy, null)
  assert.equal((await db.query(sql`select from case_shown`)).rows.length, 0)
})

test('204: a case note is stored, its hash in the ledger', async (t) => {
  const { db, get, note, reviewer } = await start(t)
  const [{ token }, caseId] = [await reviewer(), await givenCase(db)]
  assert.equal(await note(token, caseId, { text: 'Ask the newsroom first' }), 204)
  const { body } = await get(token, `/v1/cases/${caseId}`)
  const [{ kind, by, text }] = body.events
  assert.deepEqual([kind, text], ['note', 'Ask the newsroom first'])
  assert.match(by, /^p-/)
  const { rows } = await db.query<{ payload: Buffer }>(
    sql`select payload from ledger_payload where kind = 'case_noted'`,
  )
  const entry = JSON.parse(rows[0]?.payload.toString() ?? '')
  assert.equal(entry.noteHash, createHash('sha256').update('Ask the newsroom first').digest('hex'))
})

test('400, 401, 403, 404, 413, 415: unusable notes are refused', async (t) => {
  const { db, note, reviewer } = await start(t)
  const [{ token }, caseId] = [await reviewer(), await givenCase(db)]
  assert.equal(await note(token, caseId, { text: '' }), 400)
  assert.equal(await note(token, caseId, { text: 'x'.repeat(5_001) }), 400)
  assert.equal(await note(token, caseId, { text: 'x', by: 'somebody else' }), 400)
  assert.equal(await note('cs_pat_nobody', caseId, { text: 'x' }), 401)
  assert.equal(await note((await reviewer({ onShift: false })).token, caseId, { text: 'x' }), 403)
  assert.equal(await note(token, 'case_999', { text: 'x' }), 404)
  assert.equal(await note(token, caseId, { text: 'x'.repeat(1_048_577) }), 413)
  assert.equal(await note(token, caseId, { text: 'x' }, 'application/xml'), 415)
})
