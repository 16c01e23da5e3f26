import { queueAlert } from '../../alerts/alert.ts'
import { reopenDecision } from '../../cases/queue/reopen-decision.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import type { StaffActor, StaffCaller } from '../../foundation/domain.ts'
import { DAY_MS } from '../../foundation/durations.ts'
import { DeskError, requireFound } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { contentHash } from '../../ledger/entries/content-hash.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Desk } from '../../policy/desk.ts'
import { lockSubject } from '../desired-state/subject-state.ts'
import { ACTING } from '../enforcement-state.ts'
import { restoreUnsigned } from '../restore/restore-enforcement.ts'
import {
  type Contested,
  findContestedByAppeal,
  findContestedEnforcement,
  findSettlement,
  findStanding,
  insertSettlement,
  isContestedParty,
  type NewSettlement,
  type Settlement,
} from './settlement-queries.ts'

interface Recording {
  about: { enforcementId?: string | undefined; appealId?: string | undefined }
  given: NewSettlement
  by: StaffCaller
}

/** No body decided under the Digital Services Act before it applied to the first platforms. */
const FIRST_DAY = '2023-08-25'

/** The effects that a decision of a body has. */
export const SETTLEMENT_EFFECTS = ['nothing', 'undone', 'second_person', 'not_in_effect', 'reopened'] as const
type SettlementEffect = (typeof SETTLEMENT_EFFECTS)[number]

interface Recorded {
  created: boolean
  settlement: Settlement
  effect: SettlementEffect
}

/**
 * Records the decision of a body for out-of-court settlement once, under its reference, and carries it out in the same
 * transaction. One for the person that the platform follows gives back: an enforcement is restored by the rules of every
 * restore, and a decision that led to nothing comes back to be decided by another person.
 */
export const recordSettlement = (desk: Desk, recording: Recording): Promise<Recorded> =>
  inTransaction(desk.restoreDb, async (tx) => {
    const { about, given, by } = recording
    const contested = await findContested(tx, about)
    checkDecidedOn(given.decidedOn, tx.now, 'decidedOn')
    if (!givesBack(given) && (await isContestedParty(tx, contested, by.id)))
      throw new DeskError('not_allowed', message('settlement.party'))
    // Locks are taken in the order of every restore.
    if (contested.enforcementId !== null) await lockSubject(tx, contested.subject)
    const stored = await store(tx, contested, recording)
    return { ...stored, effect: await carryOutSettlement(tx, stored, { kind: 'staff', id: by.id }) }
  })

/** Refuses a day before any such body decided, and one in the future. */
export function checkDecidedOn(day: string, now: Date, field: string): void {
  if (day < FIRST_DAY) throw invalidField(field, message('settlement.tooEarly', { day: FIRST_DAY }))
  if (Date.parse(day) > now.getTime() + DAY_MS) throw invalidField(field, message('field.inFuture'))
}

async function store(tx: Tx, contested: Contested, { given, by }: Recording) {
  const created = await insertSettlement(tx, contested, given, by.id)
  const settlement = await findSettlement(tx, contested, given)
  if (settlement === undefined) throw new Error('a decision of a body is neither new nor there')
  if (created) {
    queueRecorded(tx, settlement, by)
    queueRecordedAlert(tx, settlement)
  } else if (settlementHash(settlement) !== settlementHash({ ...settlement, ...given }))
    throw new DeskError('conflict', message('settlement.taken', { body: given.body, reference: given.reference }))
  else if (settlement.correctedBy !== null)
    throw new DeskError(
      'conflict',
      message('settlement.corrected', { settlementId: settlement.id, by: settlement.correctedBy }),
    )
  return { created, settlement }
}

/** True when a decision is carried out: it is for the person, and the platform follows it. */
export const givesBack = ({ outcome, follows }: NewSettlement): boolean => outcome === 'appellant' && follows

/** Gives back what a decision gives back. The same again undoes what is still in effect. */
export async function carryOutSettlement(
  tx: Tx,
  { created, settlement }: Omit<Recorded, 'effect'>,
  by: StaffActor,
): Promise<SettlementEffect> {
  const { id, enforcementId, decisionId, subject, reason } = settlement
  if (!givesBack(settlement)) return 'nothing'
  if (decisionId !== null && created) {
    const why = message('settlement.reopened', { settlementId: id })
    await reopenDecision(tx, { decisionId, subject, why, by })
  }
  if (enforcementId === null) return 'reopened'
  const standing = await findStanding(tx, enforcementId)
  if (standing === undefined) return 'not_in_effect'
  // Without a signature: where a restore takes two people, this is the first request, and the leads are told.
  const { state } = await restoreUnsigned(tx, { enforcementId: standing, by, cause: 'appeal', reason })
  return ACTING.includes(state) ? 'second_person' : 'undone'
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

/** Tells the leads that a decision was recorded. Its outcome is left out: it would prime a judge of an open appeal. */
function queueRecordedAlert(tx: Tx, { id, body, reference, subject }: Settlement): void {
  const why = message('alert.settlement', { settlementId: id, body, reference })
  queueAlert(tx, { kind: 'settlement', to: { role: 'lead' }, why, subject })
}

/** Records a decision of a body, or the correction of one, in the ledger. */
export function queueRecorded(tx: Tx, settlement: Settlement, by: StaffActor): void {
  const { id, appealId, enforcementId, decisionId, subject, outcome, follows, corrects, changeId } = settlement
  queueEntry(tx, {
    ...{ kind: 'settlement_recorded', settlementId: id, outcome, follows, contentHash: settlementHash(settlement) },
    ...(appealId !== null && { appealId }),
    ...(decisionId !== null && { decisionId }),
    ...(corrects !== null && changeId !== null && { corrects, changeId }),
    ...{ by: { kind: 'staff', id: by.id }, subject },
    ...(enforcementId !== null && { enforcementId }),
  })
}

/** Hashes what was recorded of a decision. */
const settlementHash = ({ body, reference, decidedOn, outcome, follows, reason }: NewSettlement): string =>
  contentHash({ body, reference, decidedOn, outcome, follows, reason })
