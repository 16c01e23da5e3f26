import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { givenKey, givenPasskey, givenShift, givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk, type TestDesk } from '../../../test/support/server.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { DESK } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { revokeKey } from '../../people/access/keys.ts'
import { endStaff } from '../../admin/offboarding/end-staff.ts'
import { sessionCookie } from '../../people/sessions/session-cookie.ts'
import { beginSession, revokeSessions } from '../../people/sessions/sessions.ts'
import { revokeStaffToken } from '../../people/access/staff-tokens.ts'
import { eventRoutes } from './event-routes.ts'

/** Starts a desk whose ledger entries get numbers only when the test numbers them. */
async function startStream(t: TestContext) {
  const test = await startTestDesk(t, { routes: [eventRoutes] })
  const url = await test.app.listen({ host: '127.0.0.1', port: 0 })
  const number = () => test.database.pool.query('select number_entries(1000)')
  return { ...test, url, number }
}

/** Reads a stream until the test ends; `text` is everything received so far. */
async function follow(t: TestContext, url: string, as: string | Record<string, string>, last?: string, query = '') {
  const ending = new AbortController()
  const who = typeof as === 'string' ? bearer(as) : as
  const headers = { ...who, ...(last === undefined ? {} : { 'last-event-id': last }) }
  const response = await fetch(`${url}/v1/events${query}`, { headers, signal: ending.signal })
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

const record = ({ desk }: Pick<TestDesk, 'desk'>, subject: string, enforcementId: string) =>
  inTransaction(desk.db, async (tx) =>
    queueEntry(tx, { kind: 'needs_attention', why: 'a secret reason', by: DESK, subject, enforcementId }),
  )

test('200: a ledger entry becomes an event within moments', async (t) => {
  const desk = await startStream(t)
  const wren = await givenStaff(desk.desk.db, { clearances: ['protected'] })
  const stream = await follow(t, desk.url, wren.token)
  assert.deepEqual([stream.status, stream.type], [200, 'text/event-stream; charset=utf-8'])
  await waitFor('the stream to begin', async () => stream.text.includes('retry:'))
  await waitFor('the time', async () =>
    /event: time\ndata: \{"now":"\d{4}-.*Z","policies":"[0-9a-f]{64}"\}/.test(stream.text),
  )
  await record(desk, 'account:vale', 'enf_7')
  await waitFor('the event', async () => {
    await desk.number()
    return stream.text.includes('"kind":"enforcement","id":"enf_7"')
  })
  assert.match(stream.text, /event: desk\ndata: \{"kind":"account","id":"vale"\}/)
  assert.doesNotMatch(stream.text, /secret/)
})

test('200: a caller without account rights gets no events of accounts', async (t) => {
  const desk = await startStream(t)
  const heron = await givenStaff(desk.desk.db)
  const stream = await follow(t, desk.url, heron.token)
  await waitFor('the stream to begin', async () => stream.text.includes('retry:'))
  await record(desk, 'account:vale', 'enf_8')
  await waitFor('the event', async () => {
    await desk.number()
    return stream.text.includes('enf_8')
  })
  assert.doesNotMatch(stream.text, /vale/)
})

test('200: missed events come first, each once; gaps are named', async (t) => {
  const desk = await startStream(t)
  const wren = await givenStaff(desk.desk.db, { clearances: ['protected'] })
  for (const enforcementId of ['enf_1', 'enf_2', 'enf_3']) await record(desk, 'account:otto', enforcementId)
  await desk.number()
  const { rows } = await desk.database.pool.query<{ number: number }>(`
    select number from ledger_entry join ledger_payload using (leaf_id) where enforcement_id = 'enf_1'`)
  const stream = await follow(t, desk.url, wren.token, String(rows[0]?.number))
  await waitFor('what was missed', async () => stream.text.includes('enf_3'))
  assert.doesNotMatch(stream.text, /"enf_1"/)
  assert.equal(stream.text.split('"enf_2"').length, 2)
  const newest = (rows[0]?.number ?? 0) + 2
  for (const unknown of ['no number', String(newest + 1)]) {
    const lost = await follow(t, desk.url, wren.token, unknown)
    await waitFor('being told so', async () => lost.text.includes('event: stale'))
    assert.match(lost.text, new RegExp(`id: ${newest}\nevent: stale\ndata: \\{"number":${newest}\\}\n\n`), unknown)
  }
})

test('200: ?seconds=30 sends the events of the last 30 seconds first', async (t) => {
  const desk = await startStream(t)
  const wren = await givenStaff(desk.desk.db, { clearances: ['protected'] })
  await record(desk, 'account:otto', 'enf_old')
  await desk.database.ownerPool.query(
    `update ledger_payload set payload = regexp_replace(convert_from(payload, 'UTF8'), '"at":"[^"]*"', $1)::bytea
     where enforcement_id = 'enf_old'`,
    [`"at":"${new Date(Date.now() - 60_000).toISOString()}"`],
  )
  await record(desk, 'account:otto', 'enf_new')
  await desk.number()
  const stream = await follow(t, desk.url, wren.token, undefined, '?seconds=30')
  await waitFor('the new event', async () => stream.text.includes('enf_new'))
  assert.doesNotMatch(stream.text, /enf_old|event: stale/)
  for (let each = 0; each < 200; each++) await record(desk, 'account:otto', `enf_${each}`)
  await desk.number()
  const late = await follow(t, desk.url, wren.token, undefined, '?seconds=30')
  await waitFor('being told so', async () => late.text.includes('event: stale'))
})

test('an event stream ends with its session, token, key or person', async (t) => {
  const desk = await startStream(t)
  const { db } = desk.desk
  const stays = await givenStaff(db)
  const [signedOut, revoked, ended, lost] = [
    await givenStaff(db),
    await givenStaff(db),
    await givenStaff(db),
    await givenStaff(db),
  ]
  const session = async ({ id }: { id: string }) => {
    const key = await givenPasskey(db, id)
    const { secret } = await inTransaction(db, (tx) =>
      beginSession(tx, { staffId: id, credentialId: key.credentialId }),
    )
    return { key, headers: { cookie: sessionCookie(desk.desk.relyingParty, secret, 60).split(';')[0] ?? '' } }
  }
  const [bySession, byKey] = [await session(signedOut), await session(lost)]
  const streams = await Promise.all(
    [bySession.headers, revoked.token, ended.token, byKey.headers].map((as) => follow(t, desk.url, as)),
  )
  const other = await follow(t, desk.url, stays.token)
  await record(desk, 'account:vale', 'enf_before')
  await waitFor('everybody to be told', async () => {
    await desk.number()
    return [...streams, other].every(({ text }) => text.includes('enf_before'))
  })
  const { id: staffId, token: secret } = signedOut
  await revokeSessions(desk.desk, { staffId, secret }, { kind: 'staff', id: staffId })
  await revokeStaffToken(desk.desk, revoked.tokenId, DESK)
  await endStaff(desk.desk, ended.id, DESK)
  await desk.database.ownerPool.query('update passkey set removed_at = desk_now() where id = $1', [
    byKey.key.credentialId,
  ])
  await record(desk, 'account:vale', 'enf_after')
  await desk.number()
  await waitFor('the ends', async () => streams.every((stream) => stream.ended))
  for (const { text } of streams) assert.doesNotMatch(text, /enf_after/)
  await waitFor('the other to be told', async () => other.text.includes('enf_after'))
  assert.equal(other.ended, false)
})

test("an event stream follows its listener's current roles", async (t) => {
  const desk = await startStream(t)
  const lead = await givenStaff(desk.desk.db, { roles: ['lead', 'reviewer'] })
  const stream = await follow(t, desk.url, lead.token)
  await waitFor('the stream to begin', async () => stream.text.includes('retry:'))
  await desk.database.ownerPool.query(`update staff set roles = array['reviewer'] where id = $1`, [lead.id])
  await givenShift(desk.desk.db, lead.id)
  await record(desk, 'account:vale', 'enf_9')
  await waitFor('the event', async () => {
    await desk.number()
    return stream.text.includes('enf_9')
  })
  assert.doesNotMatch(stream.text, /"kind":"staff"/)
})

test('429: a person opens at most the allowed number of streams', async (t) => {
  const desk = await startStream(t)
  const wren = await givenStaff(desk.desk.db)
  const streams = []
  for (let each = 0; each < 21; each++) streams.push(await follow(t, desk.url, wren.token))
  assert.deepEqual([streams[19]?.status, streams[20]?.status], [200, 429])
  assert.equal((await follow(t, desk.url, (await givenStaff(desk.desk.db)).token)).status, 200)
})

test('401, 403: strangers and keys without scope get no event stream', async (t) => {
  const desk = await startStream(t)
  assert.equal((await desk.app.inject({ url: '/v1/events' })).statusCode, 401)
  for (const scopes of [['report', 'facts'], ['account_events']] as const) {
    const key = await givenKey(desk.desk.db, scopes)
    assert.equal((await desk.app.inject({ url: '/v1/events', headers: bearer(key.token) })).statusCode, 403)
  }
})

test('200: a key gets events by scope and missed ones until revoked', async (t) => {
  const desk = await startStream(t)
  const [some, all] = [
    await givenKey(desk.desk.db, ['events']),
    await givenKey(desk.desk.db, ['events', 'account_events']),
  ]
  await record(desk, 'account:vale', 'enf_1')
  const lead = await givenStaff(desk.desk.db, { roles: ['lead'] })
  await givenShift(desk.desk.db, lead.id)
  await desk.number()
  const streams = await Promise.all([some, all].map(({ token }) => follow(t, desk.url, token, '0')))
  await record(desk, 'account:otto', 'enf_2')
  await waitFor('both to be told', async () => {
    await desk.number()
    return streams.every(({ text }) => text.includes('enf_1') && text.includes('enf_2'))
  })
  assert.doesNotMatch(streams[0]?.text ?? '', /vale|otto|"kind":"(account|staff)"/)
  assert.match(streams[1]?.text ?? '', /"kind":"account","id":"vale"[\s\S]*"kind":"account","id":"otto"/)
  assert.doesNotMatch(streams[1]?.text ?? '', /"kind":"staff"/)
  await revokeKey(desk.desk, some.id, DESK)
  await waitFor('its end', async () => streams[0]?.ended)
  assert.equal(streams[1]?.ended, false)
})

test('an event stream ends when the desk shuts down', async (t) => {
  const desk = await startStream(t)
  const wren = await givenStaff(desk.desk.db)
  const stream = await follow(t, desk.url, wren.token)
  await desk.app.close()
  await waitFor('the end', async () => stream.ended)
})

test('503: a stream during shutdown is refused and delays nothing', async (t) => {
  const desk = await startStream(t)
  const wren = await givenStaff(desk.desk.db)
  const { restoreDb } = desk.desk
  const taken = await Promise.all(Array.from({ length: restoreDb.options.max }, () => restoreDb.connect()))
  const asked = fetch(`${desk.url}/v1/events`, { headers: bearer(wren.token) })
  await waitFor('it to be under way', async () => restoreDb.waitingCount > 0)
  const closed = desk.app.close()
  await waitFor('the desk to be closing', async () => !desk.app.server.listening)
  for (const client of taken) client.release()
  const { status } = await asked
  assert.equal(status, 503)
  await closed
})
