import { type Assertion, readAssertion } from './assertion.ts'
import { hashText } from './bytes.ts'
import { canonicalJson } from './canonical.ts'
import type { PublicKey } from './public-key.ts'

/** The people whose signatures the platform counts. The platform pins the list, so no desk changes it alone. */
export interface KeyList {
  version: number
  /** The time from which no signature counts, until a newer list is accepted. */
  expiresAt: string
  rpId: string
  origins: readonly string[]
  keys: readonly PinnedKey[]
}

export interface PinnedKey {
  credentialId: string
  publicKey: PublicKey
  /** One person may have several keys, and counts once. */
  person: string
}

/** A list with the signatures of people of the list before it. */
export interface SignedKeyList {
  list: KeyList
  signatures: readonly Assertion[]
}

/** The number of people of the old list who must sign a new one. */
const SIGNERS_MIN = 2
const KEYS_MAX = 5_000

export class KeyListRefused extends Error {
  override name = 'KeyListRefused'
}

/**
 * Returns the list's SHA-256 in base64url: the people of the former list sign it, and it is read aloud when a list is
 * pinned anew.
 */
export const hashKeyList = (list: KeyList): Promise<string> => hashText(canonicalJson(list))

export const isExpired = (list: KeyList, nowMs: number): boolean => !(nowMs < Date.parse(list.expiresAt))

/**
 * Returns the list after the pinned one, if two people of the pinned one signed it. Throws `KeyListRefused`. Expiry is
 * checked where a list is used: an expired one may still lead to later ones.
 */
export async function followKeyList(pinned: KeyList, next: SignedKeyList): Promise<KeyList> {
  const list = parseKeyList(next.list)
  if (list.version !== pinned.version + 1) refuse(`it is version ${list.version}, and ${pinned.version} is pinned`)
  const about = `keys:${list.version}`
  const hash = await hashKeyList(list)
  const people = new Set<string>()
  for (const signature of next.signatures) {
    const signed = await readAssertion(signature, about, pinned)
    const { act, version, hash: ofWhat } = signed?.core ?? {}
    if (signed && act === 'keys' && version === list.version && ofWhat === hash) people.add(signed.person)
  }
  if (people.size < SIGNERS_MIN) refuse(`${people.size} of the people of the pinned list signed it, and it takes two`)
  return list
}

/** Verifies each later key list by the one before, from the pinned one. Throws `KeyListRefused` at the first invalid one. */
export async function followKeyLists(pinned: KeyList, chain: readonly SignedKeyList[]): Promise<KeyList> {
  let list = pinned
  for (const next of chain) list = await followKeyList(list, next)
  return list
}

/** Parses an exported key list. Throws `KeyListRefused` if it is malformed. */
export function parseKeyList(value: unknown): KeyList {
  const { version, expiresAt, rpId, origins, keys } = asObject(value)
  if (!Number.isSafeInteger(version) || Number(version) < 1) refuse('its version is no whole number from 1 on')
  if (typeof expiresAt !== 'string' || Number.isNaN(Date.parse(expiresAt))) refuse('it has no time when it expires')
  if (typeof rpId !== 'string' || rpId === '') refuse('it names no relying party')
  if (!isListOf(origins, isText) || origins.length === 0) refuse('it names no origin')
  if (!isListOf(keys, isPinnedKey) || keys.length > KEYS_MAX) refuse('its keys are not as they should be')
  if (new Set(keys.map(({ credentialId }) => credentialId)).size < keys.length) refuse('a key stands in it twice')
  return { version: Number(version), expiresAt, rpId, origins, keys }
}

function refuse(why: string): never {
  throw new KeyListRefused(`This list of keys is not taken: ${why}.`)
}

const asObject = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

const isListOf = <T>(value: unknown, isItem: (item: unknown) => item is T): value is T[] =>
  Array.isArray(value) && value.every(isItem)

function isPinnedKey(value: unknown): value is PinnedKey {
  const { credentialId, publicKey, person } = asObject(value)
  return isText(credentialId) && isText(person) && isText(asObject(publicKey).kty)
}
