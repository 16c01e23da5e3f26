import { isDeepStrictEqual } from 'node:util'
import sql from 'sql-template-tag'
import type { GivenSignature, Signable } from '../../foundation/acts.ts'
import { inAnsweredTransaction, type Queryable } from '../../foundation/database/db.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { insertSignature, readSignature } from '../../people/signatures/accept-signature.ts'
import { refuseOtherPlatform } from '../../people/staff/role-rules.ts'
import type { Desk } from '../../policy/desk.ts'
import type { ItemTypes } from '../../policy/items/item-types.ts'
import { type StoredAction, storedAction } from '../../policy/items/own-actions.ts'
import { accountsTakenFrom } from '../facts/lock-accounts.ts'
import { readFromPlatform } from '../facts/read-platform.ts'
import { showEnforcement } from '../present/show-enforcement.ts'
import { type Enforcement, findEnforcement, readEnforcement, readEnforcementFor } from '../queries.ts'
import { listVerdicts } from '../replay/verdict-queries.ts'
import { lockToPropose } from './lock-to-propose.ts'
import { type Proposed, propose } from './propose.ts'
import { signableProposal, takeEnforcementId, waitingUntil } from './signable-proposal.ts'

/**
 * An enforcement can be resubmitted within a day of its stop or its restore. Twin of check_enforcement_grounds in SQL.
 */
export const RESUBMITTED_WITHIN_MS = 24 * 3_600_000

interface ResubmitRequest {
  enforcementId: string
  by: StaffCaller
  signature: GivenSignature | undefined
}

type Resubmit = 'resume' | 'reinstate'

/** Prepares the signature for resubmitting an enforcement, if it can be resubmitted. The signer is the proposer of the new one. */
export async function prepareResubmit(
  { db, policies }: Pick<Desk, 'db' | 'policies'>,
  how: Resubmit,
  { about: enforcementId, by }: { about: string; by: StaffCaller },
): Promise<Signable> {
  const enforcement = await readEnforcementFor(db, enforcementId, by.id)
  const { now } = await findUndoing(db, enforcement, how)
  const expiresAt = waitingUntil(now, policies.guards.expiresMs)
  return signableResubmit(db, enforcement, { enforcementId: await takeEnforcementId(db), expiresAt })
}

/** Returns the text to sign. It names both enforcements: the resubmitted one, and the new one. */
async function signableResubmit(
  db: Queryable,
  enforcement: Enforcement,
  { enforcementId, expiresAt }: { enforcementId: string; expiresAt: string },
): Promise<Signable> {
  const account = await showEnforcement(db, enforcement)
  const signable = signableProposal(
    enforcementId,
    { ...enforcement, ground: null },
    { account, expiresAt, waits: true },
  )
  return { ...signable, core: { ...signable.core, successorOf: enforcement.id } }
}

/**
 * Resubmits an enforcement that was stopped (resume) or restored (reinstate) within a day, as a new one with a new
 * verdict. It needs all requirements of the guards and two more approvals (one in a community or solo organisation).
 * People who proposed, stopped or restored the old one may not approve it. The served part of the hold counts.
 */
export async function resubmitEnforcement(desk: Desk, how: Resubmit, request: ResubmitRequest): Promise<Proposed> {
  const found = await readEnforcement(desk.db, request.enforcementId)
  await refuseOtherPlatform(desk.db, { staffId: request.by.id, roles: ['senior', 'lead'] }, [found.subject])
  const asked = await readFromPlatform(desk, found.subject)
  const signed = await readSignature(desk.db, desk, { ...request, act: how, about: undefined })
  const made = { enforcementId: signed.about, expiresAt: String(JSON.parse(signed.core).expiresAt) }
  return inAnsweredTransaction(
    desk.db,
    async (tx) => {
      const { by } = request
      await lockToPropose(tx, { accountIds: accountsTakenFrom({ ...found, ...asked }), by, subjects: [found.subject] })
      const enforcement = (await findEnforcement(tx, request.enforcementId)) ?? found
      const { undoneBy, parties } = await findUndoing(tx, enforcement, how)
      await insertSignature(tx, signed, await signableResubmit(tx, enforcement, made))
      const [first] = await listVerdicts(tx, enforcement.id)
      const looked = first?.facts.facts
      const { subject, accountId, action, label, durationMs, countries, policyId, legalDuty, caseId, decisionId } =
        enforcement
      const { ownAction } = enforcement
      refuseRedeclared(desk.policies.items, ownAction)
      return propose(desk, tx, {
        kind: 'resubmission',
        ...{ subject, accountId, action, label, durationMs, countries, policyId, legalDuty, caseId, decisionId },
        ...(ownAction && { ownAction }),
        by: { kind: 'staff', id: by.id },
        asked,
        identifiedAs: enforcement.identifiedAs,
        reviewSeconds: looked?.['enforcement.review_seconds'] ?? null,
        seenSeconds: looked?.['enforcement.seen_seconds'] ?? null,
        of: enforcement.id,
        parties: [...new Set([...parties, ...undoneBy])],
        signed: { enforcementId: made.enforcementId, signatureId: signed.id },
      })
    },
    { plannedOnce: true },
  )
}

/** Refuses an action of one's own that is not declared as it was when it was proposed. */
function refuseRedeclared({ actions }: ItemTypes, own: StoredAction | null): void {
  if (own === null) return
  const declared = actions.get(own.action)
  if (declared === undefined || !isDeepStrictEqual(storedAction(declared, own.parameters), own))
    throw new DeskError('conflict', message('resubmit.ownChanged', { action: own.action }))
}

/** Finds the people who undid an enforcement, and those who took part in it. Throws when it cannot be resubmitted. */
async function findUndoing(
  tx: Queryable,
  enforcement: Enforcement,
  how: Resubmit,
): Promise<{ undoneBy: string[]; parties: string[]; now: Date }> {
  const state = how === 'resume' ? 'stopped' : 'restored'
  const row = await tx.find<{
    undoneBy: string[]
    parties: string[]
    now: Date
    recent: boolean
    taken: boolean
  }>(sql`
    select desk_now() as now, array(select actor_id(by, 'staff') from enforcement_move
        where enforcement_id = ${enforcement.id} and to_state in ('stopped', 'restoring') and actor_kind(by) = 'staff'
        union select asked_by from enforcement_restore where enforcement_id = ${enforcement.id} and asked_by is not null) as "undoneBy",
      array(select staff_id from enforcement_party where enforcement_id = ${enforcement.id}) as parties,
      moved_at > desk_now() - ${RESUBMITTED_WITHIN_MS} * interval '1 ms' as recent,
      exists (select from enforcement next where next.successor_of = ${enforcement.id}) as taken
    from enforcement where id = ${enforcement.id}`)
  if (enforcement.state !== state) {
    throw new DeskError(
      'conflict',
      message('resubmit.state', { wanted: state, enforcementId: enforcement.id, state: enforcement.state }),
    )
  }
  if (!row?.recent) throw new DeskError('conflict', message('resubmit.late', { enforcementId: enforcement.id, state }))
  if (row.taken) throw new DeskError('conflict', message('resubmit.done', { enforcementId: enforcement.id }))
  return row
}
