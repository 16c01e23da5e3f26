import { linkSync, mkdirSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import type { PublicKey } from '@countersign/platform-kit'
import { calculateJwkThumbprint, type CryptoKey, importJWK, type JWK } from 'jose'

/** What the desk signs effects with. */
export interface SigningKey {
  key: CryptoKey
  /** The key's name: its thumbprint (RFC 7638). */
  kid: string
  publicKey: PublicKey
}

/** Private keys, as JWKs: the one that signs, and the one that will when the platform knows it. */
interface KeyFile {
  current: JWK
  next?: JWK
}

export class SigningKeyError extends Error {
  override name = 'SigningKeyError'
}

const FILE = 'signing-key.json'

/** Reads a private Ed25519 key from a JWK's text. Its message never quotes the key. */
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

/** The keys in a data folder. */
export interface SigningKeys {
  current: SigningKey
  next: SigningKey | undefined
}

/** The keys of a data folder; one is made, readable by this user alone, where there is none. */
export async function readSigningKeys(dataDir: string): Promise<SigningKeys> {
  const { current, next } = readOrMake(dataDir)
  return { current: await toSigningKey(current), next: next && (await toSigningKey(next)) }
}

/** Whatever key signs now: that of the text, or that of the data folder, looked at anew whenever its file has changed. */
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
    const stamp = stampOf(dataDir)
    if (stamp === undefined || known?.stamp !== stamp) {
      const current = readSigningKeys(dataDir).then((keys) => keys.current)
      known = { stamp: stampOf(dataDir) ?? '', current }
      current.catch(() => {
        known = undefined
      })
    }
    return known.current
  }
}

/** Makes the key that will sign next, unless there is one, so that its public half can be given to the platform first. */
export async function prepareNextKey(dataDir: string): Promise<SigningKeys> {
  const keys = readOrMake(dataDir)
  if (keys.next === undefined) replace(dataDir, { current: keys.current, next: makeKey() })
  return readSigningKeys(dataDir)
}

/** Lets the next key sign from now on. The one before is gone: nothing needs it any more. */
export async function useNextKey(dataDir: string): Promise<SigningKeys> {
  const { next } = readOrMake(dataDir)
  if (next === undefined) throw new SigningKeyError('there is no next signing key: prepare one first')
  await toSigningKey(next)
  replace(dataDir, { current: next })
  return readSigningKeys(dataDir)
}

const makeKey = (): JWK => {
  const { kty, crv, x, d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  return JSON.parse(JSON.stringify({ kty, crv, x, d }))
}

const fileOf = (dataDir: string): string => join(dataDir, FILE)

function stampOf(dataDir: string): string | undefined {
  const stat = statSync(fileOf(dataDir), { throwIfNoEntry: false })
  return stat && `${stat.ino} ${stat.mtimeMs}`
}

function readOrMake(dataDir: string): KeyFile {
  const file = fileOf(dataDir)
  if (stampOf(dataDir) === undefined) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    const written = writeAside(dataDir, { current: makeKey() })
    try {
      linkSync(written, file) // Whole or not at all, and never over one that another process made meanwhile.
    } catch (error) {
      if (stampOf(dataDir) === undefined) throw error
    } finally {
      unlinkSync(written)
    }
  }
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new SigningKeyError(`${file} can not be read as the desk's signing key`)
  }
}

const replace = (dataDir: string, keys: KeyFile): void => renameSync(writeAside(dataDir, keys), fileOf(dataDir))

function writeAside(dataDir: string, keys: KeyFile): string {
  const aside = `${fileOf(dataDir)}.${randomUUID()}`
  writeFileSync(aside, `${JSON.stringify(keys)}\n`, { mode: 0o600, flag: 'wx', flush: true })
  return aside
}
