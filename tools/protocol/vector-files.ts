import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { followKeyList, hashKeyList, type KeyList, KeyListRefused, type SignedKeyList } from '@countersign/platform-kit'
import { canonicalJson, hashCanonically } from '../../platform-kit/src/canonical.ts'
import { SCENARIOS } from '../../src/app/conformance/scenarios/all-scenarios.ts'
import { trustedKeys } from '../../src/app/conformance/set-up.ts'
import { type SigningTime, signKeyList } from '../../src/app/conformance/sign.ts'
import {
  type KeyName,
  makeTestKeys,
  openTestKeys,
  type StoredKeys,
  type TestKeys,
} from '../../src/app/conformance/test-keys.ts'
import { AUDIENCE, recordVector, type Vector } from './record-vectors.ts'

export const VECTORS_DIR = resolve(import.meta.dirname, '../../docs/reference/platform-protocol/vectors')
/** ECDSA signs with a random number, so this vector's signatures differ each time. */
const WITH_ECDSA = 'approval.every-kind-of-key'
const BEGINS = new Date('2026-03-01T12:00:00Z')

/** A file of vectors: the keys that the platform trusts in it, and the plays. */
export interface VectorFile {
  protocol: 1
  secrets: readonly string[]
  audience: string
  deskKeys: readonly unknown[]
  keys: KeyList
  expiredKeys: KeyList
  vectors: readonly Vector[]
}

/** Drops the bytes that ECDSA makes anew each time. */
export const withoutRandomBytes = (file: object): unknown =>
  JSON.parse(JSON.stringify(file), (_name, value: Partial<Vector> | null) =>
    value?.id === WITH_ECDSA ? { ...value, steps: value.steps?.map((step) => step.after) } : value,
  )

export const readJson = <T>(name: string): T => JSON.parse(readFileSync(join(VECTORS_DIR, name), 'utf8'))

/** Returns the fixed test keys, or new ones when there are none yet. */
const readVectorKeys = (): StoredKeys =>
  existsSync(join(VECTORS_DIR, 'keys.json')) ? readJson('keys.json') : { ...makeTestKeys(BEGINS), run: '' }

/** Makes every file of vectors: its name and its content. */
export async function makeVectorFiles(): Promise<ReadonlyMap<string, object>> {
  const stored = readVectorKeys()
  const keys = openTestKeys(stored)
  const vectors: Vector[] = []
  for (const scenario of SCENARIOS) vectors.push(await recordVector(keys, scenario))
  const files = Map.groupBy(vectors, ({ id }) => `${id.slice(0, id.indexOf('.'))}.json`)
  return new Map<string, object>([
    ['keys.json', stored],
    ['canonical-json.json', await makeCanonicalVectors()],
    ['key-list.json', await makeKeyListVectors(keys)],
    ...Array.from(files, ([name, played]) => [name, makeFile(keys, played)] as const),
  ])
}

function makeFile(keys: TestKeys, vectors: readonly Vector[]): VectorFile {
  const { secrets, authority } = trustedKeys(keys, AUDIENCE)
  const { authority: expired } = trustedKeys(keys, AUDIENCE, { listExpired: true })
  const { audience, deskKeys } = authority
  return { protocol: 1, secrets, audience, deskKeys, keys: authority.keys, expiredKeys: expired.keys, vectors }
}

/** JSON texts whose canonical form is easy to get wrong: numbers, escapes, and the order of names. */
const TEXTS = [
  '{"b":1,"a":2}',
  '{"\\u20ac":1,"\\r":2,"\\ufb33":3,"1":4,"\\ud83d\\ude00":5,"\\u0080":6,"\\u00f6":7}',
  '[1.0,1e21,1e-7,0.1,-0,100000000000000000000,123456789012345680000,4.50,2e-3,333333333.33333329]',
  '["\\u0007\\b\\t\\n\\f\\r\\"\\\\\\/\\u007f\\u00e9\\u2028",""]',
  '{"z":null,"y":[true,false],"x":{},"w":[]}',
  '{"a":1,"a":2}',
]

async function makeCanonicalVectors(): Promise<object> {
  const vectors = []
  for (const json of TEXTS) {
    const value: unknown = JSON.parse(json)
    vectors.push({ json, canonical: canonicalJson(value), sha256: await hashCanonically(value) })
  }
  return { protocol: 1, vectors }
}

/** Key lists that follow another, with enough signatures and without. */
async function makeKeyListVectors(keys: TestKeys): Promise<object> {
  const pinned = trustedKeys(keys, AUDIENCE).authority.keys
  const later = (version: number): KeyList => ({ ...pinned, version, keys: pinned.keys.slice(0, -1) })
  const cases: readonly [string, KeyList, readonly KeyName[], KeyList?][] = [
    ['two-people', later(2), ['ana', 'ben']],
    ['one-person', later(2), ['ana']],
    ['one-person-two-keys', later(2), ['ana', 'anaAgain']],
    ['unknown-key', later(2), ['ana', 'mallory']],
    ['skipped-version', later(3), ['ana', 'ben']],
    ['same-version', later(1), ['ana', 'ben']],
    ['changed-after-signing', later(2), ['ana', 'ben'], { ...later(2), rpId: 'evil.example' }],
    ['key-twice', { ...later(2), keys: [...pinned.keys, ...pinned.keys] }, ['ana', 'ben']],
  ]
  const vectors = []
  for (const [id, signed, by, sent = signed] of cases) {
    const hash = await hashKeyList(signed)
    const signatures = by.map((name) => signKeyList(countingTime(id), keys.people[name], signed.version, hash))
    const next = { list: sent, signatures }
    vectors.push({ id: `key-list.${id}`, hash, next, accepted: await isFollowed(pinned, next) })
  }
  return { protocol: 1, pinned, pinnedHash: await hashKeyList(pinned), vectors }
}

function countingTime(id: string): SigningTime {
  let count = 0
  return { now: () => BEGINS.getTime(), freshId: () => `${id}-${++count}` }
}

const isFollowed = (pinned: KeyList, next: SignedKeyList): Promise<boolean> =>
  followKeyList(pinned, next).then(
    () => true,
    (error: unknown) => {
      if (error instanceof KeyListRefused) return false
      throw error
    },
  )
