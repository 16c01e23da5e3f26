import { createHash, createPrivateKey, sign } from 'node:crypto'
import type { RelyingParty } from '../../src/foundation/settings/relying-party.ts'
import type { GivenSignature } from '../../src/foundation/acts.ts'
import type { SoftwareKey } from '../../src/people/passkeys/software-authenticator.ts'

/** An authenticator and a browser that do as they are told, even what none should. */
export interface Wish {
  signingId: string
  challenge: string
  party: RelyingParty
  type?: string
  crossOrigin?: boolean
  /** The authenticator's flags, also those of an unwilling one. 1: user present. 4: user verified. */
  flags?: number
  counter?: number
}

const VERIFIED = 0x05

/** An assertion just as it is wished for, rightly signed. */
export function assertionOf(key: SoftwareKey, wish: Wish): GivenSignature {
  const {
    party,
    challenge,
    signingId,
    type = 'webauthn.get',
    crossOrigin = false,
    flags = VERIFIED,
    counter = 0,
  } = wish
  const client = Buffer.from(JSON.stringify({ type, challenge, origin: party.origin, crossOrigin }))
  const tail = Buffer.alloc(5)
  tail.writeUInt8(flags)
  tail.writeUInt32BE(counter, 1)
  const data = Buffer.concat([sha256(party.rpId), tail])
  const privateKey = createPrivateKey({ key: key.privateKey, format: 'der', type: 'pkcs8' })
  return {
    signingId,
    credentialId: key.credentialId,
    clientDataJSON: client.toString('base64url'),
    authenticatorData: data.toString('base64url'),
    signature: sign('sha256', Buffer.concat([data, sha256(client)]), privateKey).toString('base64url'),
  }
}

const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest()
