import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import type { PinnedKey, PublicKey } from '@countersign/platform-kit'

/** The test people of a run. Ana has two keys. Mallory's key is on no list. */
const PEOPLE = [
  ['ana', 'ana', 'EdDSA'],
  ['anaAgain', 'ana', 'EdDSA'],
  ['ben', 'ben', 'EdDSA'],
  ['cleo', 'cleo', 'ES256'],
  ['dora', 'dora', 'EdDSA'],
  ['eve', 'eve', 'RS256'],
  ['mallory', 'mallory', 'EdDSA'],
] as const
export type KeyName = (typeof PEOPLE)[number][0]
type Algorithm = (typeof PEOPLE)[number][2]

const SECRET_BYTES = 32
const RUN_BYTES = 4
const RSA_BITS = 2_048

/** The keys of one set-up as a file holds them. They are for tests alone: no real platform may trust them. */
export interface StoredKeys {
  /** The beginning of every subject's id, so that each set-up acts on subjects of its own. */
  run: string
  madeAt: string
  secrets: readonly [string, string]
  deskKey: JsonWebKey
  people: Readonly<Record<KeyName, JsonWebKey>>
}

/** A test person's authenticator. */
export interface PersonKey extends PinnedKey {
  privateKey: KeyObject
}

/** The keys of a set-up, ready to sign. */
export interface TestKeys {
  run: string
  madeAtMs: number
  secrets: readonly [string, string]
  deskKey: KeyObject
  people: Readonly<Record<KeyName, PersonKey>>
}

const makeSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`

/** Makes fresh keys for one set-up. */
export function makeTestKeys(madeAt: Date): StoredKeys {
  return {
    run: `conformance-${randomBytes(RUN_BYTES).toString('hex')}-`,
    madeAt: madeAt.toISOString(),
    secrets: [makeSecret(), makeSecret()],
    deskKey: makePair('EdDSA'),
    people: mapPeople((_name, _person, algorithm) => makePair(algorithm)),
  }
}

/** Reads stored keys. Throws when a key is malformed. */
export function openTestKeys({ run, madeAt, secrets, deskKey, people }: StoredKeys): TestKeys {
  return {
    run,
    madeAtMs: Date.parse(madeAt),
    secrets,
    deskKey: openKey(deskKey),
    people: mapPeople((name, person) => {
      const privateKey = openKey(people[name])
      const credentialId = createHash('sha256').update(`${run}${name}`).digest('base64url')
      return { person, credentialId, privateKey, publicKey: toPublicKey(privateKey) }
    }),
  }
}

function mapPeople<T>(make: (name: KeyName, person: string, algorithm: Algorithm) => T): Record<KeyName, T> {
  const [ana, anaAgain, ben, cleo, dora, eve, mallory] = PEOPLE
  const of = ([name, person, algorithm]: (typeof PEOPLE)[number]): T => make(name, person, algorithm)
  return {
    ana: of(ana),
    anaAgain: of(anaAgain),
    ben: of(ben),
    cleo: of(cleo),
    dora: of(dora),
    eve: of(eve),
    mallory: of(mallory),
  }
}

const makePair = (algorithm: Algorithm): JsonWebKey => generateKey(algorithm).export({ format: 'jwk' })

function generateKey(algorithm: Algorithm): KeyObject {
  if (algorithm === 'ES256') return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  if (algorithm === 'RS256') return generateKeyPairSync('rsa', { modulusLength: RSA_BITS }).privateKey
  return generateKeyPairSync('ed25519').privateKey
}

const openKey = (key: JsonWebKey): KeyObject => createPrivateKey({ key, format: 'jwk' })

/** Returns the public half as a JWK, with the members that its kind has. */
export function toPublicKey(privateKey: KeyObject): PublicKey {
  const { kty = '', crv, x, y, n, e } = createPublicKey(privateKey).export({ format: 'jwk' })
  return Object.assign(
    { kty },
    ...Object.entries({ crv, x, y, n, e })
      .filter(([, part]) => part !== undefined)
      .map(([name, part]) => ({ [name]: part })),
  )
}
