import { type Assertion, readAssertion, type Signed } from './assertion.ts'
import { canonicalJson } from './canonical.ts'
import type { KeyList } from './key-list.ts'
import { readJws } from './jws.ts'
import { asApprovals, asEnforcements } from './parse-authorisation.ts'
import type { OwnAction } from './own-actions.ts'
import type { Instruction } from './protocol.ts'
import type { PublicKey } from './public-key.ts'
import { TOLERANCE_MS } from './signature.ts'

/** The keys that this platform trusts. */
export interface Authority {
  /** The audience the desk must name: the address it calls. */
  audience: string
  /** The desk's public keys (Ed25519): two while one replaces the other. */
  deskKeys: readonly PublicKey[]
  /**
   * The key list: the people whose own signatures take protected subjects offline and undo legal duties. Without it no
   * signatures of people are required.
   */
  keys?: KeyList
}

/** One of the enforcements on which an instruction is based, as the desk states it. */
export interface AuthorisedEnforcement {
  enforcement: string
  /** The action, or the id of an action of the platform's own, which then has `takes`, `reversible` and `parameters`. */
  action: string
  takes?: OwnAction['takes']
  reversible?: boolean
  parameters?: OwnAction['parameters']
  /** True for an enforcement under legal duty: undoing it takes two people. */
  legalDuty: boolean
  /** The time at which the enforcement ends by itself. Null: never. */
  until: string | null
  /** The only countries in which the enforcement applies. Left out: everywhere. */
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
  /** A value that is new for each attempt. The platform accepts each once. */
  jti: string
  enforcements: readonly AuthorisedEnforcement[]
  subject: Instruction['subject']
  generation: number
  epoch?: number
  desired: Instruction['desired']
  baseline: Instruction['baseline']
  reverts: Instruction['reverts']
  /** The SHA-256 in 64 hex digits of the statement's canonical JSON. Left out: the instruction carries none. */
  statement?: string
  /** The time before which the instruction must not be carried out. */
  notBefore: string
  approvals: readonly Approval[]
}

/** The proofs of a call, once the desk's signature is verified. */
export interface Grounds {
  jti: string
  forgetAtMs: number
  enforcements: readonly AuthorisedEnforcement[]
  /** The valid signatures by people of the pinned key list about one of the enforcements. */
  signed: readonly (Signed & { enforcement: string })[]
  /** True when a key list is pinned. */
  pinned: boolean
  /** The number of people on the key list. */
  people: number
}

/** The parts of a call that the desk's signature covers. */
interface Covered {
  instruction: Instruction
  /** The hash of the statement as it was sent. Undefined: there is none. */
  statementHash: string | undefined
}

export const ISSUER = 'countersign'
/** The longest validity of an authorisation; a longer stated one counts for nothing. */
const LIFE_MS_MAX = 10 * 60_000
const SECOND_MS = 1_000

/**
 * Checks the authorisation of an instruction: who signed it, for whom, when, and that it states the same as the
 * instruction.
 */
export async function readAuthorisation(
  authority: Authority,
  token: string | undefined,
  sent: Covered,
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
  if (!isAbout(claims, sent)) return { problem: 'The authorisation is for another instruction.' }
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

function isAbout(claims: Record<string, unknown>, { instruction, statementHash }: Covered): boolean {
  if (claims.statement !== statementHash) return false
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
