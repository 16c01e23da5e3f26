import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { givenKey, givenStaff } from '../../../test/support/people.ts'
import { givenPlatform } from '../../../test/support/platforms.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { OWN_NAMES } from '../../foundation/coop/coop-item.ts'
import { DESK, type KeyScope } from '../../foundation/domain.ts'
import { addKey } from '../../people/access/keys.ts'
import { readItems } from '../../policy/items/items-file.ts'

const REPORT_URL = '/api/v1/report'
const ITEMS_URL = '/api/v1/items/async/'
const APPEAL_URL = '/api/v1/report/appeal'
const FIELDS = {
  ...{ name: 'Two tickets', offer: { price: 80, currency: 'EUR' }, seller: 'old-tunes' },
}
const LISTING = { id: '77', typeId: 'a84813', data: FIELDS }
const POST = { id: '5', typeId: 'post', data: { text: 'Tickets!', author: { id: '900', typeId: 'user' } } }
const REPORT = {
  reporter: { kind: 'user', id: '31', typeId: 'user' },
  reportedAt: '2026-05-04T06:59:58.000Z',
  reportedForReason: { policyId: 'scam', reason: 'Sells tickets that do not exist.', csam: null },
  reportedItem: POST,
  reportedItemThread: [{ id: '4', typeId: 'post', data: { text: 'Who has tickets?' } }],
  reportedItemsInThread: [{ id: '4', typeId: 'post' }],
  version: 'of a later Coop',
}
const APPEAL = {
  ...{ appealId: 'apl-1', appealedAt: '2026-05-05T07:00:00.000Z', actionsTaken: ['hide-id'] },
  ...{ appealedBy: { id: '900', typeId: 'user' }, actionedItem: POST, appealReason: 'They exist.' },
}

/** A desk whose platform `forum` was integrated with Coop, with item types for its listings. */
async function startForum(t: TestContext) {
  const types = { accounts: ['user'], items: { a84813: 'listing' }, fields: OWN_NAMES }
  const { desk, app, logged } = await startTestDesk(t, { routes: ROUTES, coop: new Map([['forum', types]]) })
  const items = readItems('items.yaml', readFileSync('examples/marketplace/items.yaml', 'utf8'))
  Object.assign(desk, { policies: { ...desk.policies, items } })
  await givenPlatform(desk.db, 'forum')
  const keyOf = async (...scopes: KeyScope[]) =>
    (await addKey({ db: desk.db }, { name: 'forum', scopes, platform: 'forum' }, DESK)).key
  const key = await keyOf('report', 'facts', 'appeals')
  const send = async (
    url: string,
    payload: object | undefined,
    headers: Record<string, string> = { 'x-api-key': key },
  ) => {
    const method = payload === undefined ? 'GET' : 'POST'
    const answer = await app.inject({ method, url, headers, ...(payload && { payload }) })
    return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() }
  }
  const all = async (text: string) => (await desk.db.query<Record<string, unknown>>({ text, values: [] })).rows
  return { desk, send, all, keyOf, logged }
}

test('a report of Coop becomes one report of the desk', async (t) => {
  const { send, all } = await startForum(t)
  const first = await send(REPORT_URL, REPORT)
  assert.equal(first.status, 201, JSON.stringify(first.body))
  assert.deepEqual(await send(REPORT_URL, { ...REPORT }), first)
  const rows = await all(
    `select report.id, review_case.subject, report.reporter_id, report.ground, report.category, report.keyword, report.comment
     from report join review_case on review_case.id = report.case_id`,
  )
  assert.deepEqual(rows, [
    {
      ...{ id: first.body.reportId, subject: 'content:forum~post/5', reporter_id: 'forum~user/31' },
      ...{ ground: 'terms', category: 'SCAMS_AND_FRAUD', keyword: 'scam', comment: 'Sells tickets that do not exist.' },
    },
  ])
  const texts = await all(`select convert_from(bytes, 'UTF8') as text from evidence_bytes order by length(bytes)`)
  assert.deepEqual(
    texts.map(({ text }) => JSON.parse(String(text))),
    [POST, { thread: REPORT.reportedItemThread, reported: REPORT.reportedItemsInThread }],
  )
  assert.equal((await send(REPORT_URL, { ...REPORT, reportedAt: '2026-05-04T07:00:00.000Z' })).status, 201)
  assert.equal((await all('select id from report')).length, 2)
})

test('an item of a declared type keeps its fields', async (t) => {
  const { send, all } = await startForum(t)
  const { reportedItemThread: _, ...report } = { ...REPORT, reportedItem: LISTING }
  assert.equal((await send(REPORT_URL, report)).status, 201)
  assert.deepEqual(await all('select subject from review_case'), [{ subject: 'content:forum~a84813/77' }])
  assert.deepEqual(await all('select type from case_item'), [{ type: 'listing' }])
  const wrong = { ...report, reportedItem: { ...LISTING, data: { ...FIELDS, offer: { price: -1, currency: 'EUR' } } } }
  const { status, body } = await send(REPORT_URL, wrong)
  assert.deepEqual([status, body.errors[0].field], [400, 'reportedItem/data/offer/price'])
  const user = { ...REPORT, reportedItem: { id: '900', typeId: 'user', data: {} } }
  assert.equal((await send(REPORT_URL, user)).status, 201)
  assert.equal((await all(`select id from review_case where subject = 'account:forum~user/900'`)).length, 1)
})

test('a report of child sexual abuse stores no data of the item', async (t) => {
  const { send, all } = await startForum(t)
  const reportedForReason = { csam: true, reason: 'A child.' }
  assert.equal((await send(REPORT_URL, { ...REPORT, reportedForReason })).status, 201)
  assert.deepEqual(await all('select ground, category, keyword from report'), [
    { ground: 'illegal', category: 'PROTECTION_OF_MINORS', keyword: null },
  ])
  assert.deepEqual(await all('select id from evidence'), [])
})

test('400 names the field, stores nothing and quotes nothing', async (t) => {
  const { send, all, logged } = await startForum(t)
  const broken: [string, object, string][] = [
    [REPORT_URL, { ...REPORT, reporter: { kind: 'rule', id: '1', typeId: 'r' } }, 'reporter/kind'],
    [REPORT_URL, { ...REPORT, reporter: undefined }, 'reporter'],
    [REPORT_URL, { ...REPORT, reportedAt: 'yesterday' }, 'reportedAt'],
    [REPORT_URL, { ...REPORT, reportedItem: { id: '5', data: {} } }, 'reportedItem/typeId'],
    [REPORT_URL, { ...REPORT, reportedItem: { ...POST, id: 'x'.repeat(201) } }, 'reportedItem/id'],
    [REPORT_URL, { ...REPORT, reportedItem: { ...POST, typeId: '\u{1f4a9}'.repeat(32) } }, 'subject/id'],
    [REPORT_URL, { ...REPORT, reportedItem: { ...POST, data: 'SECRETS' } }, 'reportedItem/data'],
    [ITEMS_URL, { items: [] }, 'items'],
    [ITEMS_URL, { items: [{ ...LISTING, data: { name: 7 } }] }, 'items/0/data/name'],
    [REPORT_URL, { ...REPORT, reportedItem: { ...POST, typeId: '\ud800' } }, 'reportedItem/typeId'],
    [ITEMS_URL, { items: [{ ...POST, typeId: '\ud800' }] }, 'items/0/typeId'],
    [APPEAL_URL, { ...APPEAL, actionedItem: undefined }, 'actionedItem'],
    [APPEAL_URL, { ...APPEAL, actionedItem: { ...POST, typeId: '\ud800' } }, 'actionedItem/typeId'],
    [APPEAL_URL, { ...APPEAL, appealedBy: { id: '900', typeId: '\ud800' } }, 'appealedBy/typeId'],
    [APPEAL_URL, { ...APPEAL, appealReason: 'x'.repeat(10_001) }, 'appealReason'],
  ]
  for (const [url, payload, field] of broken) {
    const { status, body } = await send(url, payload)
    assert.equal(status, 400, `${field}: ${JSON.stringify(body)}`)
    assert.equal(body.errors[0].field, field)
  }
  assert.deepEqual(await all('select id from review_case'), [])
  assert.doesNotMatch(JSON.stringify(logged), /SECRETS/)
})

test('submitted items become facts of the key', async (t) => {
  const { send, all } = await startForum(t)
  const user = { id: '900', typeId: 'user', data: { handle: 'old_tunes', displayName: 'Old tunes', reach: 812 } }
  const anonymous = { id: '6', typeId: 'post', data: { text: 'By no person.' } }
  assert.deepEqual(await send(ITEMS_URL, { items: [user, POST, anonymous] }), { status: 202, body: undefined })
  assert.deepEqual(await all('select id, handle, reach::int as reach from account order by id'), [
    { id: 'forum~user/900', handle: 'old_tunes', reach: 812 },
  ])
  assert.deepEqual(await all('select id, account_id, text from content'), [
    { id: 'forum~post/5', account_id: 'forum~user/900', text: 'Tickets!' },
  ])
  const other = { ...POST, data: { text: 'Tickets!', author: { id: '901', typeId: 'user' } } }
  assert.equal((await send(ITEMS_URL, { items: [user, other] })).status, 409)
})

test('404: an appeal without an enforcement is refused', async (t) => {
  const { send, all } = await startForum(t)
  assert.equal((await send(APPEAL_URL, APPEAL)).status, 404)
  assert.deepEqual(await all('select id from appeal'), [])
})

test('policies have the ids that a report may name', async (t) => {
  const { send, desk } = await startForum(t)
  const { body } = await send('/api/v1/policies/', undefined)
  assert.deepEqual(
    body.policies.map(({ id }: { id: string }) => id),
    [...desk.policies.policies.keys()],
  )
})

test('401, 403, 404: other keys, other headers and people are refused', async (t) => {
  const { desk, send, keyOf, all } = await startForum(t)
  const calls = [
    [REPORT_URL, REPORT, await keyOf('facts')],
    [ITEMS_URL, { items: [POST] }, await keyOf('report')],
    [APPEAL_URL, APPEAL, await keyOf('report')],
    ['/api/v1/policies/', undefined, await keyOf('facts')],
  ] as const
  const lead = await givenStaff(desk.db, { roles: ['lead', 'policy'], onShift: true })
  const ofDefault = await givenKey(desk.db, ['report', 'facts', 'appeals'])
  for (const [url, payload, other] of calls) {
    const status = async (headers: Record<string, string>) => (await send(url, payload, headers)).status
    assert.equal(await status({}), 401, url)
    assert.equal(await status({ 'x-api-key': 'cs_key_of_a_thief' }), 401, url)
    assert.equal(await status({ 'x-api-key': other }), 403, url)
    assert.equal(await status({ 'x-api-key': lead.token }), 403, url)
    assert.equal(await status(bearer(lead.token)), 403, url)
    assert.equal(await status({ 'x-api-key': ofDefault.token }), 404, url)
    // A key in the usual header counts too, and the other header counts on no other route.
    assert.notEqual(await status(bearer(ofDefault.token)), 401, url)
  }
  assert.equal((await send('/v1/reports', {}, { 'x-api-key': ofDefault.token })).status, 401)
  assert.deepEqual(await all('select id from review_case'), [])
})
