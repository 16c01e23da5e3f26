import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { givenKey, givenStaff } from '../../test/support/people.ts'
import { bearer, startTestDesk, type TestDesk } from '../../test/support/server.ts'
import { waitFor } from '../../test/support/wait-for.ts'
import { DESK } from '../domain.ts'
import { append } from '../ledger/append.ts'
import { inTransaction } from '../lib/db.ts'
import { eventRoutes } from './event-routes.ts'

/** A desk whose ledger gets its numbers when the test says so. */
async function startStream(t: TestContext) {
  const test = await startTestDesk(t, { routes: [eventRoutes] })
  const url = await test.app.listen({ host: '127.0.0.1', port: 0 })
  const number = () => test.database.pool.query('select sequence_leaves(1000)')
  return { ...test, url, number }
}

/** Reads a stream until the test ends; `text` is what has come so far. */
async function follow(t: TestContext, url: string, token: string, last?: string) {
  const ending = new AbortController()
  const headers = { ...bearer(token), ...(last === undefined ? {} : { 'last-event-id': last }) }
  const response = await fetch(`${url}/v1/events`, { headers, signal: ending.signal })
  const stream = { status: response.status, type: response.headers.get('content-type'), text: '', ended: false }
  const read = async () => {
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) stream.text += decoder.decode(chunk, { stream: true })
  }
  const reading = read()
    .catch(() => undefined)
    .then(() => {
      stream.ended = true
    })
  t.after(async () => {
    ending.abort()
    await reading
  })
  return stream
}

const record = ({ desk }: Pick<TestDesk, 'desk'>, subject: string, orderId: string) =>
  inTransaction(desk.db, async (tx) =>
    append(tx, { kind: 'needs_attention', why: 'a secret reason', by: DESK, subject, orderId }),
  )

test('200: what is recorded is told within moments, by kind and id alone', async (t) => {
  const desk = await startStream(t)
  const wren = await givenStaff(desk.desk.db, { clearances: ['protected'] })
  const stream = await follow(t, desk.url, wren.token)
  assert.deepEqual([stream.status, stream.type], [200, 'text/event-stream; charset=utf-8'])
  await waitFor('the stream to begin', async () => stream.text.includes('retry:'))
  await record(desk, 'account:vale', 'o-7')
  await waitFor('the event', async () => {
    await desk.number()
    return stream.text.includes('"kind":"order","id":"o-7"')
  })
  assert.match(stream.text, /event: desk\ndata: \{"kind":"account","id":"vale"\}/)
  assert.doesNotMatch(stream.text, /secret/)
})

test('200: whoever may not see every account is not told that something happens to one', async (t) => {
  const desk = await startStream(t)
  const heron = await givenStaff(desk.desk.db)
  const stream = await follow(t, desk.url, heron.token)
  await waitFor('the stream to begin', async () => stream.text.includes('retry:'))
  await record(desk, 'account:vale', 'o-8')
  await waitFor('the event', async () => {
    await desk.number()
    return stream.text.includes('o-8')
  })
  assert.doesNotMatch(stream.text, /vale/)
})

test('200: what was missed comes first, each once, and more than can be told is said to be', async (t) => {
  const desk = await startStream(t)
  const wren = await givenStaff(desk.desk.db, { clearances: ['protected'] })
  for (const orderId of ['o-1', 'o-2', 'o-3']) await record(desk, 'account:otto', orderId)
  await desk.number()
  const { rows } = await desk.database.pool.query<{ number: number }>(`
    select number from ledger_entry join ledger_payload using (leaf_id) where order_id = 'o-1'`)
  const stream = await follow(t, desk.url, wren.token, String(rows[0]?.number))
  await waitFor('what was missed', async () => stream.text.includes('o-3'))
  assert.doesNotMatch(stream.text, /"o-1"/)
  assert.equal(stream.text.split('"o-2"').length, 2)
  const lost = await follow(t, desk.url, wren.token, 'no number')
  await waitFor('being told so', async () => lost.text.includes('event: stale'))
})

test('401, 403: nobody who is not signed in, and no machine, follows', async (t) => {
  const desk = await startStream(t)
  assert.equal((await desk.app.inject({ url: '/v1/events' })).statusCode, 401)
  const key = await givenKey(desk.desk.db)
  assert.equal((await desk.app.inject({ url: '/v1/events', headers: bearer(key.token) })).statusCode, 403)
})

test('a stream ends when the desk closes', async (t) => {
  const desk = await startStream(t)
  const wren = await givenStaff(desk.desk.db)
  const stream = await follow(t, desk.url, wren.token)
  await desk.app.close()
  await waitFor('the end', async () => stream.ended)
})
