import { verifyRegistrationResponse } from '@simplewebauthn/server'
import type { RelyingParty } from '../../foundation/settings/relying-party.ts'
import type { NewPasskey } from './queries.ts'
import type { Registration } from './software-authenticator.ts'

/** The signature algorithms ES256, EdDSA and RS256, in the order of preference. Platforms verify all three. */
export const ALGORITHMS = [-7, -8, -257]

/** The WebAuthn transports of the passkey; unknown ones are dropped. */
const TRANSPORTS = ['usb', 'nfc', 'ble', 'smart-card', 'hybrid', 'internal'] as const

/** Verifies a passkey registration for this site and challenge, with user verification. Undefined: it is invalid. */
export async function verifyRegistration(
  { origin, rpId, challenge }: RelyingParty & { challenge: string },
  { credentialId: id, clientDataJSON, attestationObject }: Registration,
  transports: readonly string[],
): Promise<Omit<NewPasskey, 'staffId' | 'label'> | undefined> {
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON, attestationObject },
      },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    })
    if (!verified || registrationInfo.credential.id !== id) return undefined
    const { credential, aaguid, credentialDeviceType, credentialBackedUp } = registrationInfo
    return {
      id,
      publicKey: Buffer.from(credential.publicKey),
      counter: credential.counter,
      backupEligible: credentialDeviceType === 'multiDevice',
      backedUp: credentialBackedUp,
      transports: TRANSPORTS.filter((known) => transports.includes(known)),
      aaguid,
    }
  } catch {
    return undefined
  }
}
