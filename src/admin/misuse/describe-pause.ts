import sql from 'sql-template-tag'
import { Type } from 'typebox'
import { queueMeasureEntry } from '../../cases/misuse/decide-measure.ts'
import { findMeasureOfChange, readFigures } from '../../cases/misuse/misuse-queries.ts'
import type { Json } from '../../foundation/canonical.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import type { Actor } from '../../foundation/domain.ts'
import { DeskError, type ErrorCode, requireFound } from '../../foundation/errors.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { SenderId, strict } from '../../foundation/schemas/schemas.ts'
import { MISUSE_FLOOR, type MisuseThresholds, reachesThresholds } from '../../policy/misuse.ts'
import type { Change } from '../change/change-queries.ts'
import type { Described, Wanted } from '../change/wanted.ts'

/** The schema of the change that pauses a sender. */
export const PauseBody = Type.Object(
  {
    kind: Type.Literal('sender_pause'),
    senderId: SenderId,
    days: Type.Integer({
      minimum: 1,
      maximum: MISUSE_FLOOR.pauseDaysMax,
      description: 'The days for which reports and appeals of the sender are stored and not processed.',
    }),
  },
  strict,
)

type PauseRefusal = 'unknown' | 'days' | 'flagger' | 'paused' | 'not_warned' | 'too_few' | 'stopped' | 'one_marker'

export const PAUSE_REFUSALS: Record<PauseRefusal, readonly [code: ErrorCode, text: Message]> = {
  unknown: ['not_found', message('misuse.pause.unknown')],
  days: ['invalid_input', message('misuse.pause.days', { days: MISUSE_FLOOR.pauseDaysMax })],
  flagger: ['conflict', message('misuse.pause.flagger')],
  paused: ['conflict', message('misuse.pause.paused')],
  not_warned: ['conflict', message('misuse.pause.notWarned')],
  too_few: ['conflict', message('misuse.pause.tooFew')],
  stopped: ['conflict', message('misuse.pause.stopped')],
  one_marker: ['conflict', message('misuse.pause.oneMarker')],
}

/**
 * Describes a pause with the figures on which two people decide. Refuses one without an earlier warning, without later
 * misuse, on the marks of one person, below the figures of the policy, and of a trusted flagger. The body has these
 * figures: PostgreSQL judges by them again when the pause begins.
 */
export async function describePause(
  db: Queryable,
  { senderId, days }: Extract<Wanted, { kind: 'sender_pause' }>,
  thresholds: MisuseThresholds,
): Promise<{ described: Described; body: Json }> {
  const refusal = await db.onlyValue<PauseRefusal | null>(sql`select pause_refusal(${senderId}, ${days}) as refusal`)
  if (refusal !== null) throw new DeskError(...PAUSE_REFUSALS[refusal])
  const { pauseDays, sharePercent, marks: marksMin } = thresholds
  if (days > pauseDays) throw new DeskError('invalid_input', message('misuse.pause.days', { days: pauseDays }))
  const { marks, markers, submissions } = await readFigures(db, senderId, 'unfounded')
  if (!reachesThresholds({ marks, submissions }, thresholds)) throw new DeskError(...PAUSE_REFUSALS.too_few)
  const says = message('described.senderPause', { senderId, days, marks, markers, submissions })
  return { described: { says, direction: 'mixed' }, body: { senderId, days, marks: marksMin, sharePercent } }
}

/** Records a pause that two people agreed to, and tells the sender. */
export async function recordPause(tx: Tx, { id: changeId }: Change, by: Actor): Promise<void> {
  const measure = requireFound(await findMeasureOfChange(tx, changeId), message('misuse.pause.unknown'))
  queueMeasureEntry(tx, measure, by)
}
