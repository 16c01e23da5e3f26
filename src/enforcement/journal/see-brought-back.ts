import { listStanding } from '../queries.ts'
import { counts, retarget } from '../desired-state/retarget.ts'
import { lockSubject } from '../desired-state/subject-state.ts'
import type { Desk } from '../../policy/desk.ts'
import { DESK } from '../../foundation/domain.ts'
import type { BroughtBack } from '../../foundation/recovery-journal/journal-line.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { isLifted } from '../effect/is-lifted.ts'
import { noteInJournal } from './keep-way-back.ts'
import { queueLifted } from '../effect/queries.ts'
import { queueTrouble } from '../effect/trouble.ts'

/**
 * Takes note of what was brought back while there was no desk: it counts as ended by the platform itself, so that only a
 * new enforcement takes it again; it is recorded and shown to people. Anybody may do so at any time, and beside others.
 */
export async function seeBroughtBack(desk: Desk): Promise<void> {
  await desk.recoveryJournal.forEachNew(async (line) => {
    if (line.kind === 'brought_back' && (await seeOne(desk, line))) {
      await noteInJournal(desk, line.subject, line.generation)
    }
  })
}

/** Answers whether it is new: whoever has seen it, or has overtaken the platform since, has a generation of at least its. */
async function seeOne(desk: Desk, { subject, generation, baseline, reason, at }: BroughtBack): Promise<boolean> {
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
    await retarget(tx, { ...state, generation }, DESK)
    queueTrouble(tx, subject, why)
    return true
  })
}
