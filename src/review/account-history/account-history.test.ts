import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenAccount, givenCase, givenReports } from '../../../test/support/cases.ts'
import { knowSubject, unknownFacts } from '../../../test/support/known-accounts.ts'
import { type GivenStaff, givenKey, givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { type Pool, type Queryable, SHORT_QUERIES } from '../../foundation/database/db.ts'
import { readAccountHistory } from './account-history.ts'
import { accountHistoryRoutes } from './account-history-routes.ts'

const PAGES_MAX = 200

async function start(t: TestContext) {
  const { desk, app, database } = await startTestDesk(t, { routes: [accountHistoryRoutes] })
  const get = async (token: string, accountId: string, query = '') => {
    const url = `/v1/accounts/${encodeURIComponent(accountId)}/history?reason=asked${query.replace('?', '&')}`
    const answer = await app.inject({ method: 'GET', url, headers: bearer(token) })
    return { status: answer.statusCode, body: answer.json(), text: answer.body }
  }
  const reviewer = (given: GivenStaff = {}) => givenStaff(desk.db, { onShift: true, ...given })
  return { db: desk.db, owner: database.ownerPool, get, reviewer }
}

async function givenDecision(db: Pool, caseId: string, staffId: string, conclusion: string): Promise<string> {
  const policyId = conclusion === 'violation' ? 'spam' : null
  const { rows } = await db.query<{ id: string }>(sql`
    insert into decision (case_id, staff_id, draft_id, body_hash, conclusion, policy_id, rationale, seconds_on_case)
    values (${caseId}, ${staffId}, 'draft ' || gen_random_uuid(), ${Buffer.alloc(32)}, ${conclusion}, ${policyId}, 'Because', 5)
    returning id`)
  return rows[0]?.id ?? ''
}

async function givenRestoring(db: Pool, subject: string, accountId: string, staffId: string): Promise<string> {
  const { rows } = await db.query<{ id: string }>(sql`
    insert into enforcement (subject, account_id, action, policy_id, source, proposed_by, protected, moved_by, expires_at)
    values (${subject}, ${accountId}, 'limit', 'spam', 'person', 'key:key_1', false, 'key:key_1', desk_now() + interval '1 hour')
    returning id`)
  const id = rows[0]?.id ?? ''
  await knowSubject(db, subject, { id: accountId, reach: 12 })
  await db.query(sql`
    insert into verdict (enforcement_id, outcome, requirement, fired, off, facts, policy_hash)
    values (${id}, 'clear', '{\"approvals\": []}', '[]', '{}', ${unknownFacts(accountId)}, ${Buffer.alloc(32)})`)
  await db.query(sql`update enforcement set state = 'releasing', generation = 1 where id = ${id}`)
  await db.query(
    sql`insert into enforcement_restore (enforcement_id, cause, by) values (${id}, 'mistake', ${`staff:${staffId}`})`,
  )
  await db.query(sql`update enforcement set state = 'restoring', moved_by = ${`staff:${staffId}`} where id = ${id}`)
  return id
}

/** Reads every page, the newest first, in the server's order. */
async function readAll(
  get: Awaited<ReturnType<typeof start>>['get'],
  token: string,
  accountId: string,
  limit: number,
  more = '',
) {
  const items: { kind: string; id?: string; at: string }[] = []
  for (let cursor = '', pages = 0; pages < PAGES_MAX; pages++) {
    const { status, body } = await get(token, accountId, `?limit=${limit}${more}${cursor}`)
    assert.equal(status, 200, JSON.stringify(body))
    items.push(...body.history.items)
    if (body.history.nextCursor === null) return items
    cursor = `&cursor=${body.history.nextCursor}`
  }
  throw new Error(`no end after ${PAGES_MAX} pages`)
}

test("200: an account's history has facts, counts and events in order", async (t) => {
  const { db, get, reviewer } = await start(t)
  const [me, key] = [await reviewer(), await givenKey(db)]
  const accountId = await givenAccount(db, { tags: ['newcomer'], reach: 12 })
  const [own, post] = [
    await givenCase(db, { subject: `account:${accountId}`, accountId }),
    await givenCase(db, { subject: 'content:t1', accountId }),
  ]
  await db.query(sql`insert into case_event (case_id, kind, by) values (${own}, 'opened', ${`key:${key.id}`})`)
  await givenReports(db, key.id, own, 3)
  await db.query(sql`update review_case set report_count = 3 where id = ${own}`)
  await givenDecision(db, post, me.id, 'violation')
  await givenDecision(db, own, me.id, 'no_violation')
  const enforcementId = await givenRestoring(db, 'content:t1', accountId, me.id)
  await db.query(sql`
    insert into case_event (case_id, kind, by, detail) values (${post}, 'returned', 'desk', '{"why": "the enforcement was undone"}')`)
  await givenCase(db, { subject: 'content:elsewhere' })

  const { status, body } = await get(me.token, accountId)
  assert.equal(status, 200)
  const { handle, reachCounted, tags } = body.account
  assert.deepEqual([body.account.protected, handle, reachCounted, tags], [false, 'invented', 12, ['newcomer']])
  assert.deepEqual(body.counts, { violations: 1, reports: 3, enforcements: { restoring: 1 } })
  assert.equal(body.history.next, undefined)
  const items: { kind: string; turn?: string; conclusion?: string; why?: string; by?: string }[] = body.history.items
  assert.deepEqual(
    items.map(({ kind, turn, conclusion }) => [kind, turn ?? conclusion ?? ''].join(' ')),
    ['case returned', 'enforcement ', 'decision no_violation', 'decision violation', 'case opened', 'reports '],
  )
  assert.deepEqual([items[0]?.why, items[0]?.by], ['the enforcement was undone', 'desk'])
  assert.match(items[2]?.by ?? '', /^p-/)
  assert.equal(body.history.items[5].count, 3)
  const enforcement = body.history.items[1]
  assert.deepEqual(
    [enforcement.id, enforcement.state, enforcement.restore.cause],
    [enforcementId, 'restoring', 'mistake'],
  )
  assert.match(enforcement.restore.by, /^p-/)
  assert.deepEqual(
    enforcement.moves.map(({ from, to }: { from: string; to: string }) => [from, to]),
    [
      [null, 'proposed'],
      ['proposed', 'releasing'],
      ['releasing', 'restoring'],
    ],
  )
})

test("200: an account's history never reveals who reported", async (t) => {
  const { db, get, reviewer } = await start(t)
  const [{ token }, key, accountId] = [await reviewer(), await givenKey(db), await givenAccount(db)]
  await givenReports(db, key.id, await givenCase(db, { accountId }), 3)
  const { text } = await get(token, accountId)
  assert.ok(!text.includes('reporter-') && !text.includes('Comment'), text)
})

test("200: an account's history lists each entry once, reports by day", async (t) => {
  const { db, get, reviewer } = await start(t)
  const [{ id, token }, key, accountId] = [await reviewer(), await givenKey(db), await givenAccount(db)]
  const caseId = await givenCase(db, { accountId })
  await db.query(sql`
    insert into case_event (case_id, kind, by, at)
    select ${caseId}, 'returned', 'desk', date_trunc('day', desk_now()) - number / 4 * interval '1 microsecond'
    from generate_series(0, 14) number`)
  await db.query(sql`
    insert into report (received_at, key_id, client_id, case_id, subject, ground, category, reporter_id, reported_at)
    select date_trunc('day', desk_now(), 'UTC') - number / 2 * interval '12 hours', ${key.id}, 'many-' || number, ${caseId},
      'content:x', 'terms', 'VIOLENCE', 'reporter', desk_now()
    from generate_series(0, 19) number`)
  for (let n = 0; n < 3; n++) await givenDecision(db, caseId, id, 'violation')
  const whole = await readAll(get, token, accountId, 200)
  assert.equal(whole.length, 15 + 6 + 3)
  assert.deepEqual(
    whole.map(({ at }) => at),
    whole.map(({ at }) => at).toSorted((a, b) => (a < b ? 1 : -1)),
  )
  for (const limit of [1, 2, 3, 7, 23, 24]) assert.deepEqual(await readAll(get, token, accountId, limit), whole)
  for (const show of ['decision', 'case', 'reports', 'enforcement']) {
    const some = await readAll(get, token, accountId, 2, `&show=${show}`)
    assert.deepEqual(
      some,
      whole.filter(({ kind }) => kind === show),
      `of ${show} alone, and all of it`,
    )
  }
  assert.equal(new Set(whole.map(({ id }) => id)).size, whole.length, 'each has an id of its own')
  const noon = `${whole.at(-2)?.at.slice(0, 10)}T12:00:00Z`
  assert.deepEqual(
    await readAll(get, token, accountId, 2, `&until=${noon}`),
    whole.filter(({ at }) => at < noon),
    'nothing from that moment on',
  )
})

test('400, 404: wrong cursors and unknown accounts are refused', async (t) => {
  const { db, get, reviewer } = await start(t)
  const [{ token }, accountId] = [await reviewer(), await givenAccount(db)]
  for (const query of [
    '?limit=0',
    '?limit=201',
    '?cursor=zzz',
    '?colour=red',
    '?show=all',
    '?until=2026-02-30T00:00:00Z',
  ])
    assert.equal((await get(token, accountId, query)).status, 400, query)
  assert.equal((await get(token, 'x'.repeat(257))).status, 400)
  assert.equal((await get(token, 'nobody')).status, 404)
  assert.equal((await get(token, "';drop--")).status, 404)
})

test('401, 403, 200: strangers and keys are refused; policy people read', async (t) => {
  const { db, get, reviewer } = await start(t)
  const accountId = await givenAccount(db)
  assert.equal((await get('cs_pat_nobody', accountId)).status, 401)
  assert.equal((await get((await givenKey(db)).token, accountId)).status, 403)
  assert.equal((await get((await reviewer({ onShift: false })).token, accountId)).status, 403)
  assert.equal((await get((await reviewer({ onShift: false, roles: ['auditor'] })).token, accountId)).status, 200)
})

test('the history of a protected or unknown account needs the clearance', async (t) => {
  const { db, get, reviewer } = await start(t)
  const [{ token }, cleared] = [await reviewer({ roles: ['lead'] }), await reviewer({ clearances: ['protected'] })]
  const guarded = await givenAccount(db, { protected: true })
  await givenCase(db, { subject: 'account:unread', accountId: 'unread' })
  for (const accountId of [guarded, 'unread']) {
    const { status, body } = await get(token, accountId)
    assert.equal(status, 403)
    assert.match(body.detail, /takes the clearance “protected”/)
    assert.equal((await get(cleared.token, accountId)).status, 200)
  }
  assert.equal((await get(cleared.token, 'unread')).body.account, null)
})

test("an account's history omits cases that the reader may not open", async (t) => {
  const { db, get, reviewer } = await start(t)
  const [me, key, accountId] = [await reviewer(), await givenKey(db), await givenAccount(db)]
  for (const closedTo of [{ clearances: ['safety'] }, { employer: 'Northwind' }, { site: 'Porto' }]) {
    const caseId = await givenCase(db, { accountId, ...closedTo })
    await givenReports(db, (await givenKey(db)).id, caseId, 2)
    await db.query(sql`update review_case set report_count = 2 where id = ${caseId}`)
    await givenDecision(db, caseId, me.id, 'violation')
    await db.query(sql`insert into case_event (case_id, kind, by) values (${caseId}, 'opened', ${`key:${key.id}`})`)
  }
  const { body } = await get(me.token, accountId)
  assert.deepEqual([body.history.items, body.counts], [[], { violations: 0, reports: 0, enforcements: {} }])
  const north = (await get((await reviewer({ employer: 'Northwind' })).token, accountId)).body
  assert.deepEqual([north.history.items.length, north.counts.violations, north.counts.reports], [3, 1, 2])
})

test("vendor people read the history of their site's accounts only", async (t) => {
  const { db, get, reviewer } = await start(t)
  await db.query(sql`insert into vendor_place (employer, site) values ('Northwind', null)`)
  const vendor = await reviewer({ employer: 'Northwind' })
  const [theirs, others] = [await givenAccount(db), await givenAccount(db)]
  await givenCase(db, { accountId: theirs, employer: 'Northwind' })
  await givenCase(db, { accountId: others })
  assert.equal((await get(vendor.token, theirs)).status, 200)
  assert.equal((await get(vendor.token, others)).status, 404)
})

/** Records the plan of each statement without running it. */
function explaining(db: Pool, plans: string[]): Queryable {
  return {
    ...SHORT_QUERIES,
    query: async <Row extends object>({ text, values }: { text: string; values: unknown[] }) => {
      const explained = await db.query<{ 'QUERY PLAN': string }>({ text: `explain (costs off) ${text}`, values })
      plans.push(explained.rows.map((row) => row['QUERY PLAN']).join('\n'))
      return db.query<Row>({ text, values })
    },
  }
}

test("an account's 100,000 reports are counted without reading each", async (t) => {
  const { db, owner, reviewer } = await start(t)
  const [{ id: staffId }, key, accountId] = [await reviewer(), await givenKey(db), await givenAccount(db)]
  const loud = await givenCase(db, { accountId })
  await db.query(sql`
    insert into report (received_at, key_id, client_id, case_id, subject, ground, category, reporter_id, reported_at)
    select desk_now() - number * interval '1 millisecond', ${key.id}, 'flood-' || number,
      case when number <= 100000 then ${loud} else 'c-other-' || number / 10 end, 'content:x', 'terms', 'VIOLENCE', 'reporter',
      desk_now()
    from generate_series(1, 200000) number`)
  await db.query(sql`update review_case set report_count = 100000 where id = ${loud}`)
  await owner.query('vacuum analyze')
  const plans: string[] = []
  const page = { after: undefined, size: 50 }
  const history = await readAccountHistory(explaining(db, plans), { accountId, staffId, page })
  const told = history.entries.map((entry) => (entry.kind === 'reports' ? entry.count : 0))
  assert.deepEqual([history.counts.reports, told.reduce((sum, count) => sum + count, 0)], [100_000, 100_000])
  const { rows } = await db.query<{ month: string }>(sql`select distinct tableoid::regclass::text as month from report`)
  const holdsReports = (line: string) => rows.some(({ month }) => line.includes(` on ${month} `))
  const scans = plans.flatMap((plan) => plan.split('\n')).filter(holdsReports)
  assert.ok(scans.length > 0)
  for (const scan of scans) assert.match(scan, /Index Only Scan|Bitmap Index Scan/, scan)
})
