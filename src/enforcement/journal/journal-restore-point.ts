import type { Instruction } from '@countersign/platform-kit'
import { isStricter } from '../desired-state/desired-state.ts'
import type { EffectGrounds } from '../../foundation/connector/effect-signer.ts'
import type { Desk } from '../../policy/desk.ts'
import { subjectKey, type PlatformState, UNTOUCHED } from '../../foundation/domain.ts'
import type { WayBack } from '../../foundation/recovery-journal/journal-line.ts'
import { systemNow } from '../../foundation/time/clock.ts'
import type { Pool } from '../../foundation/database/db.ts'
import { type Job, postponeJob } from '../../foundation/jobs.ts'
import { backoffMs } from '../effect/backoff.ts'
import { recordTrouble } from '../effect/handle-failure.ts'
import { message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'

const NOT_KEPT = renderMessage(message('attention.notKept'))

/**
 * Writes the baseline to the recovery journal before a subject is restricted. Returns true when the instruction may be
 * sent. When the write fails, restrictive instructions wait and people are alerted; the priority `restore` never waits
 * for a disk.
 */
export async function journalRestorePoint(
  desk: Desk,
  db: Pool,
  job: Job,
  { instruction, generation, grounds }: { instruction: Instruction; generation: number; grounds: EffectGrounds },
): Promise<boolean> {
  const { desired, baseline } = instruction
  if (!isStricter(desired, baseline)) return true
  const asked = grounds.enforcements.filter(({ legalDuty }) => legalDuty).map(({ enforcement }) => enforcement)
  try {
    await desk.recoveryJournal.keep(wayBackOf({ subject: job.key, generation, baseline, legalDuty: asked }))
    return true
  } catch (error) {
    const why = { file: desk.recoveryJournal.path, error, priority: job.priority }
    desk.log.error(why, 'the way back could not be written outside the database: restores go on, all else waits')
    if (job.priority === 'restore') return true
    await recordTrouble(db, job, NOT_KEPT, { fromAttempt: 1 })
    await postponeJob(db, job, backoffMs(job.attempt, job.priority))
    return false
  }
}

/** Returns the journal line of a restore point, dated now. */
export const wayBackOf = ({ legalDuty, ...kept }: Omit<Required<WayBack>, 'kind' | 'at'>): WayBack => ({
  kind: 'way_back',
  ...kept,
  at: systemNow().toISOString(),
  ...(legalDuty.length === 0 ? {} : { legalDuty }),
})

/**
 * Records in the journal that the subject is no longer restricted. When this line is lost, the journal still has a
 * baseline, and restoring it changes nothing.
 */
export async function journalRestored(
  desk: Desk,
  { instruction, generation }: { instruction: Instruction; generation: number },
): Promise<void> {
  const { subject, desired, baseline } = instruction
  if (isStricter(desired, baseline)) return
  const key = subjectKey(subject)
  if (await isLessThanJournal(desk, key, desired)) {
    const about = { file: desk.recoveryJournal.path, subject: key }
    desk.log.error(about, 'the journal keeps its way back: the platform shows less than what the journal says it was')
    return
  }
  await journalGeneration(desk, key, generation)
}

/**
 * True when the journal's baseline gives more than this state, so that a line "up" would erase the only record of it.
 * An unreadable journal counts as true.
 */
export async function isLessThanJournal(desk: Desk, subject: string, shown: PlatformState): Promise<boolean> {
  if (!isStricter(shown, UNTOUCHED)) return false
  try {
    const line = await desk.recoveryJournal.find(subject)
    return line !== undefined && line.kind !== 'up' && isStricter(shown, line.baseline)
  } catch (error) {
    desk.log.warn({ file: desk.recoveryJournal.path, error }, 'the recovery journal could not be read')
    return true
  }
}

/**
 * Records in the journal that a subject is up or gone, or was restored without the desk. A failed write is only logged.
 */
export async function journalGeneration(desk: Desk, subject: string, generation: number): Promise<void> {
  try {
    await desk.recoveryJournal.note({ kind: 'up', subject, generation, at: systemNow().toISOString() })
  } catch (error) {
    desk.log.warn({ file: desk.recoveryJournal.path, error }, 'the recovery journal could not be written')
  }
}
