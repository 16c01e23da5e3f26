import { contentHash } from '../../../ledger/entries/content-hash.ts'
import { queueEntry } from '../../../ledger/queue-entry.ts'
import { restoreEnforcement } from '../../../enforcement/restore/restore-enforcement.ts'
import { inTransaction, type Tx } from '../../../foundation/database/db.ts'
import type { StaffCaller } from '../../../foundation/domain.ts'
import { DeskError, requireFound } from '../../../foundation/errors.ts'
import { message } from '../../../foundation/messages/message.ts'
import { invalidField } from '../../../foundation/schemas/invalid-field.ts'
import type { Desk } from '../../../policy/desk.ts'
import { reopenDecision } from '../reopen-decision.ts'
import {
  type Contested,
  findContestedByAppeal,
  findContestedEnforcement,
  findSettlement,
  insertSettlement,
  type NewSettlement,
  type Settlement,
} from './settlement-queries.ts'

interface Recording {
  about: { enforcementId?: string | undefined; appealId?: string | undefined }
  given: NewSettlement
  by: StaffCaller
}

const DAY_MS = 86_400_000

/**
 * Records the decision of a body for out-of-court settlement once, under its reference. One for the person that the
 * platform follows gives back: an enforcement is restored by the rules of every restore, and a decision that led to
 * nothing comes back to be decided by another person. The same again gets the same answer, and restores what a crash
 * left.
 */
export async function recordSettlement(
  desk: Desk,
  recording: Recording,
): Promise<{ created: boolean; settlement: Settlement }> {
  const stored = await inTransaction(desk.restoreDb, (tx) => store(tx, recording))
  const { enforcementId, outcome, follows, reason } = stored.settlement
  if (outcome === 'appellant' && follows && enforcementId !== null) {
    // Without a signature: where a restore takes two people, this is the first request, and the leads are told.
    const restore = { enforcementId, by: recording.by, cause: 'appeal', reason, stopping: true } as const
    await restoreEnforcement(desk, restore)
  }
  return stored
}

async function store(tx: Tx, { about, given, by }: Recording) {
  const contested = await findContested(tx, about)
  if (Date.parse(given.decidedOn) > tx.now.getTime() + DAY_MS)
    throw invalidField('decidedOn', message('field.inFuture'))
  const created = await insertSettlement(tx, contested, given, by.id)
  const settlement = await findSettlement(tx, contested, given)
  if (settlement === undefined) throw new Error('a decision of a body is neither new nor there')
  if (created) await recordNew(tx, settlement, by)
  else if (settlementHash(settlement) !== settlementHash({ ...settlement, ...given }))
    throw new DeskError('conflict', message('settlement.taken', { body: given.body, reference: given.reference }))
  return { created, settlement }
}

async function findContested(tx: Tx, { enforcementId, appealId }: Recording['about']): Promise<Contested> {
  if (enforcementId !== undefined && appealId === undefined)
    return requireFound(
      await findContestedEnforcement(tx, enforcementId),
      message('settlement.noEffect', { enforcementId }),
    )
  if (appealId !== undefined && enforcementId === undefined)
    return requireFound(await findContestedByAppeal(tx, appealId), message('appeal.unknown', { appealId }))
  throw invalidField('enforcementId', message('settlement.about'))
}

async function recordNew(tx: Tx, settlement: Settlement, by: StaffCaller): Promise<void> {
  const { id, appealId, enforcementId, decisionId, subject, outcome, follows } = settlement
  const actor = { kind: 'staff', id: by.id } as const
  queueEntry(tx, {
    ...{ kind: 'settlement_recorded', settlementId: id, outcome, follows, contentHash: settlementHash(settlement) },
    ...(appealId !== null && { appealId }),
    ...(decisionId !== null && { decisionId }),
    ...{ by: actor, subject },
    ...(enforcementId !== null && { enforcementId }),
  })
  if (outcome === 'appellant' && follows && decisionId !== null) {
    const why = message('settlement.reopened', { settlementId: id })
    await reopenDecision(tx, { decisionId, subject, why, by: actor })
  }
}

/** Hashes what was recorded of a decision. */
export const settlementHash = ({ body, reference, decidedOn, outcome, follows, reason }: NewSettlement): string =>
  contentHash({ body, reference, decidedOn, outcome, follows, reason })
