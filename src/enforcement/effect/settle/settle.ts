import type { ReadBack } from '@countersign/platform-kit'
import sql from 'sql-template-tag'
import { listStanding, type Enforcement, type SubjectState } from '../../queries.ts'
import {
  lockFreeSubjects,
  lockKnownSubjects,
  queueSeen,
  queueSeenVersion,
  queueSettled,
} from '../../desired-state/subject-state.ts'
import { isSameState } from '../../desired-state/desired-state.ts'
import type { Guarantees } from '../../../foundation/connector/guarantees.ts'
import { DESK } from '../../../foundation/domain.ts'
import { meetClocks } from '../../../cases/legal-clocks/run-clocks.ts'
import { queueEntry } from '../../../ledger/queue-entry.ts'
import { inTransaction, type Pool, type Tx } from '../../../foundation/database/db.ts'
import { type Job, finishJobs, type JobPriority, LEASE_MS, queueJobs } from '../../../foundation/jobs.ts'
import { FIRST_LOOK_MS } from '../../reconcile/reconcile.ts'
import { type Carried, queueCarried, sendFurtherStatements } from '../../statements/carry-statements.ts'
import { queueFollowUps } from '../../statements/statement-queries.ts'
import { settleEnforcements } from './settle-enforcements.ts'

/** The pause between read-backs at a platform that does not fence. Each attempt corrects a late call. */
export const LOOK_AGAIN_MS = 5_000

export type Settlement = 'settled' | 'overtaken' | 'differs' | 'too_early'

/** The state that a platform showed of a subject after an instruction, with the claim under which it was read. */
export interface Shown {
  job: Job
  generation: number
  guarantees: Guarantees
  readBack: ReadBack
  /** The statement that went with the instruction. Left out: none. */
  carried?: Carried
}

/**
 * Records the states that the platform showed of several subjects, and moves every enforcement whose effect they prove.
 * Each subject is settled by its own row and read-back alone. One that another transaction has locked is left out, so
 * that the others don't wait for it; alone it waits. `overtaken`: a newer generation was settled first.
 * `differs`: the platform does not show the desired state. `too_early`: it does, and a call from before it could still
 * take effect, because the platform does not fence.
 */
export async function settle<One extends Shown>(
  db: Pool,
  shown: readonly One[],
): Promise<ReadonlyMap<One, Settlement>> {
  return inTransaction(db, async (tx) => {
    const lock = shown.length > 1 ? lockFreeSubjects : lockKnownSubjects
    const states = await lock(
      tx,
      shown.map(({ job }) => job.key),
    )
    const settlements = new Map<One, Settlement>()
    const reached: Reached[] = []
    for (const one of shown) {
      const state = states.get(one.job.key)
      if (state === undefined) continue
      const settlement = await judgeShown(tx, state, one)
      settlements.set(one, settlement)
      if (settlement === 'settled') reached.push({ ...one, reachBefore: state.reachBefore })
      if (settlement === 'differs') queueSeen(tx, one.job.key, one.readBack.state)
    }
    if (reached.length > 0) await settleReached(tx, reached)
    return settlements
  })
}

type Reached = Shown & Pick<SubjectState, 'reachBefore'>

async function judgeShown(
  tx: Tx,
  state: SubjectState,
  { generation, guarantees, readBack }: Shown,
): Promise<Settlement> {
  if (state.generation !== generation || state.desired === null) return 'overtaken'
  if (readBack.version !== undefined) queueSeenVersion(tx, state.subject, readBack.version)
  if (!isSameState(readBack.state, state.desired)) return 'differs'
  return !guarantees.fences && (await isTooEarly(tx, state.subject, guarantees)) ? 'too_early' : 'settled'
}

async function settleReached(tx: Tx, reached: readonly Reached[]): Promise<void> {
  queueSettled(
    tx,
    reached.map(({ job, generation, readBack }) => ({ subject: job.key, generation, state: readBack.state })),
  )
  for (const { job, generation, readBack } of reached) {
    const reach = typeof readBack.reach === 'number' ? readBack.reach : null
    queueEntry(tx, { kind: 'desired_state_reached', generation, reach, by: DESK, subject: job.key })
  }
  const enforcements = await settleEnforcements(
    tx,
    reached.map(({ job, reachBefore, readBack }) => ({
      subject: job.key,
      reach: { before: reachBefore, now: readBack.reach },
    })),
  )
  queueCarried(tx, reached)
  for (const { job, readBack } of reached) if (!readBack.state.visible) await meetClocks(tx, job.key)
  await finishJobs(
    tx,
    reached.map(({ job }) => job),
  )
  await sendFurtherStatements(tx, reached, enforcements)
  queueFollowUps(
    tx,
    reached.map(({ job, carried }) => ({ subject: job.key, isWithout: carried?.statement === undefined })),
  )
  const checks = reached.map(({ job: { key } }) => ({ key, priority: checkPriority(enforcements, key) }))
  queueJobs(tx, 'reconcile', checks, FIRST_LOOK_MS)
}

/**
 * The subjects of a bulk action are checked at a priority that delays no other job: there can be a hundred thousand.
 */
function checkPriority(enforcements: ReadonlyMap<string, readonly Enforcement[]>, subject: string): JobPriority {
  const on = enforcements.get(subject) ?? []
  return on.length > 0 && on.every(({ source }) => source === 'bulk_action') ? 'reconcile' : 'background'
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
