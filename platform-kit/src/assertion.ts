import { type Bytes, decodeBase64Url, encodeBase64Url, hashText, joinBytes, parseObject, sha256 } from './bytes.ts'
import { canonicalJson } from './canonical.ts'
import type { KeyList, PinnedKey } from './key-list.ts'
import { isSignedBy } from './public-key.ts'

/** A signature by one person's own key: a WebAuthn assertion over the requested effect and the screen shown. */
export interface Assertion {
  /** The signed act as canonical JSON, for programs. */
  core: string
  /** The values and text that the person was shown, as canonical JSON. */
  asShown: string
  /** base64url(SHA-256(`${about}.${credentialId}`)): finds the key in the pinned list and says nothing to others. */
  keyRef: string
  clientDataJSON: string
  authenticatorData: string
  signature: string
}

/** The person who signed, and the content of the signature. */
export interface Signed {
  person: string
  core: Record<string, unknown>
}

const RP_ID_HASH_BYTES = 32
const AUTHENTICATOR_DATA_BYTES_MIN = 37
const USER_PRESENT = 0x01
const USER_VERIFIED = 0x04

/**
 * Verifies one assertion about one thing with the pinned key list. Undefined: it does not count, for any reason. The
 * core must name the person to whom the key belongs, so one person's signature is never taken for another's.
 */
export async function readAssertion(given: Assertion, about: string, list: KeyList): Promise<Signed | undefined> {
  const key = await findKey(list, about, given.keyRef)
  const core = parseObject(given.core)
  const asShown = parseObject(given.asShown)
  const clientData = decodeBase64Url(given.clientDataJSON)
  const authenticatorData = decodeBase64Url(given.authenticatorData)
  const signature = decodeBase64Url(given.signature)
  if (!key || !core || !asShown || !clientData || !authenticatorData || !signature) return undefined
  const challenge = encodeBase64Url(await sha256(canonicalJson({ asShown, core })))
  if (!isOurCeremony(clientData, challenge, list)) return undefined
  if (!(await isVerifiedPerson(authenticatorData, list))) return undefined
  if (core.approver !== (await hashText(`${about}:${key.person}:${core.nonce}`))) return undefined
  const signed = joinBytes(authenticatorData, await sha256(clientData))
  return (await isSignedBy(key.publicKey, signature, signed)) ? { person: key.person, core } : undefined
}

async function findKey(list: KeyList, about: string, keyRef: string): Promise<PinnedKey | undefined> {
  for (const key of list.keys) if ((await hashText(`${about}.${key.credentialId}`)) === keyRef) return key
  return undefined
}

function isOurCeremony(clientData: Bytes, challenge: string, { origins }: KeyList): boolean {
  const said = parseObject(clientData)
  return (
    said?.type === 'webauthn.get' &&
    said.challenge === challenge &&
    origins.some((origin) => origin === said.origin) &&
    said.crossOrigin !== true &&
    said.topOrigin === undefined
  )
}

async function isVerifiedPerson(data: Bytes, { rpId }: KeyList): Promise<boolean> {
  const flags = data[RP_ID_HASH_BYTES]
  if (data.length < AUTHENTICATOR_DATA_BYTES_MIN || flags === undefined) return false
  const wanted = await sha256(rpId)
  const isOurs = wanted.every((byte, index) => byte === data[index])
  return isOurs && (flags & USER_PRESENT) !== 0 && (flags & USER_VERIFIED) !== 0
}
