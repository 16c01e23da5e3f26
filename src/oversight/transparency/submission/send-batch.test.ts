import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aStatement } from '../../../../test/support/dsa/some-statements.ts'
import { DSA_TOKEN, type DsaServer, type Fault, startDsaServer } from '../../../../test/support/dsa/start-dsa-server.ts'
import type { DsaStatement } from '../statement/dsa-statement.ts'
import { DsaClient } from './dsa-client.ts'
import { sendBatch } from './send-batch.ts'

const batchOf = (count: number, change: (place: number) => object = () => ({})) =>
  Array.from(
    { length: count },
    (_, place) => ({ ...aStatement(`stm_${place}`), ...change(place) }) as unknown as DsaStatement,
  )

const clientOf = ({ url }: DsaServer, more: { token?: string; timeoutMs?: number } = {}) =>
  new DsaClient(
    { url: `${url}/`, token: more.token ?? DSA_TOKEN, callsASecond: 190, allowPrivate: [] },
    more.timeoutMs === undefined ? {} : { timeoutMs: more.timeoutMs },
  )

/** Only a server that is silent is given up on soon: a busy machine may answer late. */
const timeoutOf = ({ kind }: Fault) => (kind === 'silence' ? { timeoutMs: 2_000 } : {})

test('a batch is stored with the ids of the server', async (t) => {
  const server = await startDsaServer(t)
  const { stored, refused, trouble } = await sendBatch(clientOf(server), batchOf(100))
  assert.deepEqual([stored.size, refused.size, trouble, server.statements.size], [100, 0, undefined, 100])
  assert.match(stored.get('stm_0') ?? '', /^0{8}-/)
  assert.deepEqual(
    server.calls.map(({ path, count }) => [path, count]),
    [['/api/v1/statements', 100]],
  )
  const { authorization, accept } = server.calls[0]?.headers ?? {}
  assert.deepEqual([authorization, accept], [`Bearer ${DSA_TOKEN}`, 'application/json'])
})

test('one bad statement is set aside, and the others are stored', async (t) => {
  const server = await startDsaServer(t)
  const batch = batchOf(20, (place) =>
    place % 7 === 3 ? { category: 'STATEMENT_CATEGORY_PIRACY', decision_facts: '' } : {},
  )
  const { stored, refused } = await sendBatch(clientOf(server), batch)
  assert.deepEqual([...refused.keys()], ['stm_3', 'stm_10', 'stm_17'])
  assert.deepEqual(
    refused
      .get('stm_3')
      ?.map(({ field }) => field)
      .sort(),
    ['category', 'decision_facts'],
  )
  assert.deepEqual([stored.size, server.statements.size, server.calls.length], [17, 17, 2])
})

test('statements of a lost answer count as sent, once', async (t) => {
  for (const fault of [{ kind: 'lose_answer' }, { kind: 'silence', done: true }] as const) {
    const server = await startDsaServer(t)
    server.faults = [fault]
    const impatient = clientOf(server, timeoutOf(fault))
    const first = await sendBatch(impatient, batchOf(3))
    assert.deepEqual([first.stored.size, first.refused.size, first.trouble?.kind], [0, 0, 'later'], fault.kind)
    assert.equal(server.statements.size, 3)
    const again = await sendBatch(clientOf(server), batchOf(5))
    assert.deepEqual([again.stored.size, again.refused.size, again.trouble], [5, 0, undefined])
    assert.deepEqual([again.stored.get('stm_0'), server.statements.size], [null, 5])
  }
})

test('faults and limits of the server leave all for later', async (t) => {
  const server = await startDsaServer(t)
  const answer = (status: number, headers = {}) => ({ kind: 'answer', answer: [status, {}, headers] }) as const
  for (const [fault, kind, afterMs] of [
    [{ kind: 'lose_call' }, 'later', 30_000],
    [{ kind: 'silence', done: false }, 'later', 30_000],
    [answer(429, { 'retry-after': '7' }), 'later', 7_000],
    [answer(429, { 'retry-after': '9'.repeat(6) }), 'later', 600_000],
    [answer(503, { 'retry-after': 'soon' }), 'later', 30_000],
    [answer(404), 'unexpected', undefined],
    [answer(302, { location: 'http://127.0.0.1:1/login' }), 'unexpected', undefined],
    [answer(403), 'unauthorised', undefined],
  ] as const) {
    server.faults = [fault]
    const { stored, refused, trouble } = await sendBatch(clientOf(server, timeoutOf(fault)), batchOf(2))
    assert.deepEqual([stored.size, refused.size, trouble?.kind], [0, 0, kind], JSON.stringify(fault))
    if (trouble?.kind === 'later') assert.equal(trouble.afterMs, afterMs)
  }
  assert.equal((await sendBatch(clientOf(server, { token: 'old' }), batchOf(1))).trouble?.kind, 'unauthorised')
  assert.equal(server.statements.size, 0)
})

test('a hostile server neither settles a statement nor keeps the desk busy', async (t) => {
  const server = await startDsaServer(t)
  const change = (body: object | string) => ({ kind: 'change', change: () => body }) as const
  const other = { puid: 'stm_other', uuid: '00000000-0000-4000-8000-000000000001' }
  for (const body of [
    { statements: [other] },
    { statements: [{ puid: 'stm_0', uuid: '<b>x' }] },
    '[',
    'null',
    '{"statements":7}',
  ]) {
    server.faults = [change(body)]
    const { stored, refused } = await sendBatch(clientOf(server), batchOf(1))
    server.statements.clear()
    assert.deepEqual([stored.size, refused.size], [0, 0], JSON.stringify(body))
  }
  const refuse = (body: object | string) => ({ kind: 'answer', answer: [422, body] }) as const
  const markup = {
    errors: { statement_0: { '<script>': ['\u001b[31m<img src=x>\0\u202e https://evil.example'], __proto__: 1 } },
  }
  server.faults = [refuse(markup)]
  const { refused } = await sendBatch(clientOf(server), batchOf(1))
  assert.deepEqual([...refused.values()], [[{ field: 'statement', says: '[31m‹img src=x›� https: //evil.example' }]])
  server.faults = Array.from({ length: 500 }, () => refuse({ errors: { puid: ['no'], existing_puids: ['stm_0'] } }))
  const lied = await sendBatch(clientOf(server), batchOf(2))
  assert.deepEqual([lied.stored.size, lied.trouble?.kind], [0, 'unexpected'])
  server.faults = [{ kind: 'answer', answer: [201, `"${'x'.repeat(9_000_000)}"`] }]
  assert.deepEqual((await sendBatch(clientOf(server), batchOf(1))).stored.size, 0)
})

test('the client stays below the limits of the server', async (t) => {
  const server = await startDsaServer(t)
  const settings = { url: server.url, token: DSA_TOKEN, callsASecond: 50, allowPrivate: [] }
  const client = new DsaClient(settings)
  const begun = performance.now()
  await Promise.all(Array.from({ length: 26 }, (_, place) => client.findPuid(`stm_${place}`)))
  assert.ok(performance.now() - begun >= 495, `${performance.now() - begun} ms`)
})
