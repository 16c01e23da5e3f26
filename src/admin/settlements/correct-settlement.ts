import sql from 'sql-template-tag'
import { Type } from 'typebox'
import { lockSubject } from '../../enforcement/desired-state/subject-state.ts'
import {
  carryOutSettlement,
  checkDecidedOn,
  givesBack,
  queueRecorded,
} from '../../enforcement/settlements/record-settlement.ts'
import {
  findSettlementBy,
  isContestedParty,
  type NewSettlement,
  type Settlement,
} from '../../enforcement/settlements/settlement-queries.ts'
import { SETTLED } from '../../enforcement/settlements/settlement-routes.ts'
import type { Json } from '../../foundation/canonical.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { DeskError, requireFound } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { SettlementId } from '../../foundation/schemas/schemas.ts'
import type { Change } from '../change/change-queries.ts'
import type { Described, Wanted } from '../change/wanted.ts'

/** The schema of the change that corrects a recorded decision of an out-of-court body. */
export const CorrectionBody = Type.Object(
  {
    kind: Type.Literal('settlement_correction'),
    settlementId: { ...SettlementId, description: 'The record that is corrected. It stays as it is.' },
    ...SETTLED,
  },
  { additionalProperties: false },
)

/**
 * Describes the correction of a record. Refuses one of a record that was corrected before, one that changes nothing, and
 * one by a person with a part in what the body decided about, unless it gives back.
 */
export async function describeCorrection(
  db: Queryable,
  { kind: _kind, settlementId, ...given }: Extract<Wanted, { kind: 'settlement_correction' }>,
  proposer: string,
): Promise<{ described: Described; body: Json }> {
  const old = await requireSettlement(db, settlementId)
  if (old.correctedBy !== null)
    throw new DeskError('conflict', message('settlement.corrected', { settlementId, by: old.correctedBy }))
  checkDecidedOn(given.decidedOn, await db.onlyValue<Date>(sql`select desk_now() as now`), 'change/decidedOn')
  if (isSame(old, given)) throw new DeskError('conflict', message('settlement.sameAgain', { settlementId }))
  if (!givesBack(given) && (await isContestedParty(db, old, proposer)))
    throw new DeskError('not_allowed', message('settlement.party'))
  const { body, reference, decidedOn, outcome, follows, reason } = given
  const said = { settlementId, body, reference, decidedOn, reason, follows: String(follows), outcome }
  return {
    described: { says: message('described.settlement', said), direction: 'mixed' },
    body: { settlementId, body, reference, decidedOn, outcome, follows, reason },
  }
}

const requireSettlement = async (db: Queryable, settlementId: string): Promise<Settlement> =>
  requireFound(await findSettlementBy(db, { settlementId }), message('settlement.unknown', { settlementId }))

const MEMBERS = ['body', 'reference', 'decidedOn', 'outcome', 'follows', 'reason'] as const

const isSame = (old: NewSettlement, given: NewSettlement): boolean =>
  MEMBERS.every((member) => old[member] === given[member])

/**
 * Locks the subject of the record that a change corrects, in the order of every restore: the subject comes before the
 * appeal.
 */
export async function lockCorrected(tx: Tx, { kind, body }: Pick<Change, 'kind' | 'body'>): Promise<void> {
  if (kind !== 'settlement_correction') return
  const old = await requireSettlement(tx, String(JSON.parse(body).settlementId))
  if (old.enforcementId !== null) await lockSubject(tx, old.subject)
}

/**
 * Records a correction in the ledger, and gives back what the corrected decision gives back, as the person who proposed
 * it: after a wait the desk applies it. It restricts nothing.
 */
export async function carryOutCorrection(tx: Tx, { id: changeId }: Change): Promise<void> {
  const settlement = await findSettlementBy(tx, { changeId })
  if (settlement === undefined) throw new Error(`the correction of ${changeId} is not there`)
  const by = { kind: 'staff', id: settlement.recordedBy } as const
  queueRecorded(tx, settlement, by)
  await carryOutSettlement(tx, { created: true, settlement }, by)
}
