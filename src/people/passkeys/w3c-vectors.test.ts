import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { verifyAuthenticationResponse } from '@simplewebauthn/server'
import { decodeAttestationObject, parseAuthenticatorData } from '@simplewebauthn/server/helpers'
import { verifyAssertion } from './verify-assertion.ts'

/** As the standard's section "Test Vectors" has them, each part in hex. */
type Vectors = Record<string, { registration: Record<string, string>; authentication?: Record<string, string> }>

const PARTY = { origin: 'https://example.org', rpId: 'example.org' }
/** The expected verdict of each vector. Those without user verification or from a nested page are refused. */
const EXPECTED: Readonly<Record<string, string>> = {
  'none-es256': 'user_not_verified',
  'packed-self-es256': 'user_not_verified',
  'none-es256-crossOrigin': 'origin',
  'none-es256-topOrigin': 'origin',
  'none-es256-long-credential-id': 'verified',
  'packed-es256': 'verified',
  'packed-es384': 'verified',
  'packed-es512': 'user_not_verified',
  'packed-rs256': 'user_not_verified',
  'packed-eddsa': 'user_not_verified',
  'packed-ed448': 'malformed',
  'tpm-es256': 'verified',
  'android-key-es256': 'user_not_verified',
  'apple-es256': 'user_not_verified',
  'fido-u2f-es256': 'user_not_verified',
}
/** The vectors that the library itself rejects. */
const NOT_SIGNED = ['none-es256-topOrigin', 'packed-ed448']

const bytes = (hex = ''): Buffer => Buffer.from(hex, 'hex')
const base64url = (hex?: string): string => bytes(hex).toString('base64url')

test('W3C vectors without user verification or from a nested page are refused', async (t) => {
  const folder = process.env.COUNTERSIGN_REAL_DATA
  const file = folder === undefined ? undefined : join(folder, 'webauthn-vectors/vectors.json')
  if (file === undefined || !existsSync(file)) {
    return t.skip('There are no vectors: name a data folder with webauthn-vectors in it with COUNTERSIGN_REAL_DATA.')
  }
  const vectors: Vectors = JSON.parse(readFileSync(file, 'utf8'))
  const [found, signed]: [Record<string, string>, string[]] = [{}, []]
  for (const [name, { registration, authentication }] of Object.entries(vectors)) {
    if (authentication === undefined) continue
    const made = parseAuthenticatorData(
      Uint8Array.from(decodeAttestationObject(Uint8Array.from(bytes(registration.attestationObject))).get('authData')),
    )
    const id = Buffer.from(made.credentialID ?? []).toString('base64url')
    const publicKey = made.credentialPublicKey ?? new Uint8Array()
    const response = {
      credentialId: id,
      clientDataJSON: base64url(authentication.clientDataJSON),
      authenticatorData: base64url(authentication.authenticatorData),
      signature: base64url(authentication.signature),
    }
    const challenge = base64url(authentication.challenge)
    const key = { id, publicKey, counter: 0, backupEligible: made.flags.be }
    const verdict = await verifyAssertion(key, { ...PARTY, challenge, response })
    found[name] = verdict.verified ? 'verified' : verdict.why
    if (await isSigned(response, challenge, publicKey)) signed.push(name)
  }
  assert.deepEqual(found, EXPECTED)
  assert.deepEqual(
    Object.keys(EXPECTED).filter((name) => !signed.includes(name)),
    NOT_SIGNED,
  )
})

/** True when the signature is valid, regardless of user verification. */
async function isSigned(
  { credentialId: id, ...response }: Parameters<typeof verifyAssertion>[1]['response'],
  challenge: string,
  publicKey: Uint8Array,
): Promise<boolean> {
  try {
    const { verified } = await verifyAuthenticationResponse({
      response: { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response },
      expectedChallenge: challenge,
      expectedOrigin: PARTY.origin,
      expectedRPID: PARTY.rpId,
      requireUserVerification: false,
      credential: { id, publicKey: Uint8Array.from(publicKey), counter: 0 },
    })
    return verified
  } catch {
    return false
  }
}
