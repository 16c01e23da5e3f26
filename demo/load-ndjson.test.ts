import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { loadNdjson } from './load-ndjson.ts'
import { UP } from './subject-state.ts'
import { call, OFFLINE, getJson, givenDemo, instruct } from './test/small-desk.ts'

const ACCOUNTS = 6_000
const CONTENTS = 25_000
const LOAD_SECONDS_MAX = 20

const account = (n: number, more: object = {}) => ({
  type: 'account',
  id: `u${n}`,
  handle: `user_${n}`,
  displayName: `User ${n}`,
  reach: n,
  verified: false,
  tags: [],
  createdAt: '2017-01-01T00:00:00.000Z',
  factsAt: '2017-10-15T00:00:00.000Z',
  ...more,
})
const content = (n: number, accountId: string) => ({
  type: 'content',
  id: `t${n}`,
  accountId,
  kind: 'post',
  text: `Post ${n}`,
  createdAt: '2017-10-20T00:00:00.000Z',
})
const toLines = (rows: object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('')

function load(url: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}/load`, { method: 'POST', headers: { 'content-type': 'application/x-ndjson', ...headers }, body })
}

test('a file of accounts loads over HTTP; bad lines are listed', async (t) => {
  const { url } = await givenDemo(t)
  const bad = [
    account(1, { id: 'other' }),
    content(7, 'nobody'),
    { ...account(8), reach: 1.5 },
    { ...content(9, 'u1'), text: null },
  ]
  const lines = toLines([
    account(1),
    account(2, { reach: null, createdAt: null }),
    content(1, 'u1'),
    { type: 'report' },
    ...bad,
  ])
  const loaded = JSON.parse(await (await load(url, `${lines}not json\n`)).text())
  const { rejectedLines, ...counts } = loaded
  assert.deepEqual(counts, { accounts: 2, contents: 1, ignored: 1, rejected: 5 })
  assert.deepEqual(
    rejectedLines.map(({ line }: { line: number }) => line),
    [5, 6, 7, 8, 9],
  )
  const facts = await call(url, { type: 'subject.facts', subject: { kind: 'account', id: 'u2' } })
  const { account: known } = { account: { reach: 0, createdAt: '' }, ...facts.body }
  assert.deepEqual([known.reach, known.createdAt], [null, null])
  assert.equal((await fetch(`${url}/@user_1`)).status, 200)
  assert.equal((await fetch(`${url}/posts/t1`)).status, 200)
})

test('loading a file again keeps the effects of enforcements', async (t) => {
  const { url } = await givenDemo(t)
  const subject = { kind: 'account', id: 'u1' } as const
  await load(url, toLines([account(1)]))
  await call(url, instruct(1, OFFLINE, { subject }))
  await load(url, toLines([account(1, { reach: 500 })]))
  const { state } = (await getJson(`${url}/state/account/u1`)).body
  assert.deepEqual(state, OFFLINE)
  await call(url, instruct(2, UP, { subject }))
  assert.equal((await getJson(`${url}/state/account/u1`)).body.reach, 500)
})

test('the demo platform loads 6,000 accounts and 25,000 contents within seconds', async (t) => {
  const { store } = await givenDemo(t)
  const accounts = Array.from({ length: ACCOUNTS }, (_, n) => account(n))
  const contents = Array.from({ length: CONTENTS }, (_, n) => content(n, `u${n % ACCOUNTS}`))
  const startMs = performance.now()
  const loaded = await loadNdjson(store, Readable.from([toLines(accounts), toLines(contents)]))
  const seconds = (performance.now() - startMs) / 1000
  t.diagnostic(`${seconds.toFixed(2)} s`)
  assert.deepEqual([loaded.accounts, loaded.contents, loaded.rejected], [ACCOUNTS, CONTENTS, 0])
  assert.ok(seconds < LOAD_SECONDS_MAX)
})

test('a demo with a load key loads files of its holder only', async (t) => {
  const { url } = await givenDemo(t, { faults: false, loadKey: 'open sesame' })
  assert.equal((await load(url, toLines([account(1)]))).status, 401)
  assert.equal((await load(url, toLines([account(1)]), { authorization: 'Bearer sesame' })).status, 401)
  assert.equal((await load(url, toLines([account(1)]), { authorization: 'Bearer open sesame' })).status, 200)
})
