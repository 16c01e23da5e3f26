import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OFFLINE, instruct, makeSecret, send, startSmallPlatform, UP, VALE } from '../test/small-platform.ts'
import { AUDIENCE, authorise, instructed, makeDeskKey } from '../test/signing-people.ts'

const MINUTE_MS = 60_000

function startAuthorised(deskKeys = [makeDeskKey()]) {
  const [key = makeDeskKey()] = deskKeys
  const small = startSmallPlatform({ authority: { audience: AUDIENCE, deskKeys: deskKeys.map(({ jwk }) => jwk) } })
  const refusalOf = async (authorisation: string | undefined, instruction = instruct(1, OFFLINE)) =>
    (await send(small, { type: 'subject.apply', instruction, authorisation })).body.refusal
  return { small, key, refusalOf }
}

test("a platform refuses every instruction, restores included, without the desk's signature", async () => {
  const { small, key, refusalOf } = startAuthorised()
  assert.equal((await instructed(small, key, instruct(1, OFFLINE))).status, 200)
  assert.deepEqual(small.store.find(VALE)?.state, OFFLINE)
  assert.equal(await refusalOf(undefined, instruct(2, UP)), 'not_authorised')
  assert.equal((await instructed(small, key, instruct(2, UP))).status, 200)
})

test('an instruction signed by another key, another algorithm or not is refused', async () => {
  const { small, key, refusalOf } = startAuthorised()
  const instruction = instruct(1, OFFLINE)
  const good = authorise(small, key, instruction)
  const [header = '', payload = '', signature = ''] = good.split('.')
  const none = Buffer.from('{"alg":"none"}').toString('base64url')
  for (const bad of [
    authorise(small, makeDeskKey(), instruction),
    authorise(small, key, instruction, {}, { alg: 'none' }),
    authorise(small, key, instruction, {}, { alg: 'HS256' }),
    authorise(small, key, instruction, {}, { alg: 'EdDSA', crit: ['b64'], b64: false }),
    `${none}.${payload}.`,
    `${header}.${payload}.`,
    `${header}.${payload}`,
    `${header}.${payload}.${signature}=`,
    `${header}.${payload}.${signature}.x`,
    'nonsense',
  ]) {
    assert.equal(await refusalOf(bad), 'not_authorised', bad)
  }
})

test("a desk's signature is valid for one platform, instruction and time", async () => {
  const { small, key, refusalOf } = startAuthorised()
  const instruction = instruct(1, OFFLINE)
  const now = Math.floor(small.clock.nowMs / 1000)
  for (const otherwise of [
    { aud: 'https://other.example/countersign' },
    { iss: 'somebody' },
    { generation: 2 },
    { desired: UP },
    { baseline: OFFLINE },
    { reverts: [{ at: '2026-03-01T12:10:00Z', desired: UP }] },
    { subject: { kind: 'account', id: 'rosa' } as const },
    { iat: now - 400, exp: now - 100 },
    { iat: now + 301, exp: now + 600 },
    { iat: now, exp: now + 601 },
    { notBefore: new Date(small.clock.nowMs + 6 * MINUTE_MS).toISOString() },
    { jti: '' },
  ]) {
    assert.equal(
      await refusalOf(authorise(small, key, instruction, otherwise)),
      'not_authorised',
      JSON.stringify(otherwise),
    )
  }
  assert.deepEqual(small.store.find(VALE)?.state, UP)
})

test('a replayed desk signature is refused; a new one repeats the answer', async () => {
  const { small, key, refusalOf } = startAuthorised()
  const authorisation = authorise(small, key, instruct(1, OFFLINE))
  assert.equal(await refusalOf(authorisation), undefined)
  assert.equal(await refusalOf(authorisation), 'replayed')
  assert.equal((await instructed(small, key, instruct(1, OFFLINE))).body.outcome, 'known')
})

test('both signing keys are valid during a rotation, afterwards only the new', async () => {
  const [old, fresh] = [makeDeskKey(), makeDeskKey()]
  const { small } = startAuthorised([old, fresh])
  assert.equal((await instructed(small, old, instruct(1, OFFLINE))).status, 200)
  assert.equal((await instructed(small, fresh, instruct(2, UP))).status, 200)
  const later = startAuthorised([fresh])
  assert.equal((await instructed(later.small, old, instruct(1, OFFLINE))).status, 401)
})

test('neither the shared secret nor the signing key alone is enough', async () => {
  const { small, key } = startAuthorised()
  const instruction = instruct(1, OFFLINE)
  const call = { type: 'subject.apply', instruction, authorisation: authorise(small, key, instruction) }
  assert.equal((await send(small, call, { secret: makeSecret() })).body.refusal, 'bad_signature')
  assert.equal((await send(small, { type: 'subject.apply', instruction })).body.refusal, 'not_authorised')
})
