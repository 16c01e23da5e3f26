import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenAccount, givenCase } from '../../../test/support/cases.ts'
import { problemsOf } from '../../../test/support/escalation-flow.ts'
import { type GivenStaff, givenKey, givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { listRoutes } from '../list/list-routes.ts'
import { queueRoutes } from './routes.ts'

type Method = 'GET' | 'POST'
const PAGES_MAX = 100

async function start(t: TestContext) {
  const { desk, app } = await startTestDesk(t, { routes: [queueRoutes, listRoutes] })
  const call = async (token: string, method: Method, url: string, payload?: object) => {
    const answer = await app.inject({ method, url, headers: bearer(token), ...(payload && { payload }) })
    return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() }
  }
  const reviewer = (given: GivenStaff = {}) => givenStaff(desk.db, { onShift: true, ...given })
  return { db: desk.db, call, reviewer }
}

test('200: a reviewer claims the next case of the queue', async (t) => {
  const { db, call, reviewer } = await start(t)
  const accountId = await givenAccount(db)
  const id = await givenCase(db, { subject: 'content:t1', accountId, language: 'en', rank: 4 })
  const { token } = await reviewer()
  const { status, body } = await call(token, 'POST', '/v1/cases/claim-next')
  assert.equal(status, 200)
  const { openedAt, dueAt, claimedBy, claimedUntil, ...rest } = body
  for (const at of [openedAt, dueAt, claimedUntil]) assert.match(at, /^\d{4}-.*Z$/)
  assert.match(claimedBy, /^p-/)
  assert.deepEqual(rest, {
    id,
    subject: { kind: 'content', id: 't1' },
    accountId,
    state: 'open',
    queue: 'general',
    category: 'VIOLENCE',
    language: 'en',
    region: null,
    returned: false,
    breached: false,
    escalated: false,
    appealId: null,
    bulkActionId: null,
    reportCount: 0,
    reporterCount: 0,
    lawDueAt: null,
    closedAt: null,
  })
})

test('204, 409: no case waits, or the reviewer holds two', async (t) => {
  const { db, call, reviewer } = await start(t)
  const { token } = await reviewer()
  assert.deepEqual(await call(token, 'POST', '/v1/cases/claim-next'), { status: 204, body: undefined })
  for (const _each of [1, 2, 3]) await givenCase(db)
  const statuses = []
  for (const _each of [1, 2, 3]) statuses.push((await call(token, 'POST', '/v1/cases/claim-next')).status)
  assert.deepEqual(statuses, [200, 200, 409])
  const { body } = await call(token, 'POST', '/v1/cases/claim-next')
  assert.match(body.detail, /You hold case_1 and case_2/)
  assert.deepEqual(body.held, ['case_1', 'case_2'])
})

test('200, 400, 404, 409: renewing a claim answers its new end', async (t) => {
  const { db, call, reviewer } = await start(t)
  const { token } = await reviewer()
  const id = await givenCase(db)
  await call(token, 'POST', '/v1/cases/claim-next')
  const renewed = await call(token, 'POST', `/v1/cases/${id}/claim/renew`)
  assert.equal(renewed.status, 200)
  assert.match(renewed.body.claimedUntil, /Z$/)
  assert.equal((await call(token, 'POST', '/v1/cases/seven/claim/renew')).status, 400)
  assert.equal((await call(token, 'POST', '/v1/cases/case_999/claim/renew')).status, 404)
  assert.equal((await call((await reviewer()).token, 'POST', `/v1/cases/${id}/claim/renew`)).status, 409)
})

test('204, 400, 404, 409: releasing a claim frees the case', async (t) => {
  const { db, call, reviewer } = await start(t)
  const { token } = await reviewer()
  const id = await givenCase(db)
  await call(token, 'POST', '/v1/cases/claim-next')
  assert.equal((await call((await reviewer()).token, 'POST', `/v1/cases/${id}/claim/release`)).status, 409)
  assert.deepEqual(await call(token, 'POST', `/v1/cases/${id}/claim/release`), { status: 204, body: undefined })
  assert.equal((await call(token, 'POST', `/v1/cases/${id}/claim/release`)).status, 409)
  assert.equal((await call(token, 'POST', '/v1/cases/case_999/claim/release')).status, 404)
  assert.equal((await call(token, 'POST', '/v1/cases/c-x/claim/release')).status, 400)
})

test('a case released with a reason is not offered again', async (t) => {
  const { db, call, reviewer } = await start(t)
  const [ana, ben] = [await reviewer(), await reviewer()]
  const id = await givenCase(db)
  const next = async ({ token }: { token: string }) => (await call(token, 'POST', '/v1/cases/claim-next')).body?.id
  const url = `/v1/cases/${id}/claim`
  assert.equal(await next(ana), id)
  assert.equal((await call(ana.token, 'POST', `${url}/release`, { reason: 'I know them.' })).status, 204)
  assert.equal(await next(ana), undefined)
  assert.equal(await next(ben), id)
  assert.equal((await call(ben.token, 'POST', `${url}/release`)).status, 204)
  assert.equal((await call(ana.token, 'POST', url)).status, 200)
  assert.equal((await call(ana.token, 'POST', `${url}/release`, { reason: 'I do know them.' })).status, 204)
  const { rows } = await db.query(sql`select not_offered_to as people from review_case where id = ${id}`)
  assert.deepEqual(rows, [{ people: [ana.id] }])
  assert.deepEqual(await problemsOf(db), [])
})

test('400: a release takes a reason or nothing', async (t) => {
  const { db, call, reviewer } = await start(t)
  const { token } = await reviewer()
  const url = `/v1/cases/${await givenCase(db)}/claim/release`
  for (const body of [{ reason: '' }, { reason: 7 }, { reason: 'x'.repeat(2_001) }, { why: 'x' }])
    assert.equal((await call(token, 'POST', url, body)).status, 400, JSON.stringify(body))
})

test('401, 403: queue routes refuse strangers, API keys, people off shift', async (t) => {
  const { db, call, reviewer } = await start(t)
  const key = await givenKey(db)
  const { token: off } = await reviewer({ onShift: false })
  const { token: admin } = await reviewer({ roles: ['admin'] })
  const routes: [Method, string][] = [
    ['POST', '/v1/cases/claim-next'],
    ['POST', '/v1/cases/case_1/claim/renew'],
    ['POST', '/v1/cases/case_1/claim/release'],
    ['GET', '/v1/cases'],
  ]
  for (const [method, url] of routes) {
    assert.equal((await call('cs_pat_nobody', method, url)).status, 401, url)
    assert.equal((await call(key.token, method, url)).status, 403, url)
    assert.equal((await call(admin, method, url)).status, 403, url)
    // A reviewer off shift can still release a case.
    assert.equal((await call(off, method, url)).status, url.endsWith('release') ? 404 : 403, url)
  }
})

async function pages(
  call: Awaited<ReturnType<typeof start>>['call'],
  token: string,
  query: string,
): Promise<string[][]> {
  const all: string[][] = []
  for (let cursor = ''; all.length < PAGES_MAX; ) {
    const { status, body } = await call(token, 'GET', `/v1/cases?${query}${cursor}`)
    assert.equal(status, 200, JSON.stringify(body))
    all.push(body.items.map(({ id }: { id: string }) => id))
    if (body.nextCursor === null) return all
    cursor = `&cursor=${body.nextCursor}`
  }
  throw new Error(`no end after ${PAGES_MAX} pages`)
}

test('pages of cases list each once, even within one microsecond', async (t) => {
  const { db, call, reviewer } = await start(t)
  const account = await givenAccount(db)
  await db.query(sql`
    insert into review_case (subject, account_id, queue, category, opened_at, due_at)
    select 'content:' || number, ${account}, 'general', 'VIOLENCE',
      timestamptz '2031-05-17 09:30:00.123456+00' + number / 4 * interval '1 microsecond', desk_now()
    from generate_series(1, 25) number`)
  const { token } = await reviewer()
  for (const limit of [1, 2, 3, 7, 24, 25, 26]) {
    const got = await pages(call, token, `limit=${limit}`)
    assert.equal(new Set(got.flat()).size, 25)
    assert.equal(got.flat().length, 25)
    assert.equal(got.length, Math.ceil(25 / limit), `${limit} a page`)
  }
})

test('200: cases are listed by queue, state, subject and holder', async (t) => {
  const { db, call, reviewer } = await start(t)
  const held = await givenCase(db, { rank: 5 })
  const scam = await givenCase(db, { queue: 'scams', subject: 'account:a&b' })
  const closed = await givenCase(db)
  await db.query(sql`update review_case set state = 'closed', closed_at = desk_now() where id = ${closed}`)
  const { token } = await reviewer()
  await call(token, 'POST', '/v1/cases/claim-next')
  const list = async (query: string) => (await pages(call, token, query)).flat()
  assert.deepEqual(await list(''), [held, scam, closed])
  assert.deepEqual(await list('queue=scams'), [scam])
  assert.deepEqual(await list('state=closed'), [closed])
  assert.deepEqual(await list(`subject=${encodeURIComponent('account:a&b')}`), [scam])
  assert.deepEqual(await list('claimedBy=me'), [held])
  assert.deepEqual(await list('queue=nowhere'), [])
  const other = await reviewer()
  const { body } = await call(other.token, 'GET', '/v1/cases?state=open&limit=1')
  assert.match(body.items[0].claimedBy, /^p-/)
})

test('400: a wrong filter, limit or cursor of cases is refused', async (t) => {
  const { call, reviewer } = await start(t)
  const { token } = await reviewer()
  const bad = ['state=lost', 'limit=0', 'limit=201', 'claimedBy=staff_1', 'subject=t12', 'colour=red', 'cursor=abc']
  const forged = [
    '["1"]',
    '[1,"case_1"]',
    '["99999999999999999","case_1"]',
    '["-1","case_1"]',
    '["1","\\u0000"]',
    '',
  ].map((text) => `cursor=${Buffer.from(text).toString('base64url')}`)
  for (const query of [...bad, ...forged])
    assert.equal((await call(token, 'GET', `/v1/cases?${query}`)).status, 400, query)
  const farthest = Buffer.from('["9999999999999999","case_1"]').toString('base64url')
  assert.equal((await call(token, 'GET', `/v1/cases?cursor=${farthest}`)).status, 200)
})

test('a person never sees cases beyond their employer, site or clearance', async (t) => {
  const { db, call, reviewer } = await start(t)
  const plain = await givenCase(db)
  const north = await givenCase(db, { employer: 'Northwind' })
  const porto = await givenCase(db, { site: 'Porto' })
  const safety = await givenCase(db, { clearances: ['safety'] })
  const guarded = await givenCase(db, { accountId: await givenAccount(db, { protected: true }) })
  const unknown = await givenCase(db, { accountId: null })
  const list = async (given: GivenStaff) => (await pages(call, (await reviewer(given)).token, '')).flat()
  assert.deepEqual(await list({}), [plain])
  assert.deepEqual(await list({ employer: 'Northwind' }), [plain, north])
  assert.deepEqual(await list({ site: 'Porto' }), [plain, porto])
  assert.deepEqual(await list({ clearances: ['safety'] }), [plain, safety])
  assert.deepEqual(await list({ clearances: ['protected'] }), [plain, guarded, unknown])
})
