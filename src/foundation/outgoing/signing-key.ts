import { join } from 'node:path'
import { generateKeyPairSync } from 'node:crypto'
import type { PublicKey } from '@countersign/platform-kit'
import { calculateJwkThumbprint, type CryptoKey, importJWK, type JWK } from 'jose'
import { readOrMakeFile, replaceFile, stampOf } from '../settings/secret-file.ts'

/** The key with which the desk signs its instructions to the platform. */
export interface SigningKey {
  key: CryptoKey
  /** The key's name: its thumbprint (RFC 7638). */
  kid: string
  publicKey: PublicKey
}

/** The private keys as JWKs: the current one, and the next one, which signs once the platform knows it. */
interface KeyFile {
  current: JWK
  next?: JWK
  /** The thumbprint of the former key. */
  previous?: string
}

export class SigningKeyError extends Error {
  override name = 'SigningKeyError'
}

const FILE = 'signing-key.json'

/** Reads a private Ed25519 key from a JWK's text. Its error messages never quote the key. */
export async function parseSigningKey(text: string): Promise<SigningKey> {
  let jwk: JWK
  try {
    jwk = JSON.parse(text)
  } catch {
    throw new SigningKeyError('the signing key is no JSON: it must be a private Ed25519 key as a JWK')
  }
  return toSigningKey(jwk)
}

async function toSigningKey(jwk: JWK | undefined): Promise<SigningKey> {
  if (jwk?.kty !== 'OKP' || jwk.crv !== 'Ed25519' || !jwk.d || !jwk.x)
    throw new SigningKeyError('the signing key must be a private Ed25519 key as a JWK (kty, crv, d, x)')
  const { kty, crv, x } = jwk
  const kid = await calculateJwkThumbprint({ kty, crv, x })
  try {
    const key = await importJWK({ kty, crv, x, d: jwk.d }, 'EdDSA')
    if (key instanceof Uint8Array) throw new SigningKeyError('the signing key is no key pair')
    return { key, kid, publicKey: { kty, crv, x, kid } }
  } catch {
    throw new SigningKeyError('the signing key can not be read as a private Ed25519 key')
  }
}

/** The signing keys in a data folder. */
export interface SigningKeys {
  current: SigningKey
  next: SigningKey | undefined
  /** The name of the former key. */
  previous?: string
}

/** Reads the signing keys of a data folder. Creates one if there is none, readable only by this user. */
export async function readSigningKeys(dataDir: string): Promise<SigningKeys> {
  const { current, next, previous } = readOrMake(dataDir)
  const keys = { current: await toSigningKey(current), next: next && (await toSigningKey(next)) }
  return previous === undefined ? keys : { ...keys, previous }
}

/**
 * Returns a function that finds the current signing key: a configured one, or that of the data folder, which is read
 * again whenever its file has changed.
 */
export function signingKeyOf(dataDir: string, text: string | undefined): () => Promise<SigningKey> {
  if (text !== undefined) {
    let parsed: Promise<SigningKey> | undefined
    return () => {
      parsed ??= parseSigningKey(text)
      return parsed
    }
  }
  let known: { stamp: string; current: Promise<SigningKey> } | undefined
  return () => {
    const stamp = stampOf(fileOf(dataDir))
    if (stamp === undefined || known?.stamp !== stamp) {
      const current = readSigningKeys(dataDir).then((keys) => keys.current)
      known = { stamp: stampOf(fileOf(dataDir)) ?? '', current }
      current.catch(() => {
        known = undefined
      })
    }
    return known.current
  }
}

/**
 * Creates the next signing key, unless there is one, so that the platform can receive its public half before the
 * change.
 */
export async function prepareNextKey(dataDir: string): Promise<SigningKeys> {
  const keys = readOrMake(dataDir)
  if (keys.next === undefined) replace(dataDir, { ...keys, next: makeKey() })
  return readSigningKeys(dataDir)
}

/** Makes the next signing key the current one. The former key is deleted: it is no longer needed. */
export async function useNextKey(dataDir: string): Promise<SigningKeys> {
  const { current, next } = readOrMake(dataDir)
  if (next === undefined) throw new SigningKeyError('there is no next signing key: prepare one first')
  await toSigningKey(next)
  replace(dataDir, { current: next, previous: (await toSigningKey(current)).kid })
  return readSigningKeys(dataDir)
}

const makeKey = (): JWK => {
  const { kty, crv, x, d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  return JSON.parse(JSON.stringify({ kty, crv, x, d }))
}

const fileOf = (dataDir: string): string => join(dataDir, FILE)

function readOrMake(dataDir: string): KeyFile {
  const text = readOrMakeFile(fileOf(dataDir), () => textOf({ current: makeKey() }))
  try {
    return JSON.parse(text)
  } catch {
    throw new SigningKeyError(`${fileOf(dataDir)} can not be read as the desk's signing key`)
  }
}

const replace = (dataDir: string, keys: KeyFile): void => replaceFile(fileOf(dataDir), textOf(keys))

const textOf = (keys: KeyFile): string => `${JSON.stringify(keys)}\n`
