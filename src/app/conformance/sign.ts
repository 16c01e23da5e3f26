import { createHash, createHmac, type KeyObject, sign as signBytes } from 'node:crypto'
import {
  type Approval,
  type Assertion,
  type AuthorisationClaims,
  ISSUER,
  type Instruction,
  RESTORE_ACT,
  restoreAbout,
  type Subject,
} from '@countersign/platform-kit'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../foundation/durations.ts'
import type { PersonKey } from './test-keys.ts'

export const RP_ID = 'desk.example'
export const ORIGIN = 'https://desk.example'
/** The flags "user present" and "user verified" of an authenticator. */
const FLAGS = 0x05
const LIFE_SECONDS = 300

/** The inputs of a signature that differ between a live run and the vectors: the time and values used once. */
export interface SigningTime {
  now(): number
  /** Returns a value that never came before. */
  freshId(): string
}

/** The parts of an authenticator's answer that a check makes wrong. */
export interface Tampering {
  clientData?: Readonly<Record<string, Json>>
  flags?: number
  rpId?: string
  approver?: string
}

type Core = Readonly<Record<string, Json | undefined>>

const base64 = (bytes: Buffer): string => bytes.toString('base64url')
const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest()
const hash = (text: string): string => base64(sha256(text))
const isoOf = (ms: number): string => new Date(ms).toISOString()

/**
 * Signs about an enforcement as a person's authenticator does: by default that they agree to suspend the subject for a
 * week, within four hours.
 */
export function signApproval(
  time: SigningTime,
  by: PersonKey,
  about: { enforcement: string; subject: Subject },
  core: Core = {},
  tampering: Tampering = {},
): Approval {
  const { enforcement, subject } = about
  const said = {
    enforcement,
    subject: `${subject.kind}:${subject.id}`,
    action: 'suspend',
    durationMs: 168 * HOUR_MS,
    confirmMs: null,
    act: 'agree',
    expiresAt: isoOf(time.now() + 4 * HOUR_MS),
  }
  return { enforcement, ...assert(time, by, enforcement, { ...said, ...core }, tampering) }
}

/** Signs that a subject is restored and that this epoch begins, valid for five minutes. */
export function signRestore(
  time: SigningTime,
  by: PersonKey,
  subject: Subject,
  epoch: number,
  core: Core = {},
): Assertion {
  const expiresAt = isoOf(time.now() + 5 * MINUTE_MS)
  const said = { act: RESTORE_ACT, subject: `${subject.kind}:${subject.id}`, epoch, expiresAt }
  return assert(time, by, restoreAbout(subject, epoch), { ...said, ...core })
}

/** Signs a key list that follows another. */
export function signKeyList(time: SigningTime, by: PersonKey, version: number, listHash: string): Assertion {
  return assert(time, by, `keys:${version}`, { act: 'keys', version, hash: listHash })
}

function assert(time: SigningTime, by: PersonKey, about: string, core: Core, tampering: Tampering = {}): Assertion {
  const nonce = time.freshId()
  const approver = hash(`${about}:${tampering.approver ?? by.person}:${nonce}`)
  const signedCore = { approver, nonce, ...core }
  const asShown = { text: 'A conformance check. Nothing real is affected.' }
  const challenge = hash(canonicalJson({ asShown, core: signedCore }))
  const client = { type: 'webauthn.get', challenge, origin: ORIGIN, crossOrigin: false, ...tampering.clientData }
  const clientDataJSON = Buffer.from(JSON.stringify(client))
  const flags = Buffer.from([tampering.flags ?? FLAGS, 0, 0, 0, 1])
  const authenticatorData = Buffer.concat([sha256(tampering.rpId ?? RP_ID), flags])
  return {
    core: canonicalJson(signedCore),
    asShown: canonicalJson(asShown),
    keyRef: hash(`${about}.${by.credentialId}`),
    clientDataJSON: base64(clientDataJSON),
    authenticatorData: base64(authenticatorData),
    signature: base64(signAs(by.privateKey, Buffer.concat([authenticatorData, sha256(clientDataJSON)]))),
  }
}

const signAs = (key: KeyObject, bytes: Buffer): Buffer =>
  signBytes(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', bytes, key)

/** Signs an instruction as a desk does for one attempt, with the claims and the header that a check makes wrong. */
export function signAuthorisation(
  time: SigningTime,
  { key, audience }: { key: KeyObject; audience: string },
  instruction: Instruction,
  claims: Partial<AuthorisationClaims> = {},
  header: Readonly<Record<string, Json>> = { alg: 'EdDSA' },
): string {
  const { subject, generation, epoch, desired, baseline, reverts, statement } = instruction
  const iat = Math.floor(time.now() / SECOND_MS)
  const said: AuthorisationClaims = {
    ...{ iss: ISSUER, aud: audience, iat, exp: iat + LIFE_SECONDS, jti: time.freshId() },
    ...{ enforcements: [], subject, generation, ...(epoch !== undefined && { epoch }), desired, baseline, reverts },
    ...{ notBefore: isoOf(time.now()), approvals: [], ...(statement && { statement: hashStatement(statement) }) },
    ...claims,
  }
  const signed = [header, said].map((part) => base64(Buffer.from(JSON.stringify(part)))).join('.')
  return `${signed}.${base64(signAs(key, Buffer.from(signed)))}`
}

/** Returns the hash by which an authorisation covers a statement. */
export const hashStatement = (statement: object): string => sha256(canonicalJson({ ...statement })).toString('hex')

/** Returns the headers of Standard Webhooks for a body. */
export function signCall(secret: string, id: string, atMs: number, body: string): Record<string, string> {
  const timestamp = String(Math.floor(atMs / SECOND_MS))
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  }
}
