import { createHash, randomUUID } from 'node:crypto'
import {
  type Approval,
  type AuthorisationClaims,
  type AuthorisedEnforcement,
  type Instruction,
  ISSUER,
  type Statement,
} from '@countersign/platform-kit'
import { CompactSign } from 'jose'
import { canonicalJson } from '../canonical.ts'
import type { SigningKey } from '../outgoing/signing-key.ts'
import { SECOND_MS } from '../durations.ts'

/** The enforcements on which an instruction is based, and the approvals that people signed for them. */
export interface EffectGrounds {
  enforcements: readonly AuthorisedEnforcement[]
  approvals: readonly Approval[]
}

/**
 * No enforcement is active, or none is known. That is enough to restore, and too little to restrict a protected
 * account.
 */
export const NO_GROUNDS: EffectGrounds = { enforcements: [], approvals: [] }

/**
 * The validity of the desk's signature over an instruction: enough for a slow network and two clocks that differ, too
 * short for a thief to use it later.
 */
const GOOD_FOR_SECONDS = 300

/**
 * Signs one attempt at one instruction: for this platform, valid for five minutes and once. It calls `findKey` each
 * time, so a new signing key is used without a restart.
 */
export async function signEffect(
  findKey: () => Promise<SigningKey>,
  effect: { audience: string; at: Date; instruction: Instruction; grounds: EffectGrounds },
): Promise<string> {
  const { key, kid } = await findKey()
  const { subject, generation, epoch, desired, baseline, reverts, statement } = effect.instruction
  const iat = Math.floor(effect.at.getTime() / SECOND_MS)
  const claims: AuthorisationClaims = {
    ...{ iss: ISSUER, aud: effect.audience, iat, exp: iat + GOOD_FOR_SECONDS, jti: randomUUID() },
    ...{
      subject,
      generation,
      ...(epoch !== undefined && { epoch }),
      desired,
      baseline,
      reverts,
      ...(statement && { statement: hashStatement(statement) }),
      notBefore: effect.at.toISOString(),
    },
    ...effect.grounds,
  }
  const payload = new TextEncoder().encode(JSON.stringify(claims))
  return new CompactSign(payload).setProtectedHeader({ alg: 'EdDSA', kid }).sign(key)
}

/** A statement is covered by its hash: it may be long, and an authorisation is sent beside it. */
const hashStatement = (statement: Statement): string =>
  createHash('sha256')
    .update(canonicalJson(JSON.parse(JSON.stringify(statement))))
    .digest('hex')
