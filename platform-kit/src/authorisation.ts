import { type Assertion, readAssertion, type Signed } from './assertion.ts'
import { canonicalJson } from './canonical.ts'
import type { KeyList } from './key-list.ts'
import { readJws } from './jws.ts'
import { asApprovals, asEnforcements } from './parse-authorisation.ts'
import type { Instruction } from './protocol.ts'
import type { PublicKey } from './public-key.ts'
import { TOLERANCE_MS } from './signature.ts'

/** The keys that this platform trusts. */
export interface Authority {
  /** The audience the desk must name: the address it calls. */
  audience: string
  /** The desk's public keys, Ed25519. Two while one takes over from the other. */
  deskKeys: readonly PublicKey[]
  /**
   * The people whose own signatures take protected subjects offline and undo legal duties. Without the list no personal
   * signatures are required.
   */
  keys?: KeyList
}

/** One enforcement among those an instruction is made of, as the desk says it. */
export interface AuthorisedEnforcement {
  enforcement: string
  action: string
  /** The law asked for it: undoing it takes two. */
  legalDuty: boolean
  /** The time at which it ends by itself; null: never. */
  until: string | null
  /** It takes nothing anywhere else. Left out: it is of no single country. */
  countries?: readonly string[]
}

/** A signature about an enforcement. */
export type Approval = Assertion & { enforcement: string }

/**
 * The claims that travel with each instruction, signed by the desk as a compact JWS for each attempt. Times in seconds.
 */
export interface AuthorisationClaims {
  iss: string
  aud: string
  iat: number
  exp: number
  /** Fresh for each attempt. The platform takes each once. */
  jti: string
  enforcements: readonly AuthorisedEnforcement[]
  subject: Instruction['subject']
  generation: number
  epoch?: number
  desired: Instruction['desired']
  baseline: Instruction['baseline']
  reverts: Instruction['reverts']
  /** Not to be carried out before. */
  notBefore: string
  approvals: readonly Approval[]
}

/** The grounds of a call, once the desk's signature is verified. */
export interface Grounds {
  jti: string
  forgetAtMs: number
  enforcements: readonly AuthorisedEnforcement[]
  /** The signatures by people of the pinned list about one of the enforcements: only the good ones. */
  signed: readonly (Signed & { enforcement: string })[]
  /** True when there is a pinned list. */
  pinned: boolean
  /** The number of people on it. */
  people: number
}

export const ISSUER = 'countersign'
/** The longest life of an authorisation, however long the desk says it is good for. */
const LIFE_MS_MAX = 10 * 60_000
const SECOND_MS = 1_000

/** Checks what goes with an instruction: who signed it, for whom, when, and that it says the same as the instruction. */
export async function readAuthorisation(
  authority: Authority,
  token: string | undefined,
  instruction: Instruction,
  nowMs: number,
): Promise<Grounds | { problem: string }> {
  if (token === undefined) return { problem: 'There is no authorisation with it.' }
  const claims = await readJws(token, authority.deskKeys)
  if (claims === undefined) return { problem: 'The authorisation is not signed by a key of the desk.' }
  if (claims.iss !== ISSUER || claims.aud !== authority.audience)
    return { problem: `The authorisation is not for ${authority.audience}.` }
  const { jti, exp } = claims
  if (typeof jti !== 'string' || jti === '' || typeof exp !== 'number' || !isFresh(claims, nowMs))
    return { problem: "The authorisation is not of now, by this platform's clock." }
  if (!isAbout(claims, instruction)) return { problem: 'The authorisation is for another instruction.' }
  const enforcements = asEnforcements(claims.enforcements)
  const approvals = asApprovals(claims.approvals)
  if (!enforcements || !approvals) return { problem: 'The authorisation is not as agreed.' }
  const { keys } = authority
  const signed = keys ? await readSigned(keys, approvals) : []
  const people = new Set(keys?.keys.map(({ person }) => person)).size
  return { jti, forgetAtMs: exp * SECOND_MS, enforcements, signed, pinned: keys !== undefined, people }
}

function isFresh({ iat, exp, notBefore }: Record<string, unknown>, nowMs: number): boolean {
  if (typeof iat !== 'number' || typeof exp !== 'number' || typeof notBefore !== 'string') return false
  const [from, until] = [iat * SECOND_MS, exp * SECOND_MS]
  return (
    from <= nowMs + TOLERANCE_MS &&
    Date.parse(notBefore) <= nowMs + TOLERANCE_MS &&
    until > nowMs &&
    until - from <= LIFE_MS_MAX
  )
}

function isAbout(claims: Record<string, unknown>, instruction: Instruction): boolean {
  const { subject, generation, epoch = 0, desired, baseline, reverts } = instruction
  const said = { subject: claims.subject, generation: claims.generation, epoch: claims.epoch ?? 0 }
  const all = { ...said, desired: claims.desired, baseline: claims.baseline, reverts: claims.reverts }
  return canonicalJson(all) === canonicalJson({ subject, generation, epoch, desired, baseline, reverts })
}

async function readSigned(keys: KeyList, approvals: readonly Approval[]): Promise<Grounds['signed']> {
  const read = await Promise.all(
    approvals.map(async (approval) => {
      const signed = await readAssertion(approval, approval.enforcement, keys)
      return signed?.core.enforcement === approval.enforcement ? [{ ...signed, enforcement: approval.enforcement }] : []
    }),
  )
  return read.flat()
}
