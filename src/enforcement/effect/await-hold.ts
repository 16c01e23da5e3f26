import type { ApplyAnswer } from '@countersign/platform-kit'
import sql from 'sql-template-tag'
import { listStanding, ENFORCEMENT, type Enforcement, type EnforcementIn } from '../queries.ts'
import { counts, updateDesiredState } from '../desired-state/update-desired-state.ts'
import { lockSubject } from '../desired-state/subject-state.ts'
import { hides } from '../desired-state/desired-state.ts'
import { DESK } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction, type Pool, type Tx } from '../../foundation/database/db.ts'
import { type Job, queueJobAt } from '../../foundation/jobs.ts'

/**
 * The longest hold of a platform with platform-kit, plus the allowed lead of its clock over the desk's.
 * Twin of platform_holds_for in SQL and HOLD_MS_MAX in platform-kit.
 */
export const HOLD_MS_MAX = 65 * 60_000
/** A platform checks the instructions that it holds several times a second. */
const LOOK_AFTER_MS = 500

/**
 * Waits for the end of the platform's own hold. A held instruction has no effect yet. The clocks of the enforcements
 * that take the subject offline begin at its end, and the platform gets the new times. Returns false when the platform
 * holds nothing, or for longer than HOLD_MS_MAX.
 */
export async function awaitHold(db: Pool, job: Job, generation: number, answer: ApplyAnswer): Promise<boolean> {
  if (answer.notBefore === undefined) return false
  const until = new Date(answer.notBefore)
  return inTransaction(db, async (tx) => {
    const state = await lockSubject(tx, job.key)
    if (state.generation !== generation) return true // A newer generation has a job of its own, so this one ends.
    const restMs = until.getTime() - tx.now.getTime()
    if (!(restMs > 0 && restMs <= HOLD_MS_MAX)) return false
    const holding = (await listStanding(tx, job.key)).filter(
      (enforcement) =>
        enforcement.state === 'releasing' &&
        counts(enforcement) &&
        hides(enforcement.action) &&
        enforcement.platformHeldUntil === null,
    )
    const shifted: EnforcementIn<'releasing'>[] = []
    for (const enforcement of holding) shifted.push(await extendHold(tx, enforcement, until))
    // The times of the reverts have changed. A new generation neither restarts nor shortens the platform's hold.
    if (shifted.some(({ endsAt, confirmBy }) => endsAt !== null || confirmBy !== null))
      await updateDesiredState(tx, state, DESK)
    else queueJobAt(tx, 'drive', job.key, job.priority, new Date(until.getTime() + LOOK_AFTER_MS))
    return true
  })
}

/** Starts an enforcement's clocks at the end of the platform's hold, once. */
async function extendHold(tx: Tx, { id, subject }: Enforcement, until: Date): Promise<EnforcementIn<'releasing'>> {
  const enforcement = await tx.find<EnforcementIn<'releasing'>>(sql`
    update enforcement set platform_held_until = ${until} where id = ${id} returning ${ENFORCEMENT}`)
  if (enforcement === undefined) throw new Error(`enforcement ${id} is gone`)
  if (enforcement.endsAt !== null) queueJobAt(tx, 'end', id, 'restore', enforcement.endsAt)
  if (enforcement.confirmBy !== null) queueJobAt(tx, 'confirm', id, 'restore', enforcement.confirmBy)
  queueEntry(tx, { kind: 'platform_holds', until: until.toISOString(), by: DESK, subject, enforcementId: id })
  return enforcement
}
