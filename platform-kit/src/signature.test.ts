import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import {
  apply,
  OFFLINE,
  instruct,
  makeSecret,
  send,
  sign,
  startSmallPlatform,
  UP,
  VALE,
} from '../test/small-platform.ts'
import { TOLERANCE_MS } from './index.ts'

const CAPABILITIES = JSON.stringify({ type: 'platform.capabilities' })

test('a call signed by the Standard Webhooks library is accepted', async () => {
  const small = startSmallPlatform({ nowMs: Date.now() })
  for (const text of ['plain', 'ünïcødé ☂ مرحبا', '\u2028 "quoted" \\ \u{1f40c}']) {
    const signed = sign(small, JSON.stringify({ type: 'platform.capabilities', text }))
    assert.doesNotThrow(() => new Webhook(small.secret).verify(signed.body, signed.headers))
    assert.equal((await small.platform.handle(signed)).status, 200)
  }
})

test('a call whose body, id or time changed after signing is refused', async () => {
  const small = startSmallPlatform()
  const { headers, body } = sign(small, CAPABILITIES)
  const changed = [
    { headers, body: `${body} ` },
    { headers: { ...headers, 'webhook-id': 'another' }, body },
    { headers: { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1) }, body },
    { headers: { ...headers, 'webhook-signature': 'v1,AAAA' }, body },
    { headers: { ...headers, 'webhook-signature': headers['webhook-signature'].replace('v1,', 'v2,') }, body },
    { headers: { 'webhook-id': headers['webhook-id'] }, body },
  ]
  for (const call of changed) {
    const refused = await small.platform.handle(call)
    assert.deepEqual([refused.status, JSON.parse(refused.body).refusal], [401, 'bad_signature'])
  }
})

test('a call signed with another secret is refused before it is parsed', async () => {
  const small = startSmallPlatform()
  const refused = await small.platform.handle(sign(small, 'not json', { secret: makeSecret() }))
  assert.equal(JSON.parse(refused.body).refusal, 'bad_signature')
})

test('both webhook secrets are accepted during a rotation', async () => {
  const [old, fresh] = [makeSecret(), makeSecret()]
  const small = startSmallPlatform({ secrets: [old, fresh] })
  for (const secret of [old, fresh]) {
    assert.equal((await small.platform.handle(sign(small, CAPABILITIES, { secret }))).status, 200)
  }
  const { headers, body } = sign(small, CAPABILITIES, { secret: fresh })
  const several = { ...headers, 'webhook-signature': `v1,bm90aGluZw== v1a,xyz ${headers['webhook-signature']}` }
  assert.equal((await small.platform.handle({ headers: several, body })).status, 200)
})

test("a call signed within five minutes of the platform's clock is accepted", async () => {
  const small = startSmallPlatform()
  const at = (offsetMs: number) => sign(small, CAPABILITIES, { atMs: small.clock.nowMs + offsetMs })
  for (const offsetMs of [-TOLERANCE_MS, TOLERANCE_MS]) {
    assert.equal((await small.platform.handle(at(offsetMs))).status, 200)
  }
  for (const offsetMs of [-TOLERANCE_MS - 1000, TOLERANCE_MS + 1000]) {
    assert.equal((await small.platform.handle(at(offsetMs))).status, 401)
  }
})

test('signature headers are found in any letter case and header object', async () => {
  const small = startSmallPlatform()
  const { headers, body } = sign(small, CAPABILITIES)
  const upper = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]))
  assert.equal((await small.platform.handle({ headers: upper, body })).status, 200)
  assert.equal((await small.platform.handle({ headers: new Headers(headers), body })).status, 200)
})

test('a repeated webhook-id is refused, even after a restart', async () => {
  const small = startSmallPlatform()
  await apply(small, instruct(1, OFFLINE), { id: 'captured' })
  await apply(small, instruct(2, UP))
  const restarted = startSmallPlatform({ store: small.store, secrets: [small.secret] })
  const { status, body } = await apply(restarted, instruct(1, OFFLINE), { id: 'captured' })
  assert.deepEqual([status, body.refusal], [401, 'replayed'])
})

test('a webhook-id is remembered as long as its call is acceptable', async () => {
  const small = startSmallPlatform()
  const early = sign(small, JSON.stringify({ type: 'subject.apply', instruction: instruct(1, OFFLINE) }), {
    id: 'early',
    atMs: small.clock.nowMs + TOLERANCE_MS,
  })
  assert.equal((await small.platform.handle(early)).status, 200)
  small.clock.nowMs += 2 * TOLERANCE_MS
  assert.equal(JSON.parse((await small.platform.handle(early)).body).refusal, 'replayed')
  small.clock.nowMs += 1
  await apply(small, instruct(2, UP))
  assert.equal(await small.store.atomically(VALE, (tx) => tx.calls.has('early')), false)
})

test('a call that changes nothing may repeat its webhook-id', async () => {
  const small = startSmallPlatform()
  for (let time = 0; time < 2; time++) {
    assert.equal((await send(small, { type: 'subject.read_back', subject: VALE }, { id: 'same' })).status, 200)
  }
})

test('a platform without a usable secret does not start', () => {
  for (const secrets of [[], ['hunter2'], ['whsec_%%%'], ['whsec_c2hvcnQ=']]) {
    assert.throws(() => startSmallPlatform({ secrets }), /secret/)
  }
})
