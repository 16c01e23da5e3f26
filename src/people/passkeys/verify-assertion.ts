import { createHash } from 'node:crypto'
import { verifyAuthenticationResponse } from '@simplewebauthn/server'
import { decodeClientDataJSON, parseAuthenticatorData } from '@simplewebauthn/server/helpers'
import type { RelyingParty } from '../../foundation/settings/relying-party.ts'
import type { Assertion } from './software-authenticator.ts'

/** The properties of a passkey against which an assertion is verified. */
interface VerifyingKey {
  id: string
  publicKey: Uint8Array
  /** The last signature counter seen. 0 skips the comparison, as when an old signature is verified again. */
  counter: number
  backupEligible: boolean
}

export type AssertionRefusal =
  /** Refusal: the bytes are no answer of an authenticator. */
  | 'malformed'
  /** Refusal: the assertion is by another key. */
  | 'credential'
  /** Refusal: the client data are of a registration or another type, not of an assertion. */
  | 'type'
  /** Refusal: the assertion is over another challenge. */
  | 'challenge'
  /** Refusal: the assertion was made on another site, or inside a frame. */
  | 'origin'
  | 'relying_party'
  /** Refusal: the user was present but not verified by finger, face or PIN. */
  | 'user_not_verified'
  /** Refusal: the backup eligibility differs from the enrolment. */
  | 'backup'
  | 'signature'
  /** Refusal: the signature is valid but has a lower counter, so a copy of the key exists. */
  | 'counter'

type AssertionVerdict =
  | { verified: true; counter: number; backedUp: boolean }
  | { verified: false; why: AssertionRefusal }

interface AssertionExpected extends RelyingParty {
  /** The challenge, as base64url. */
  challenge: string
  response: Assertion
}

/**
 * Verifies that this key signed this challenge for this site, with user verification. Refusals are values; a refusal by
 * `counter` implies a valid signature. The caller checks the key's owner and whether the key counts.
 */
export async function verifyAssertion(key: VerifyingKey, expected: AssertionExpected): Promise<AssertionVerdict> {
  const why = refuseByContent(key, expected)
  if (why !== undefined) return { verified: false, why }
  const { credentialId, clientDataJSON, authenticatorData, signature } = expected.response
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id: credentialId,
        rawId: credentialId,
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON, authenticatorData, signature },
      },
      expectedChallenge: expected.challenge,
      expectedOrigin: expected.origin,
      expectedRPID: expected.rpId,
      requireUserVerification: true,
      // The counter is compared after verification, because it means something only with a valid signature.
      credential: { id: key.id, publicKey: Uint8Array.from(key.publicKey), counter: 0 },
    })
    if (!verified) return { verified: false, why: 'signature' }
    const { newCounter, credentialBackedUp } = authenticationInfo
    if (key.counter > 0 && newCounter <= key.counter) return { verified: false, why: 'counter' }
    return { verified: true, counter: newCounter, backedUp: credentialBackedUp }
  } catch {
    return { verified: false, why: 'malformed' }
  }
}

/**
 * Checks the cases for which the library throws without a machine-readable reason, and those that it wrongly accepts.
 */
function refuseByContent(key: VerifyingKey, expected: AssertionExpected): AssertionRefusal | undefined {
  const { response, challenge, origin, rpId } = expected
  if (response.credentialId !== key.id) return 'credential'
  try {
    const client = decodeClientDataJSON(response.clientDataJSON)
    const { rpIdHash, flags } = parseAuthenticatorData(
      Uint8Array.from(Buffer.from(response.authenticatorData, 'base64url')),
    )
    if (client.type !== 'webauthn.get') return 'type'
    if (client.challenge !== challenge) return 'challenge'
    if (client.origin !== origin || client.crossOrigin === true || client.topOrigin !== undefined) return 'origin'
    if (!createHash('sha256').update(rpId).digest().equals(rpIdHash)) return 'relying_party'
    if (!flags.up || !flags.uv) return 'user_not_verified'
    if (flags.be !== key.backupEligible) return 'backup'
    return undefined
  } catch {
    return 'malformed'
  }
}
