import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { message } from '../../foundation/messages/message.ts'
import { DeskError } from '../../foundation/errors.ts'
import { insertSignature, readSignature } from '../../people/signatures/accept-signature.ts'
import type { GivenSignature, Signable } from '../../foundation/acts.ts'
import { type Enforcement, readEnforcementFor } from '../queries.ts'
import { showEnforcement } from '../present/show-enforcement.ts'
import { complete } from '../approve/complete-enforcement.ts'
import { signableProposal, TAKEN_WITHIN_MS } from './signable-proposal.ts'

/** Prepares the signature that an enforcement on a protected account still lacks, for one of its proposers. */
export async function prepareOwnEnforcement(
  { db }: Pick<Desk, 'db'>,
  { about: enforcementId, by }: { about: string; by: StaffCaller },
): Promise<Signable> {
  const enforcement = await readEnforcementFor(db, enforcementId, by.id)
  await refuseUnlessLacking(db, enforcementId, by.id)
  return signableOwnEnforcement(db, enforcement)
}

/** Stores the signature of a proposer over an enforcement that lacks it, which then advances. */
export async function signOwnEnforcement(
  desk: Desk,
  request: { enforcementId: string; by: StaffCaller; signature: GivenSignature },
): Promise<Enforcement> {
  const signed = await readSignature(desk.db, desk, { ...request, act: 'propose', about: request.enforcementId })
  return complete(desk, request, async (tx, enforcement) => {
    await refuseUnlessLacking(tx, enforcement.id, request.by.id)
    await insertSignature(tx, signed, await signableOwnEnforcement(tx, enforcement))
    return enforcement
  })
}

async function refuseUnlessLacking(db: Queryable, enforcementId: string, staffId: string): Promise<void> {
  const { isLacking, isProposer } = await db.only<{ isLacking: boolean; isProposer: boolean }>(sql`
    select lacks_proposer_signature(enforcement) as "isLacking", exists (
        select from enforcement_party where enforcement_id = enforcement.id and staff_id = ${staffId} and how <> 'undid') as "isProposer"
    from enforcement where id = ${enforcementId}`)
  if (!isProposer) throw new DeskError('not_allowed', message('proposal.signOther', { enforcementId }))
  if (!isLacking) throw new DeskError('conflict', message('proposal.signNone', { enforcementId }))
}

async function signableOwnEnforcement(db: Queryable, enforcement: Enforcement): Promise<Signable> {
  const { ground, groundRef, expiresAt } = enforcement
  const terms = { ...enforcement, ground: ground === null ? null : { kind: ground, ref: groundRef } }
  return signableProposal(enforcement.id, terms, {
    account: await showEnforcement(db, enforcement),
    expiresAt: new Date(expiresAt.getTime() + TAKEN_WITHIN_MS).toISOString(),
    waits: true,
  })
}
