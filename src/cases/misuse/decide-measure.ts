import sql from 'sql-template-tag'
import { queueAlert } from '../../alerts/alert.ts'
import { inAnsweredTransaction, inTransaction, type Tx } from '../../foundation/database/db.ts'
import { refuseUnstorable } from '../../foundation/database/refuse-unstorable.ts'
import type { Actor, StaffCaller } from '../../foundation/domain.ts'
import { DeskError, type ErrorCode, requireFound } from '../../foundation/errors.ts'
import { queueJob, queueWakeUp } from '../../foundation/jobs.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { reasonHash } from '../../ledger/entries/misuse-hash.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Desk } from '../../policy/desk.ts'
import { reachesThresholds } from '../../policy/misuse.ts'
import { findMeasure, type Measure, type MisuseCause, readFigures } from './misuse-queries.ts'

type WarningRefusal = 'not_allowed' | 'unknown' | 'flagger' | 'too_few' | 'own_marks' | 'warned'

export const WARNING_REFUSALS: Record<WarningRefusal, readonly [code: ErrorCode, text: Message]> = {
  not_allowed: ['not_allowed', message('misuse.warning.notAllowed')],
  unknown: ['not_found', message('misuse.warning.unknown')],
  flagger: ['conflict', message('misuse.warning.flagger')],
  too_few: ['conflict', message('misuse.warning.tooFew')],
  own_marks: ['conflict', message('misuse.warning.ownMarks')],
  warned: ['conflict', message('misuse.warning.warned')],
}

/** Stores the job that tells a sender of a measure, or of its end. */
export function queueSenderJob(tx: Tx, measureId: string): void {
  queueJob(tx, 'sender', measureId, 'notice')
  queueWakeUp(tx, 'notice')
}

/** Warns a sender: one person decides it, on the figures and on marks that are not theirs alone. */
export async function warnSender(
  { db, policies }: Pick<Desk, 'db' | 'policies'>,
  { senderId, cause, by }: { senderId: string; cause: MisuseCause; by: StaffCaller },
): Promise<Measure> {
  return inAnsweredTransaction(db, async (tx) => {
    const refusal = await tx.onlyValue<WarningRefusal | null>(sql`
      select warning_refusal(${senderId}, ${cause}, ${by.id}) as refusal`)
    if (refusal !== null) throw new DeskError(...WARNING_REFUSALS[refusal])
    if (!reachesThresholds(await readFigures(tx, senderId, cause), policies.misuse))
      throw new DeskError('conflict', message('misuse.warning.tooFew'))
    const id = await tx.onlyValue<string>(sql`select id from warn_sender(${senderId}, ${cause}, ${by.id})`)
    const measure = await requireMeasure(tx, id)
    queueMeasureEntry(tx, measure, { kind: 'staff', id: by.id })
    return measure
  })
}

const requireMeasure = async (tx: Tx, measureId: string): Promise<Measure> =>
  requireFound(await findMeasure(tx, measureId), message('misuse.measure.unknown', { measureId }))

/** Records a warning or a pause, and tells the sender. */
export function queueMeasureEntry(tx: Tx, measure: Measure, by: Actor): void {
  const { id: measureId, senderId, kind: measureKind, cause, marks, submissions, endsAt, changeId } = measure
  queueEntry(tx, {
    ...{ kind: 'sender_measure_begun', measureId, senderId, measureKind, cause, marks, submissions, changeId },
    endsAt: endsAt?.toISOString() ?? null,
    by,
  })
  queueSenderJob(tx, measureId)
}

/** Ends a pause before its time, or takes a warning back. One person does, and all leads are told. */
export async function endMeasure(
  { db }: Pick<Desk, 'db'>,
  { measureId, reason, by }: { measureId: string; reason: string; by: StaffCaller },
): Promise<Measure> {
  refuseUnstorable({ reason })
  return inTransaction(db, async (tx) => {
    await requireMeasure(tx, measureId)
    const isDone = await tx.onlyValue<boolean>(sql`
      select end_measure(${measureId}, ${by.id}, 'early', ${reason}) as done`)
    if (!isDone) throw new DeskError('conflict', message('misuse.measure.over', { measureId }))
    queueEndEntry(tx, { measureId, endCause: 'early', reason, by })
    queueAlert(tx, { kind: 'change', to: { role: 'lead' }, why: message('alert.senderEnd', { measureId }) })
    return requireMeasure(tx, measureId)
  })
}

function queueEndEntry(
  tx: Tx,
  { reason, by, ...ended }: { measureId: string; endCause: 'early' | 'appeal'; reason: string; by: StaffCaller },
): void {
  const contentHash = reasonHash({ reason })
  queueEntry(tx, { kind: 'sender_measure_ended', ...ended, contentHash, by: { kind: 'staff', id: by.id } })
  queueSenderJob(tx, ended.measureId)
}

interface JudgedMeasure {
  measureId: string
  outcome: 'uphold' | 'overturn'
  /** The reason that the sender reads. */
  reason: string
  by: StaffCaller
}

/** Judges the appeal against a warning or a pause, by a person who took no part in it. Overturning ends the measure. */
export async function judgeMeasure({ db }: Pick<Desk, 'db'>, judged: JudgedMeasure): Promise<Measure> {
  const { measureId, outcome, reason, by } = judged
  refuseUnstorable({ reason })
  const state = outcome === 'uphold' ? 'upheld' : 'overturned'
  return inTransaction(db, async (tx) => {
    const before = await requireMeasure(tx, measureId)
    const appeal = await tx.find<{ id: string; state: string; isParty: boolean }>(sql`
      select id, state, has_second_person() and is_measure_party(measure_id, ${by.id}) as "isParty"
      from misuse_appeal where measure_id = ${measureId} order by received_at desc, id desc limit 1`)
    const { id: appealId, ...found } = requireFound(appeal, message('misuse.measure.noAppeal', { measureId }))
    if (found.state !== 'open') throw new DeskError('conflict', message('misuse.measure.judged', { measureId }))
    if (found.isParty) throw new DeskError('not_allowed', message('misuse.measure.party'))
    await tx.query(sql`select judge_misuse_appeal(${appealId}, ${by.id}, ${state}, ${reason})`)
    queueEntry(tx, {
      kind: 'misuse_appeal_judged',
      appealId,
      measureId,
      outcome: state,
      contentHash: reasonHash({ reason }),
      by: { kind: 'staff', id: by.id },
    })
    const measure = await requireMeasure(tx, measureId)
    if (state === 'overturned' && measure.endedAt !== null && before.endedAt === null)
      queueEndEntry(tx, { measureId, endCause: 'appeal', reason, by })
    else queueSenderJob(tx, measureId)
    return measure
  })
}
