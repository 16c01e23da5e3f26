import { createHash } from 'node:crypto'
import type { Approval } from '@countersign/platform-kit'
import type { EffectGrounds } from '../../../foundation/connector/effect-signer.ts'
import { withoutTitle } from '../../../policy/items/own-actions.ts'
import type { Queryable } from '../../../foundation/database/db.ts'
import { listSignatures, listStandingGrounds, type EnforcementSignature, type StandingGround } from '../queries.ts'
import { toIso } from '../../../foundation/time/to-iso.ts'

/**
 * Finds the proofs for an instruction about each subject: the enforcements that shape the desired state, and the
 * signatures over them, or over undoing a restriction under legal duty. The platform learns no names: only the holder
 * of a key list can resolve a key reference.
 */
export async function findGrounds(
  db: Queryable,
  subjects: readonly string[],
): Promise<(subject: string) => EffectGrounds> {
  const [standing, signatures] = await Promise.all([listStandingGrounds(db, subjects), listSignatures(db, subjects)])
  const standingOn = Map.groupBy(standing, ({ subject }) => subject)
  const signaturesOn = Map.groupBy(signatures, ({ subject }) => subject)
  return (subject) => ({
    enforcements: (standingOn.get(subject) ?? []).map(toAuthorised),
    approvals: (signaturesOn.get(subject) ?? []).map(toApproval),
  })
}

const toAuthorised = ({ id, action, needsTwoRestorers, endsAt, countries, ownAction }: StandingGround) => ({
  enforcement: id,
  action,
  ...(ownAction && withoutTitle(ownAction)),
  legalDuty: needsTwoRestorers,
  until: toIso(endsAt),
  ...(countries && { countries }),
})

/** A signature in the form in which the platform receives it. */
export function toApproval(found: Omit<EnforcementSignature, 'subject'>): Approval {
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
