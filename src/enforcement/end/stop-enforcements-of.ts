import sql from 'sql-template-tag'
import { type Actor, actorKey } from '../../foundation/domain.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { endWaiting } from './end-waiting.ts'
import { WAITING } from '../enforcement-state.ts'
import { lockForRestore } from '../restore/restore-enforcement.ts'
import { lockSubjects } from '../desired-state/subject-state.ts'

/** The stopped and the restored enforcements of one proposer, by their ids. */
interface StoppedEnforcements {
  /** Enforcements that were waiting. */
  stopped: readonly string[]
  /** Enforcements that were on their way to the platform, or in effect and unconfirmed. */
  restored: readonly string[]
}

/**
 * Ends the unsettled enforcements of a proposer. Waiting ones stop. Those being released, or in effect and
 * unconfirmed, are restored with cause `left`. Confirmed ones, and those that need no confirmation, stay.
 */
export async function stopEnforcementsOf(tx: Tx, proposer: Actor, by: Actor): Promise<StoppedEnforcements> {
  const stopped: string[] = []
  const restored: string[] = []
  for (const id of await lockOpen(tx, proposer)) {
    const { enforcement, restore } = await lockForRestore(tx, id)
    const isUnconfirmed =
      enforcement.state === 'in_effect' && enforcement.confirmBy !== null && enforcement.confirmedAt === null
    const gone = { cause: 'left', by, reason: null } as const
    if (WAITING.includes(enforcement.state)) {
      await endWaiting(tx, enforcement, 'stopped', by)
      stopped.push(id)
      continue
    } else if (enforcement.state === 'releasing') await restore(gone)
    else if (isUnconfirmed) await restore(gone)
    else continue
    restored.push(id)
  }
  return { stopped, restored }
}

/** Stops only the waiting enforcements of a proposer; other people judge those that are running or in effect. */
export async function stopWaitingOf(tx: Tx, proposer: Actor, by: Actor): Promise<readonly string[]> {
  const stopped: string[] = []
  for (const id of await lockOpen(tx, proposer)) {
    const { enforcement } = await lockForRestore(tx, id)
    if (!WAITING.includes(enforcement.state)) continue
    await endWaiting(tx, enforcement, 'stopped', by)
    stopped.push(id)
  }
  return stopped
}

/**
 * Locks all subjects, then all enforcements, before the first case: a decision on one of these cases locks its subject.
 */
async function lockOpen(tx: Tx, proposer: Actor): Promise<string[]> {
  const open = await listOpen(tx, proposer)
  await lockSubjects(
    tx,
    open.map(({ subject }) => subject),
  )
  const ids = open.map(({ id }) => id)
  await tx.query(sql`select from enforcement where id = any(${ids}) order by id for no key update`)
  return ids
}

/**
 * Lists the open enforcements in the order of their cases' subjects, in which every transaction locks several cases.
 */
async function listOpen(tx: Tx, proposer: Actor): Promise<{ id: string; subject: string }[]> {
  return tx.list<{ id: string; subject: string }>(sql`
    select open.id, open.subject from enforcement open left join review_case on review_case.id = open.case_id
    where open.proposed_by = ${actorKey(proposer)}
      and (open.state in ('proposed', 'awaiting_approval', 'held', 'releasing')
        or open.state = 'in_effect' and open.confirm_by is not null and open.confirmed_at is null)
    order by review_case.subject, open.id`)
}
