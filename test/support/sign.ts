import { SIGNABLES } from '../../src/app/http/routes.ts'
import { signOwnEnforcement } from '../../src/enforcement/propose/sign-own-enforcement.ts'
import type { Act, GivenSignature } from '../../src/foundation/acts.ts'
import type { Pool } from '../../src/foundation/database/db.ts'
import type { StaffCaller } from '../../src/foundation/domain.ts'
import { findSoftwareKey } from '../../src/people/passkeys/queries.ts'
import { prepareSigning } from '../../src/people/signatures/prepare-signing.ts'
import { signBySoftware } from '../../src/people/signatures/sign-by-software.ts'
import type { Desk } from '../../src/policy/desk.ts'
import { send } from './desk-flow.ts'
import { givenPasskey } from './people.ts'
import type { TestDesk } from './server.ts'

/** Gives a person a software passkey, unless they have one. */
export async function ensureKey(db: Pool, staffId: string): Promise<void> {
  if ((await findSoftwareKey(db, staffId)) === undefined) await givenPasskey(db, staffId)
}

/** Signs an act for a person without HTTP; throws the reason when they can't. */
export async function signedBy(
  desk: Desk,
  by: StaffCaller,
  act: keyof typeof SIGNABLES,
  about: string,
): Promise<GivenSignature> {
  await ensureKey(desk.db, by.id)
  const signable = await SIGNABLES[act](desk, { about, by })
  const { signingId, options } = await prepareSigning(desk.db, desk, { act, by, signable })
  return sign(desk, by.id, { signingId, challenge: options.challenge })
}

/** Signs an enforcement on a protected account as its proposer, where there is no HTTP between. */
export async function signOwn(desk: Desk, by: StaffCaller, enforcementId: string): Promise<void> {
  await signOwnEnforcement(desk, { enforcementId, by, signature: await signedBy(desk, by, 'propose', enforcementId) })
}

/** Signs a prepared text with the person's key. */
export async function sign(
  { db, relyingParty }: Pick<Desk, 'db' | 'relyingParty'>,
  staffId: string,
  signing: { signingId: string; challenge: string },
): Promise<GivenSignature> {
  const signature = await signBySoftware(db, relyingParty, staffId, signing)
  if (signature === undefined) throw new Error(`${staffId} has no key to sign with`)
  return signature
}

type Person = { id: string; token: string }
type Answered = Awaited<ReturnType<typeof send>>

/**
 * Prepares an act over HTTP and signs it with the person's passkey; without a signature, `prepared` says the reason.
 */
export async function postAndSign(
  { app, desk }: Pick<TestDesk, 'app' | 'desk'>,
  who: Person,
  signing: { act: Act; about: string; reviewBy?: string; lesser?: object },
): Promise<{ signature: GivenSignature; prepared: Answered } | { signature?: never; prepared: Answered }> {
  await ensureKey(desk.db, who.id)
  const prepared = await send({ app }, who.token, 'POST', '/v1/signings', signing)
  if (prepared.status !== 201) return { prepared }
  const { signingId, options } = prepared.body
  const { challenge } = options as { challenge: string }
  return { prepared, signature: await sign(desk, who.id, { signingId: String(signingId), challenge }) }
}

/**
 * Signs a reviewer's proposal to act alone on a protected account, over HTTP; without a signature, `prepared` says the
 * reason.
 */
export async function signProposal(
  { app, desk }: Pick<TestDesk, 'app' | 'desk'>,
  who: Person,
  wish: object,
): Promise<{ signature: GivenSignature; prepared: Answered } | { signature?: never; prepared: Answered }> {
  await ensureKey(desk.db, who.id)
  const prepared = await send({ app }, who.token, 'POST', '/v1/proposal-signings', wish)
  if (prepared.status !== 201) return { prepared }
  const { challenge } = prepared.body.options as { challenge: string }
  return { prepared, signature: await sign(desk, who.id, { signingId: String(prepared.body.signingId), challenge }) }
}

/** Returns the signature that a proposal contains, if there is one. */
export async function signatureFor(
  test: Pick<TestDesk, 'app' | 'desk'>,
  who: Person,
  wish: object,
): Promise<{ signature?: GivenSignature }> {
  const { signature } = await signProposal(test, who, wish)
  return signature ? { signature } : {}
}

/** The signed act of each route. */
const SIGNED_AT: readonly [RegExp, Act][] = [
  [/^\/v1\/enforcements\/([^/]+)\/approve$/, 'agree'],
  [/^\/v1\/enforcements\/([^/]+)\/confirm$/, 'confirm'],
  [/^\/v1\/enforcements\/([^/]+)\/sign$/, 'propose'],
  [/^\/v1\/enforcements\/([^/]+)\/resume$/, 'resume'],
  [/^\/v1\/enforcements\/([^/]+)\/reinstate$/, 'reinstate'],
  [/^\/v1\/enforcements\/([^/]+)\/restore$/, 'restore_second'],
  [/^\/v1\/restores\/([^/]+)\/start$/, 'restore_second'],
  [/^\/v1\/freezes\/([^/]+)\/extend$/, 'freeze_extend'],
  [/^\/v1\/changes\/([^/]+)\/agree$/, 'change_agree'],
  [/^\/v1\/cases\/([^/]+)\/answer$/, 'exception_agree'],
  [/^\/v1\/bulk-actions\/([^/]+)\/approve$/, 'bulk_action_agree'],
  [/^\/v1\/staff\/([^/]+)\/(?:end|notice)$/, 'staff_end'],
  [/^\/v1\/staff\/([^/]+)\/restrict$/, 'staff_restrict'],
  [/^\/v1\/staff\/([^/]+)\/sessions\/revoke$/, 'staff_rights'],
]

/** Returns the act and its subject that a request to this address signs. */
export function signingAt(url: string): { act: Act; about: string } {
  const version = /^\/v1\/key-lists\/([^/]+)\/signatures$/.exec(url)?.[1]
  if (version !== undefined) return { act: 'keys', about: `keys:${version}` }
  for (const [pattern, act] of SIGNED_AT) {
    const about = pattern.exec(url)?.[1]
    if (about !== undefined) return { act, about: act === 'staff_rights' ? `${about}:session` : about }
  }
  throw new Error(`nothing is signed at ${url}`)
}

/** Acts as the person's browser: prepares the signature, has their passkey sign, sends the request. */
export async function sendSigned(
  test: Pick<TestDesk, 'app' | 'desk'>,
  who: Person,
  url: string,
  body: object = {},
): Promise<Answered> {
  const review = 'reviewBy' in body ? { reviewBy: String(body.reviewBy) } : {}
  const { prepared, signature } = await postAndSign(test, who, { ...signingAt(url), ...review })
  if (signature === undefined) return prepared
  return send(test, who.token, 'POST', url, { ...body, signature })
}
