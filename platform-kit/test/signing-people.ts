import {
  createHash,
  generateKeyPairSync,
  type JsonWebKey as NodeJwk,
  type KeyObject,
  randomUUID,
  sign as signBytes,
} from 'node:crypto'
import { canonicalJson } from '../src/canonical.ts'
import {
  type Approval,
  type Assertion,
  type AuthorisationClaims,
  type AuthorisedEnforcement,
  ISSUER,
  type Instruction,
  type KeyList,
  type PinnedKey,
  type PublicKey,
  RESTORE_ACT,
  restoreAbout,
  type SignedKeyList,
  type Subject,
} from '../src/index.ts'
import { hashKeyList } from '../src/key-list.ts'
import { type Received, type SmallPlatform, START_MS, send, VALE } from './small-platform.ts'

export const AUDIENCE = 'https://small.example/countersign'
export const RP_ID = 'desk.example'
export const ORIGIN = 'https://desk.example'
const HOUR_MS = 3_600_000
const LIFE_SECONDS = 300

/** A person with an authenticator of their own: ES256 unless another kind is requested. */
export interface Person extends PinnedKey {
  privateKey: KeyObject
}

export function makePerson(person: string, kind: 'ES256' | 'EdDSA' | 'RS256' = 'ES256'): Person {
  const pair = {
    ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    EdDSA: () => generateKeyPairSync('ed25519'),
    RS256: () => generateKeyPairSync('rsa', { modulusLength: 2_048 }),
  }[kind]()
  const credentialId = base64(createHash('sha256').update(randomUUID()).digest())
  return { credentialId, person, publicKey: toJwk(pair.publicKey), privateKey: pair.privateKey }
}

export interface DeskKey {
  jwk: PublicKey
  privateKey: KeyObject
}

export function makeDeskKey(): DeskKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return { jwk: toJwk(publicKey), privateKey }
}

export const listOf = (people: readonly Person[], version = 1, more: Partial<KeyList> = {}): KeyList => ({
  version,
  expiresAt: new Date(START_MS + 1_000 * HOUR_MS).toISOString(),
  rpId: RP_ID,
  origins: [ORIGIN],
  keys: people.map(({ credentialId, publicKey, person }) => ({ credentialId, publicKey, person })),
  ...more,
})

/** An authenticator's assertion, with the parts a test wants to differ. */
export interface Otherwise {
  clientData?: object
  flags?: number
  rpId?: string
  approver?: string
}

/** A person's signature about an enforcement: by default their yes to suspending Vale for a week, within four hours. */
export function approve(by: Person, enforcement: string, core: object = {}, otherwise: Otherwise = {}): Approval {
  const nonce = randomUUID()
  const approver = hash(`${enforcement}:${otherwise.approver ?? by.person}:${nonce}`)
  const about = {
    enforcement,
    subject: `${VALE.kind}:${VALE.id}`,
    action: 'suspend',
    durationMs: 168 * HOUR_MS,
    confirmMs: null,
    act: 'agree',
  }
  const expiresAt = new Date(START_MS + 4 * HOUR_MS).toISOString()
  return { enforcement, ...assert(by, enforcement, { ...about, expiresAt, approver, nonce, ...core }, otherwise) }
}

/** The signature of the proposer of an enforcement: by default the same as people approve in these tests. */
export const propose = (by: Person, enforcement: string, core: object = {}): Approval =>
  approve(by, enforcement, { act: 'propose', ...core })

export async function signList(list: KeyList, people: readonly Person[], core: object = {}): Promise<SignedKeyList> {
  const about = `keys:${list.version}`
  const hashed = await hashKeyList(list)
  const signatures = people.map((by) => {
    const nonce = randomUUID()
    const approver = hash(`${about}:${by.person}:${nonce}`)
    return assert(by, about, { act: 'keys', version: list.version, hash: hashed, approver, nonce, ...core }, {})
  })
  return { list, signatures }
}

/** A person's signature for giving a subject (by default Vale) back and beginning this epoch, good for five minutes. */
export function signRestore(by: Person, epoch: number, core: object = {}, subject: Subject = VALE): Assertion {
  const about = restoreAbout(subject, epoch)
  const nonce = randomUUID()
  const approver = hash(`${about}:${by.person}:${nonce}`)
  const expiresAt = new Date(START_MS + LIFE_SECONDS * 1_000).toISOString()
  const said = { act: RESTORE_ACT, subject: `${subject.kind}:${subject.id}`, epoch, expiresAt, approver, nonce }
  return assert(by, about, { ...said, ...core }, {})
}

function assert(by: Person, about: string, core: object, { clientData = {}, flags = 0x05, rpId = RP_ID }: Otherwise) {
  const asShown = { text: 'What was shown.' }
  const challenge = base64(createHash('sha256').update(canonicalJson({ asShown, core })).digest())
  const client = { type: 'webauthn.get', challenge, origin: ORIGIN, crossOrigin: false, ...clientData }
  const clientDataJSON = Buffer.from(JSON.stringify(client))
  const authenticatorData = Buffer.concat([
    createHash('sha256').update(rpId).digest(),
    Buffer.from([flags, 0, 0, 0, 1]),
  ])
  const signed = Buffer.concat([authenticatorData, createHash('sha256').update(clientDataJSON).digest()])
  const isEdwards = by.privateKey.asymmetricKeyType === 'ed25519'
  return {
    core: canonicalJson(core),
    asShown: canonicalJson(asShown),
    keyRef: hash(`${about}.${by.credentialId}`),
    clientDataJSON: base64(clientDataJSON),
    authenticatorData: base64(authenticatorData),
    signature: base64(signBytes(isEdwards ? null : 'sha256', signed, by.privateKey)),
  }
}

/** The claims of an instruction as a correct desk signs them now, with the parts a test wants to differ. */
export function authorise(
  small: SmallPlatform,
  key: DeskKey,
  instruction: Instruction,
  more: Partial<AuthorisationClaims> = {},
  header: object = { alg: 'EdDSA' },
): string {
  const { events: _events, statement, ...authorised } = instruction
  const iat = Math.floor(small.clock.nowMs / 1000)
  const claims: AuthorisationClaims = {
    ...{ iss: ISSUER, aud: AUDIENCE, iat, exp: iat + LIFE_SECONDS, jti: randomUUID() },
    ...{ enforcements: [], approvals: [], notBefore: small.clock.now().toISOString() },
    ...authorised,
    ...(statement && { statement: createHash('sha256').update(canonicalJson(statement)).digest('hex') }),
    ...more,
  }
  const said = [header, claims].map((part) => base64(Buffer.from(JSON.stringify(part)))).join('.')
  return `${said}.${base64(signBytes(null, Buffer.from(said), key.privateKey))}`
}

export const enforcement = (
  id: string,
  action = 'suspend',
  more: Partial<AuthorisedEnforcement> = {},
): AuthorisedEnforcement => ({
  enforcement: id,
  action,
  legalDuty: false,
  until: null,
  ...more,
})

/** Sends an instruction with its authorisation. */
export function instructed(
  small: SmallPlatform,
  key: DeskKey,
  instruction: Instruction,
  claims: Partial<AuthorisationClaims> = {},
): Promise<Received> {
  return send(small, { type: 'subject.apply', instruction, authorisation: authorise(small, key, instruction, claims) })
}

const base64 = (bytes: Buffer): string => bytes.toString('base64url')
const hash = (text: string): string => base64(createHash('sha256').update(text).digest())

function toJwk(key: KeyObject): PublicKey {
  const { kty = '', crv, x, y, n, e }: NodeJwk = key.export({ format: 'jwk' })
  return JSON.parse(JSON.stringify({ kty, crv, x, y, n, e }))
}
