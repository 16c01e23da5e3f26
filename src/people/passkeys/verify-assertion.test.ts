import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { verifyRegistrationResponse } from '@simplewebauthn/server'
import {
  type Assertion,
  makeSoftwareKey,
  registerSoftwareKey,
  SOFTWARE_AAGUID,
  signWithSoftwareKey,
} from './software-authenticator.ts'
import { ALGORITHMS } from './verify-registration.ts'
import { verifyAssertion } from './verify-assertion.ts'

const PARTY = { origin: 'https://desk.example', rpId: 'desk.example' }
const challenge = randomBytes(32).toString('base64url')
const software = makeSoftwareKey()
const key = { id: software.credentialId, publicKey: software.publicKey, counter: 0, backupEligible: false }
const response = signWithSoftwareKey(software, challenge, PARTY)

const verify = (changed: Partial<Assertion> = {}, of: Partial<typeof key> = {}, expected: object = {}) =>
  verifyAssertion({ ...key, ...of }, { ...PARTY, challenge, response: { ...response, ...changed }, ...expected })

/** The same bytes with one changed. */
function bent(text: string, at: number, bits: number): string {
  const bytes = Buffer.from(text, 'base64url')
  bytes.writeUInt8((bytes[at] ?? 0) ^ bits, at)
  return bytes.toString('base64url')
}
const saying = (client: object): { clientDataJSON: string } => ({
  clientDataJSON: Buffer.from(
    JSON.stringify({ ...JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString()), ...client }),
  ).toString('base64url'),
})

test("a real WebAuthn library accepts the software authenticator's passkey", async () => {
  const { credentialId: id, ...made } = registerSoftwareKey(software, challenge, PARTY)
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response: made },
    expectedChallenge: challenge,
    expectedOrigin: PARTY.origin,
    expectedRPID: PARTY.rpId,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  })
  assert.ok(verified)
  assert.equal(registrationInfo.aaguid, SOFTWARE_AAGUID)
  assert.deepEqual(Buffer.from(registrationInfo.credential.publicKey), software.publicKey)
})

test("a passkey's signature for this site and challenge is verified", async () => {
  assert.deepEqual(await verify(), { verified: true, counter: 0, backedUp: false })
})

const REFUSED = [
  ['another key', 'credential', { credentialId: makeSoftwareKey().credentialId }],
  ['another person’s key under the same id', 'signature', {}, { publicKey: makeSoftwareKey().publicKey }],
  ['another challenge', 'challenge', {}, {}, { challenge: randomBytes(32).toString('base64url') }],
  ['another site', 'origin', {}, {}, { origin: 'https://desk.example:8443' }],
  ['a site that looks like ours', 'origin', saying({ origin: 'https://desk.example.evil.example' })],
  ['a page inside a frame', 'origin', saying({ crossOrigin: true })],
  ['a page inside a frame that names its site', 'origin', saying({ topOrigin: 'https://evil.example' })],
  ['another relying party', 'relying_party', { authenticatorData: bent(response.authenticatorData, 0, 1) }],
  ['no user present', 'user_not_verified', { authenticatorData: bent(response.authenticatorData, 32, 1) }],
  ['an unverified user', 'user_not_verified', { authenticatorData: bent(response.authenticatorData, 32, 4) }],
  ['a key that claims a backup since', 'backup', { authenticatorData: bent(response.authenticatorData, 32, 8) }],
  ['a registration', 'type', saying({ type: 'webauthn.create' })],
  ['other client data around the challenge', 'signature', saying({ more: 1 })],
  ['another counter than the signed one', 'signature', { authenticatorData: bent(response.authenticatorData, 36, 1) }],
  ['a signature over other bytes', 'signature', { signature: bent(response.signature, 20, 1) }],
  ['an empty signature', 'malformed', { signature: '' }],
  ['truncated authenticator data', 'malformed', { authenticatorData: response.authenticatorData.slice(0, 20) }],
  ['client data that is no JSON', 'malformed', { clientDataJSON: 'AAAA' }],
] as const

for (const [what, why, changed, of, expected] of REFUSED) {
  test(`a passkey signature is refused as ${why}: ${what}`, async () => {
    assert.deepEqual(await verify(changed, of, expected), { verified: false, why })
  })
}

test('a lower signature counter is refused only if the signature is valid', async () => {
  const third = signWithSoftwareKey(software, challenge, PARTY, 3)
  assert.deepEqual(await verify(third, { counter: 2 }), { verified: true, counter: 3, backedUp: false })
  for (const counter of [3, 4]) assert.deepEqual(await verify(third, { counter }), { verified: false, why: 'counter' })
  assert.deepEqual(await verify({ ...third, signature: bent(third.signature, 20, 1) }, { counter: 4 }), {
    verified: false,
    why: 'signature',
  })
})

test('two generated passkeys are never the same', () => {
  const made = Array.from({ length: 5 }, () => makeSoftwareKey().publicKey)
  assert.equal(new Set(made.map((one) => createHash('sha256').update(one).digest('hex'))).size, made.length)
})
