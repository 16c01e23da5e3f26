import type { ReadBack } from '@countersign/platform-kit'
import sql from 'sql-template-tag'
import { moveEnforcement } from '../move-enforcement.ts'
import { alertFate, queueLeadsAlert } from '../leads-alert.ts'
import { listStanding, type Enforcement, type EnforcementIn, queueAttention } from '../queries.ts'
import {
  queueBaselineEnd,
  lockKnownSubject,
  queueSeen,
  queueSeenVersion,
  queueSettled,
} from '../desired-state/subject-state.ts'
import { isSameState } from '../desired-state/desired-state.ts'
import type { Guarantees } from '../../foundation/connector/guarantees.ts'
import { DESK, type RestoreCause } from '../../foundation/domain.ts'
import { meetClocks } from '../../cases/legal-clocks/run-clocks.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction, type Pool, type Tx } from '../../foundation/database/db.ts'
import { type Job, finishJob, LEASE_MS, queueJob } from '../../foundation/jobs.ts'
import { returnCase } from '../../cases/queue/return-case.ts'
import { findRestore, queueVisible } from './queries.ts'
import { isReachRestored } from './reach.ts'
import { FIRST_LOOK_MS } from '../reconcile/reconcile.ts'
import { type Message, message } from '../../foundation/messages/message.ts'

/**
 * The causes of a restore after which a person reviews the case again. An end is no mistake, and another person has
 * judged the case of an overturned appeal already.
 */
const CAUSES_TO_RETURN: readonly RestoreCause[] = ['mistake', 'unconfirmed', 'left', 'undo']
const FIRST_REACH_LOOK_MS = 1_000
/** The pause between read-backs at a platform that does not fence. Each attempt corrects a late call. */
export const LOOK_AGAIN_MS = 5_000

type Settlement = 'settled' | 'overtaken' | 'differs' | 'too_early'

/**
 * Records the state that the platform showed, and moves every enforcement whose effect it proves. `overtaken`: a newer
 * generation was settled first. `differs`: the platform does not show the desired state. `too_early`: it does, and a call
 * from before it could still take effect, because the platform does not fence.
 */
export async function settle(
  db: Pool,
  job: Job,
  { generation, guarantees }: { generation: number; guarantees: Guarantees },
  readBack: ReadBack,
): Promise<Settlement> {
  return inTransaction(db, async (tx) => {
    const state = await lockKnownSubject(tx, job.key)
    if (state.generation !== generation || state.desired === null) return 'overtaken'
    if (readBack.version !== undefined) queueSeenVersion(tx, job.key, readBack.version)
    if (!isSameState(readBack.state, state.desired)) {
      queueSeen(tx, job.key, readBack.state)
      return 'differs'
    }
    if (!guarantees.fences && (await isTooEarly(tx, job.key, guarantees))) return 'too_early'
    queueSettled(tx, job.key, generation, readBack.state)
    const reach = typeof readBack.reach === 'number' ? readBack.reach : null
    queueEntry(tx, { kind: 'desired_state_reached', generation, reach, by: DESK, subject: job.key })
    const enforcements = await settleEnforcements(tx, job.key, { before: state.reachBefore, now: readBack.reach })
    if (!readBack.state.visible) await meetClocks(tx, job.key)
    await finishJob(tx, job)
    // The subjects of a bulk action are checked at a priority that delays no other job: there can be a hundred
    // thousand.
    const isOfBulkActions = enforcements.length > 0 && enforcements.every(({ source }) => source === 'bulk_action')
    queueJob(tx, 'reconcile', job.key, isOfBulkActions ? 'reconcile' : 'background', FIRST_LOOK_MS)
    return 'settled'
  })
}

/**
 * True while a call that was sent before a restore, or before an enforcement was given up, could still take effect.
 * The call ended with the lease of its job.
 */
async function isTooEarly(tx: Tx, subject: string, guarantees: Guarantees): Promise<boolean> {
  const enforcements = await listStanding(tx, subject)
  const lateMs = LEASE_MS + guarantees.lateMsMax
  if (enforcements.some((one) => one.state === 'restoring' && tx.now.getTime() < one.movedAt.getTime() + lateMs))
    return true
  return enforcements.some(({ failing }) => failing) && (await mayActLate(tx, subject, guarantees))
}

/** True while a call from before the last change of the subject's desired state could still take effect. */
export async function mayActLate(tx: Tx, subject: string, { fences, lateMsMax }: Guarantees): Promise<boolean> {
  if (fences) return false
  const { mayAct } = await tx.only<{ mayAct: boolean }>(sql`
    select coalesce(changed_at > desk_now() - ${LEASE_MS + lateMsMax} * interval '1 ms', false) as "mayAct"
    from subject_state where subject = ${subject}`)
  return mayAct
}

/**
 * Moves every enforcement of a locked subject to the state that the read-back proves, and clears the baseline when none
 * is active. Returns the enforcements that were active.
 */
export async function settleEnforcements(
  tx: Tx,
  subject: string,
  reach: { before: number | null; now: ReadBack['reach'] },
): Promise<readonly Enforcement[]> {
  let standing = 0
  const enforcements = await listStanding(tx, subject)
  for (const enforcement of enforcements) {
    if (enforcement.state === 'restoring') await settleRestore(tx, enforcement, reach)
    else if (enforcement.failing) await settleFailed(tx, enforcement)
    else {
      const settled = enforcement.state === 'releasing' ? await settleEffect(tx, enforcement) : enforcement
      // The enforcement is confirmed only after the platform accepted an instruction without the time of confirmation:
      // before that the platform would undo the effect by itself.
      if (settled.state === 'in_effect' && enforcement.confirmedAt !== null) await settleConfirm(tx, settled)
      if (enforcement.action !== 'warn') standing++
    }
  }
  if (standing === 0) queueBaselineEnd(tx, subject)
  return enforcements
}

async function settleEffect(tx: Tx, enforcement: EnforcementIn<'releasing'>): Promise<EnforcementIn<'in_effect'>> {
  const moved = await moveEnforcement(tx, enforcement, 'in_effect', DESK)
  // The move clears the mark for a person, and an effect that the platform ended still needs one.
  if (enforcement.lifted) queueAttention(tx, [enforcement.id], enforcement.needsAttention)
  if (enforcement.protected && enforcement.confirmBy !== null && enforcement.confirmedAt === null) {
    queueLeadsAlert(tx, enforcement, 'confirm', message('alert.confirm', { enforcementId: enforcement.id }))
  }
  return moved
}

async function settleConfirm(tx: Tx, enforcement: Enforcement): Promise<void> {
  await moveEnforcement(tx, enforcement, 'confirmed', DESK)
  await tx.query(sql`delete from job where kind = 'confirm' and key = ${enforcement.id}`)
}

async function settleRestore(
  tx: Tx,
  enforcement: Enforcement,
  reach: { before: number | null; now: ReadBack['reach'] },
): Promise<void> {
  const restore = await findRestore(tx, enforcement.id)
  if (restore === undefined) throw new Error(`enforcement ${enforcement.id} is being restored without a cause`)
  const full = isReachRestored(reach.before, reach.now)
  queueVisible(tx, enforcement.id, reach.before, full)
  await moveEnforcement(tx, enforcement, 'restored', DESK, { cause: restore.cause })
  if (!full) queueJob(tx, 'reach', enforcement.id, 'background', FIRST_REACH_LOOK_MS)
  if (CAUSES_TO_RETURN.includes(restore.cause))
    await sendBack(
      tx,
      enforcement,
      message('alert.fate.restored', { enforcementId: enforcement.id, cause: restore.cause }),
    )
}

async function settleFailed(tx: Tx, enforcement: Enforcement): Promise<void> {
  await moveEnforcement(tx, enforcement, 'failed', DESK)
  const why = message('alert.fate.failed', { enforcementId: enforcement.id })
  await alertFate(tx, enforcement, why)
  await sendBack(tx, enforcement, why)
}

async function sendBack(tx: Tx, enforcement: Enforcement, why: Message): Promise<void> {
  if (enforcement.caseId !== null) await returnCase(tx, { caseId: enforcement.caseId, why, by: DESK })
}
