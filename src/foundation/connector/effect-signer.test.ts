import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { compactVerify, importJWK } from 'jose'
import { tempDir } from '../../../test/support/temp-dir.ts'
import { NO_GROUNDS, signEffect } from './effect-signer.ts'
import { parseSigningKey, prepareNextKey, readSigningKeys, signingKeyOf, useNextKey } from '../outgoing/signing-key.ts'

const UP = { visible: true, spread: 'full', mayPost: true, labels: [] } as const
const INSTRUCTION = {
  subject: { kind: 'account', id: 'rosa' },
  generation: 3,
  desired: UP,
  baseline: UP,
  reverts: [],
  events: [],
} as const
const AUDIENCE = 'https://platform.example/countersign'
const AT = new Date('2026-05-04T09:00:00.500Z')
const sign = (findKey: ReturnType<typeof signingKeyOf>) =>
  signEffect(findKey, { audience: AUDIENCE, at: AT, instruction: INSTRUCTION, grounds: NO_GROUNDS })

test('a signed instruction covers all but its event, for five minutes', async (t) => {
  const findKey = signingKeyOf(tempDir(t), undefined)
  const { publicKey } = await findKey()
  const tokens = [await sign(findKey), await sign(findKey)]
  const said = await Promise.all(
    tokens.map(async (token) => {
      const { payload, protectedHeader } = await compactVerify(token, await importJWK({ ...publicKey }, 'EdDSA'))
      assert.deepEqual(protectedHeader, { alg: 'EdDSA', kid: publicKey.kid })
      return JSON.parse(new TextDecoder().decode(payload))
    }),
  )
  const [{ jti, ...claims }, other] = said
  assert.notEqual(jti, other.jti)
  const { events: _, ...instruction } = INSTRUCTION
  const iat = Math.floor(AT.getTime() / 1000)
  assert.deepEqual(claims, {
    ...{ iss: 'countersign', aud: AUDIENCE, iat, exp: iat + 300, notBefore: AT.toISOString() },
    ...{ ...instruction, enforcements: [], approvals: [] },
  })
})

test('a signature over an instruction covers its statement by hash', async (t) => {
  const findKey = signingKeyOf(tempDir(t), undefined)
  const statement = { redress: [], texts: [{ text: 'Spam.', language: 'en' }], id: 'stm_1' }
  const instruction = { ...INSTRUCTION, statement }
  const token = await signEffect(findKey, { audience: AUDIENCE, at: AT, instruction, grounds: NO_GROUNDS })
  const canonical = '{"id":"stm_1","redress":[],"texts":[{"language":"en","text":"Spam."}]}'
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  assert.equal(claims.statement, createHash('sha256').update(canonical).digest('hex'))
})

test('a signing key file is created once, complete and private', async (t) => {
  const folder = join(tempDir(t), 'new')
  const keys = await Promise.all(Array.from({ length: 5 }, () => readSigningKeys(folder)))
  assert.equal(new Set(keys.map(({ current }) => current.kid)).size, 1)
  assert.deepEqual(readdirSync(folder), ['signing-key.json'])
  assert.equal(statSync(join(folder, 'signing-key.json')).mode & 0o777, 0o600)
})

test('a running desk changes its signing key in two steps', async (t) => {
  const folder = tempDir(t)
  const findKey = signingKeyOf(folder, undefined)
  const old = (await findKey()).kid
  await assert.rejects(useNextKey(folder), /prepare one first/)
  const { next } = await prepareNextKey(folder)
  assert.equal((await prepareNextKey(folder)).next?.kid, next?.kid, 'asked twice, it is the same')
  assert.equal((await findKey()).kid, old)
  await useNextKey(folder)
  assert.equal((await findKey()).kid, next?.kid)
  assert.equal((await readSigningKeys(folder)).next, undefined)
})

test('a malformed signing key is named without its content', async (t) => {
  const folder = tempDir(t)
  writeFileSync(join(folder, 'signing-key.json'), '{"current":')
  await assert.rejects(signingKeyOf(folder, undefined)(), /can not be read/)
  const bad = ['secret', '{}', '{"kty":"OKP","crv":"Ed25519","d":"secret","x":"AAAA"}']
  for (const text of bad) {
    await assert.rejects(parseSigningKey(text), (error: Error) => !error.message.includes('secret'))
  }
})
