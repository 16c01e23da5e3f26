import { listStanding } from '../queries.ts'
import { counts, updateDesiredState } from '../desired-state/update-desired-state.ts'
import { lockSubject } from '../desired-state/subject-state.ts'
import type { Desk } from '../../policy/desk.ts'
import { DESK } from '../../foundation/domain.ts'
import type { BroughtBack } from '../../foundation/recovery-journal/journal-line.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { isLifted } from '../effect/is-lifted.ts'
import { journalGeneration } from './journal-restore-point.ts'
import { queueLifted } from '../effect/queries.ts'
import { queueTrouble } from '../effect/trouble.ts'

/**
 * Imports the offline restores that were made without the desk. They count as lifted by the platform, so only a new
 * enforcement restricts the subject again. They are recorded and shown to people. Any number of processes may run this
 * at any time.
 */
export async function importOfflineRestores(desk: Desk): Promise<void> {
  await desk.recoveryJournal.forEachNew(async (line) => {
    if (line.kind === 'brought_back' && (await importOfflineRestore(desk, line))) {
      await journalGeneration(desk, line.subject, line.generation)
    }
  })
}

/**
 * Imports one offline restore. Returns false when the subject's generation has reached that of the restore: it was
 * imported before, or the desk has continued above the platform.
 */
async function importOfflineRestore(
  desk: Desk,
  { subject, generation, baseline, reason, at }: BroughtBack,
): Promise<boolean> {
  return inTransaction(desk.db, async (tx) => {
    const state = await lockSubject(tx, subject)
    if (state.generation >= generation) return false
    const lifted = (await listStanding(tx, subject)).filter(
      (enforcement) => counts(enforcement) && isLifted(enforcement, baseline),
    )
    const why = `brought back at ${at} without the desk: ${reason}`
    queueLifted(
      tx,
      lifted.map(({ id }) => id),
      why,
    )
    await updateDesiredState(tx, { ...state, generation }, DESK)
    queueTrouble(tx, subject, why)
    return true
  })
}
