import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { givenKey, givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { intakeRoutes } from './routes.ts'

const REPORT = {
  id: 'n-1',
  subject: { kind: 'content', id: 't1' },
  ground: 'illegal',
  category: 'CYBER_VIOLENCE',
  reporterId: 'p-1',
  reportedAt: '2026-03-04T05:06:07Z',
}
const ACCOUNT = {
  handle: 'ann',
  displayName: 'Ann',
  reach: 5,
  verified: false,
  tags: [],
  createdAt: null,
  factsAt: '2026-03-04T05:06:07Z',
}
const CONTENT = { accountId: 'a1', kind: 'post', text: 'hello', createdAt: null, factsAt: '2026-03-04T05:06:07Z' }

async function startIntake(t: TestContext) {
  const { desk, app, logged } = await startTestDesk(t, { routes: [intakeRoutes] })
  const key = await givenKey(desk.db)
  const send = async (method: 'POST' | 'PUT', url: string, payload: unknown, token = key.token) => {
    const answer = await app.inject({
      method,
      url,
      headers: { ...bearer(token), 'content-type': 'application/json' },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    })
    return { status: answer.statusCode, body: answer.json() }
  }
  const all = async (text: string) => (await desk.db.query(text)).rows
  return {
    desk,
    key,
    send,
    all,
    logged,
    report: (changes = {}) => send('POST', '/v1/reports', { ...REPORT, ...changes }),
  }
}

test('201, 200, 409: a report is created, repeated and refused', async (t) => {
  const { report } = await startIntake(t)
  const first = await report()
  assert.equal(first.status, 201)
  assert.deepEqual(Object.keys(first.body).sort(), ['caseId', 'id', 'receivedAt', 'reportId'])
  assert.deepEqual(await report(), { ...first, status: 200 })
  const other = await report({ comment: 'else' })
  assert.equal(other.status, 409)
  assert.match(other.body.detail, /The id “n-1” belongs to another report/)
})

const BROKEN: readonly [Record<string, unknown>, string][] = [
  [{ id: '' }, 'id'],
  [{ id: 'x'.repeat(257) }, 'id'],
  [{ reporterId: 7 }, 'reporterId'],
  [{ reporterId: undefined }, 'reporterId'],
  [{ subject: { kind: 'crowd', id: '1' } }, 'subject/kind'],
  [{ subject: { kind: 'account', id: '' } }, 'subject/id'],
  [{ ground: 'rude' }, 'ground'],
  [{ category: 'STATEMENT_CATEGORY_VIOLENCE' }, 'category'],
  [{ reportedAt: '2026-02-30T00:00:00Z' }, 'reportedAt'],
  [{ reportedAt: '1969-12-31T00:00:00Z' }, 'reportedAt'],
  [{ reportedAt: '9999-01-01T00:00:00Z' }, 'reportedAt'],
  [{ reportedAt: 'yesterday' }, 'reportedAt'],
  [{ reporterId: 'a\u0000b' }, 'reporterId'],
  [{ comment: 'half \ud83d of it' }, 'comment'],
  [{ comment: 'x'.repeat(10_001) }, 'comment'],
  [{ region: 'Ireland' }, 'region'],
  [{ language: 'English (UK)' }, 'language'],
  [{ account: { reach: -1 } }, 'account/reach'],
  [{ account: { name: 'x' } }, 'account/name'],
  [{ extra: 1 }, 'extra'],
  [{ evidence: Array(11).fill({ class: 'ordinary', mediaType: 'text/plain', text: 'x' }) }, 'evidence'],
  [
    {
      evidence: [{ class: 'restricted', mediaType: 'a/b', sha256: '00'.repeat(32), reference: 'v:1', base64: 'AAAA' }],
    },
    'evidence/0/base64',
  ],
  [{ evidence: [{ class: 'secret', mediaType: 'a/b', text: 'x' }] }, 'evidence/0/class'],
]

test('POST /v1/reports: 400 names the field, stores nothing and quotes nothing', async (t) => {
  const { report, send, all, logged } = await startIntake(t)
  for (const [changes, field] of BROKEN) {
    const { status, body } = await report(changes)
    assert.equal(status, 400, JSON.stringify(changes).slice(0, 100))
    assert.equal(body.errors[0].field, field)
  }
  assert.equal((await send('POST', '/v1/reports', '{"id":')).status, 400)
  assert.deepEqual(await all('select id from review_case'), [])
  assert.ok(!JSON.stringify(logged).includes('AAAA'))
})

test('401, 403: intake routes refuse callers without key, other keys, people', async (t) => {
  const { desk, send } = await startIntake(t)
  const [reportKey, factsKey] = [await givenKey(desk.db, ['report']), await givenKey(desk.db, ['facts'])]
  const lead = await givenStaff(desk.db, { roles: ['lead', 'policy'], onShift: true })
  const routes = [
    ['POST', '/v1/reports', REPORT, factsKey],
    ['PUT', '/v1/accounts/a1', ACCOUNT, reportKey],
    ['PUT', '/v1/contents/t1', CONTENT, reportKey],
  ] as const
  for (const [method, url, payload, wrongKey] of routes) {
    assert.equal((await send(method, url, payload, 'nobody')).status, 401)
    assert.equal((await send(method, url, payload, wrongKey.token)).status, 403)
    assert.equal((await send(method, url, payload, lead.token)).status, 403)
  }
})

test('413: every intake route refuses a body over its limit', async (t) => {
  const { send, report } = await startIntake(t)
  assert.equal((await report({ comment: 'x'.repeat(1_048_576) })).status, 413)
  assert.equal((await send('PUT', '/v1/accounts/a1', { ...ACCOUNT, handle: 'x'.repeat(524_288) })).status, 413)
  assert.equal((await send('PUT', '/v1/contents/t1', { ...CONTENT, text: 'x'.repeat(524_288) })).status, 413)
})

test('200: account facts are stored under their key or named source', async (t) => {
  const { key, send, all } = await startIntake(t)
  const id = encodeURIComponent('ä/1')
  assert.deepEqual(await send('PUT', `/v1/accounts/${id}`, ACCOUNT), {
    status: 200,
    body: { id: 'ä/1', outcome: 'recorded' },
  })
  assert.deepEqual(await all('select id, source, reach, protected from account'), [
    { id: 'ä/1', source: `key:${key.id}`, reach: 5, protected: false },
  ])
  const older = { ...ACCOUNT, factsAt: '2026-03-04T05:06:06Z', source: 'nightly' }
  assert.equal((await send('PUT', `/v1/accounts/${id}`, older)).body.outcome, 'older')
  await send('PUT', `/v1/accounts/${id}`, {
    ...ACCOUNT,
    source: 'nightly',
    reach: null,
    factsAt: '2026-03-05T00:00:00Z',
  })
  assert.deepEqual(await all('select source, reach, reach_counted from account'), [
    { source: 'nightly', reach: null, reach_counted: 5 },
  ])
})

test('an unknown reach of an account is never stored as number', async (t) => {
  const { send, all } = await startIntake(t)
  await send('PUT', '/v1/accounts/unknown', { ...ACCOUNT, reach: null })
  await send('PUT', '/v1/accounts/none', { ...ACCOUNT, reach: 'absent', items: 8 })
  assert.deepEqual(await all('select id, reach_counted, items, protected, absent from account order by id'), [
    { id: 'none', reach_counted: null, items: 8, protected: false, absent: ['reach'] },
    { id: 'unknown', reach_counted: null, items: null, protected: true, absent: [] },
  ])
})

test('200: content facts are stored; older ones are answered as outdated', async (t) => {
  const { send, all } = await startIntake(t)
  const put = (changes = {}) => send('PUT', '/v1/contents/t1', { ...CONTENT, ...changes })
  assert.deepEqual(await put({ language: 'ga' }), { status: 200, body: { id: 't1', outcome: 'recorded' } })
  assert.equal((await put({ factsAt: '2020-01-01T00:00:00Z' })).body.outcome, 'older')
  assert.deepEqual(await all('select account_id, language, facts_at from content'), [
    { account_id: 'a1', language: 'ga', facts_at: new Date(CONTENT.factsAt) },
  ])
})

test('400: wrong fields, future times and reserved sources are named', async (t) => {
  const { send, all } = await startIntake(t)
  const future = new Date(Date.now() + 3_600_000).toISOString()
  const both: readonly [string, Record<string, unknown>][] = [
    ['factsAt', { factsAt: future }],
    ['factsAt', { factsAt: '2026-02-30T00:00:00Z' }],
    ['factsAt', { factsAt: undefined }],
    ['createdAt', { createdAt: '2026-04-31T00:00:00Z' }],
    ['source', { source: 'platform' }],
    ['extra', { extra: true }],
  ]
  const account: typeof both = [
    ['handle', { handle: 'a\u0000' }],
    ['tags/0', { tags: ['\udc00'] }],
    ['reach', { reach: '5' }],
  ]
  const content: typeof both = [
    ['text', { text: 'x'.repeat(100_001) }],
    ['accountId', { accountId: '' }],
  ]
  for (const [field, changes] of [...both, ...account]) {
    const { status, body } = await send('PUT', '/v1/accounts/a1', { ...ACCOUNT, ...changes })
    assert.deepEqual([status, body.errors[0].field], [400, field], JSON.stringify(changes))
  }
  for (const [field, changes] of [...both, ...content]) {
    const { status, body } = await send('PUT', '/v1/contents/t1', { ...CONTENT, ...changes })
    assert.deepEqual([status, body.errors[0].field], [400, field], JSON.stringify(changes).slice(0, 100))
  }
  assert.equal((await send('PUT', `/v1/accounts/${'x'.repeat(257)}`, ACCOUNT)).status, 400)
  assert.equal((await send('PUT', '/v1/accounts/a%00b', ACCOUNT)).status, 400)
  assert.deepEqual(await all('select id from account union all select id from content'), [])
})
