import { createHash } from 'node:crypto'
import type { Approval } from '@countersign/platform-kit'
import type { EffectGrounds } from '../../foundation/connector/effect-signer.ts'
import { withoutTitle } from '../../policy/items/own-actions.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { listSignatures, listStandingGrounds, type EnforcementSignature } from './queries.ts'
import { toIso } from '../../foundation/time/to-iso.ts'

/**
 * Finds the proofs for an instruction: the enforcements that shape the desired state, and the signatures over them, or
 * over undoing a restriction under legal duty. The platform learns no names: only the holder of a key list can resolve
 * a key reference.
 */
export async function findGrounds(db: Queryable, subject: string): Promise<EffectGrounds> {
  const standing = await listStandingGrounds(db, subject)
  const signatures = await listSignatures(db, subject)
  return {
    enforcements: standing.map(({ id, action, needsTwoRestorers, endsAt, countries, ownAction }) => ({
      enforcement: id,
      action,
      ...(ownAction && withoutTitle(ownAction)),
      legalDuty: needsTwoRestorers,
      until: toIso(endsAt),
      ...(countries && { countries }),
    })),
    approvals: signatures.map(toApproval),
  }
}

/** A signature in the form in which the platform receives it. */
export function toApproval(found: EnforcementSignature): Approval {
  const { about, credentialId, core, asShown, clientData, authenticatorData, signature } = found
  return {
    enforcement: about,
    core,
    asShown,
    keyRef: createHash('sha256').update(`${about}.${credentialId}`).digest('base64url'),
    clientDataJSON: clientData.toString('base64url'),
    authenticatorData: authenticatorData.toString('base64url'),
    signature: signature.toString('base64url'),
  }
}
