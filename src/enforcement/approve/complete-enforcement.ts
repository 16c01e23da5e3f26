import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { contentHash } from '../../ledger/entries/content-hash.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { type AssessmentText, queueAssessment, queueIdentified } from '../gate-queries.ts'
import { checkIdentified, type Identified } from './identify.ts'
import { WAITING } from '../enforcement-state.ts'
import type { Enforcement } from '../queries.ts'
import { reconsider } from './reconsider.ts'

/** Stores which account the proposer identified, and advances the enforcement. */
export async function identifyEnforcement(
  desk: Desk,
  request: { enforcementId: string; by: StaffCaller; identified: Identified },
): Promise<Enforcement> {
  return complete(desk, request, async (tx, enforcement, actor) => {
    const { identified } = request
    const as = await checkIdentified(tx, enforcement.accountId, identified, 'handle')
    queueIdentified(tx, enforcement.id, as)
    queueEntry(tx, {
      kind: 'enforcement_identified',
      as,
      by: actor,
      subject: enforcement.subject,
      enforcementId: enforcement.id,
    })
    return { ...enforcement, identifiedAs: as }
  })
}

/** Stores the proposer's assessment of the reasons against the enforcement, and advances it. */
export async function assessEnforcement(
  desk: Desk,
  request: { enforcementId: string; by: StaffCaller; assessment: AssessmentText },
): Promise<Enforcement> {
  return complete(desk, request, async (tx, enforcement, actor) => {
    const { rowCount } = await tx.query(sql`select from assessment where enforcement_id = ${enforcement.id}`)
    if (rowCount !== 0)
      throw new DeskError('conflict', message('enforcement.assessed', { enforcementId: enforcement.id }))
    queueAssessment(tx, enforcement.id, actor.id, request.assessment)
    const hash = contentHash(request.assessment)
    queueEntry(tx, {
      kind: 'enforcement_assessed',
      contentHash: hash,
      by: actor,
      subject: enforcement.subject,
      enforcementId: enforcement.id,
    })
    return enforcement
  })
}

/**
 * Adds what only a proposer of a waiting enforcement may add: the assessment, the identified account or the signature.
 * The enforcement then advances to its next state if nothing else is missing.
 */
export async function complete(
  desk: Desk,
  request: { enforcementId: string; by: StaffCaller },
  add: (tx: Tx, enforcement: Enforcement, actor: { kind: 'staff'; id: string }) => Promise<Enforcement>,
): Promise<Enforcement> {
  const actor = { kind: 'staff', id: request.by.id } as const
  const act = async (tx: Tx, enforcement: Enforcement): Promise<Enforcement> => {
    if (!WAITING.includes(enforcement.state)) {
      throw new DeskError(
        'conflict',
        message('enforcement.notWaiting', { enforcementId: enforcement.id, state: enforcement.state }),
      )
    }
    const { rowCount } = await tx.query(sql`
      select from enforcement_party where enforcement_id = ${enforcement.id} and staff_id = ${actor.id} and how <> 'undid'`)
    if (rowCount === 0)
      throw new DeskError('not_allowed', message('enforcement.notProposer', { enforcementId: enforcement.id }))
    return add(tx, enforcement, actor)
  }
  return (await reconsider(desk, request.enforcementId, actor, { act })).enforcement
}
