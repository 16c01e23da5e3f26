import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { RelyingParty } from '../../foundation/settings/relying-party.ts'

/** The AAGUID of this software authenticator. Its code is public, so a real person's passkey must never carry it. */
export const SOFTWARE_AAGUID = '434f554e-5445-5253-4947-4e2d64656d6f'

const CREDENTIAL_ID_BYTES = 32
/** The flags "user present" and "user verified". */
const FLAGS = 0x05
/** The flags above and "credential attached". */
const FLAGS_NEW = 0x45

/** A software passkey with its private half. */
export interface SoftwareKey {
  /** The credential id, as base64url. */
  credentialId: string
  /** The private key, as PKCS #8. */
  privateKey: Buffer
  /** The public key in COSE, for ES256. */
  publicKey: Buffer
}

/** The answer of an authenticator and its browser to a request to sign; each part is base64url. */
export interface Assertion {
  credentialId: string
  clientDataJSON: string
  authenticatorData: string
  signature: string
}

/** The answer of an authenticator and its browser to a request for a new key. */
export interface Registration {
  credentialId: string
  clientDataJSON: string
  attestationObject: string
}

/** Makes a key as an authenticator does when it is enrolled. */
export function makeSoftwareKey(): SoftwareKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    credentialId: randomBytes(CREDENTIAL_ID_BYTES).toString('base64url'),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }),
    publicKey: coseOf(privateKey.export({ type: 'pkcs8', format: 'der' })),
  }
}

/** Registers a key exactly as an authenticator without attestation does. `challenge` is base64url. */
export function registerSoftwareKey(key: SoftwareKey, challenge: string, party: RelyingParty): Registration {
  const id = Buffer.from(key.credentialId, 'base64url')
  const length = Buffer.alloc(2)
  length.writeUInt16BE(id.length)
  const aaguid = Buffer.from(SOFTWARE_AAGUID.replaceAll('-', ''), 'hex')
  const data = Buffer.concat([authenticatorData(party.rpId, FLAGS_NEW, 0), aaguid, length, id, key.publicKey])
  // The CBOR map {"fmt": "none", "attStmt": {}, "authData": bytes}.
  const attestation = Buffer.concat([
    Buffer.from([0xa3]),
    cborText('fmt'),
    cborText('none'),
    cborText('attStmt'),
    Buffer.from([0xa0]),
    cborText('authData'),
    cborBytes(data),
  ])
  return {
    credentialId: key.credentialId,
    clientDataJSON: clientData('webauthn.create', challenge, party.origin).toString('base64url'),
    attestationObject: attestation.toString('base64url'),
  }
}

/** Signs a challenge (base64url) as an authenticator with user verification does. Its counter stays 0, as with most. */
export function signWithSoftwareKey(
  { credentialId, privateKey }: Pick<SoftwareKey, 'credentialId' | 'privateKey'>,
  challenge: string,
  { origin, rpId }: RelyingParty,
  counter = 0,
): Assertion {
  const client = clientData('webauthn.get', challenge, origin)
  const data = authenticatorData(rpId, FLAGS, counter)
  const key = createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' })
  return {
    credentialId,
    clientDataJSON: client.toString('base64url'),
    authenticatorData: data.toString('base64url'),
    signature: sign('sha256', Buffer.concat([data, sha256(client)]), key).toString('base64url'),
  }
}

const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest()

const clientData = (type: string, challenge: string, origin: string): Buffer =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))

function authenticatorData(rpId: string, flags: number, counter: number): Buffer {
  const tail = Buffer.alloc(5)
  tail.writeUInt8(flags)
  tail.writeUInt32BE(counter, 1)
  return Buffer.concat([sha256(rpId), tail])
}

/** The CBOR map {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}. */
function coseOf(pkcs8: Buffer): Buffer {
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
  const { x = '', y = '' } = createPublicKey(key).export({ format: 'jwk' })
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    cborBytes(Buffer.from(x, 'base64url')),
    Buffer.from([0x22]),
    cborBytes(Buffer.from(y, 'base64url')),
  ])
}

/** Encodes the length of a value shorter than 24 bytes. */
const cborText = (text: string): Buffer => Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)])

/** Encodes the length of a value of 24 to 65,535 bytes. */
function cborBytes(bytes: Buffer): Buffer {
  if (bytes.length < 0x100) return Buffer.concat([Buffer.from([0x58, bytes.length]), bytes])
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([Buffer.from([0x59]), length, bytes])
}
