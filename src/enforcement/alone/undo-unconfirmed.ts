import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { isUnconfirmed } from './acts-alone.ts'
import { endWaiting } from '../end/end-waiting.ts'
import { WAITING } from '../enforcement-state.ts'
import { type Enforcement, readEnforcement } from '../queries.ts'
import { lockForRestore } from '../restore/restore-enforcement.ts'
import { lockSubjects } from '../desired-state/subject-state.ts'

interface UndoRequest {
  /** Any enforcement of the group: it names the proposer and the account. */
  enforcementId: string
  by: StaffCaller
  reason: string | null
}

/**
 * Undoes all unconfirmed acts on a ground by this enforcement's proposer on its account, and stops those that still
 * wait. One person on duty is enough. Verified matches are excluded, because restoring one takes two people. Hijack
 * locks are excluded too: giving contents back never unlocks the account. Returns the ids of the undone enforcements.
 */
export async function undoUnconfirmed(desk: Desk, { enforcementId, by, reason }: UndoRequest): Promise<string[]> {
  return inTransaction(desk.restoreDb, async (tx) => {
    const named = await readEnforcement(tx, enforcementId)
    const refusal = findRefusal(named)
    if (refusal !== undefined)
      throw new DeskError('conflict', message('enforcement.notUndone', { why: refusal, enforcementId }))
    const undone: string[] = []
    for (const id of await lockUnconfirmed(tx, named)) {
      const { enforcement, restore } = await lockForRestore(tx, id)
      if (WAITING.includes(enforcement.state)) await endWaiting(tx, enforcement, 'stopped', by, reason ?? undefined)
      else if (isUnconfirmed(enforcement)) await restore({ cause: 'undo', by, reason })
      else continue
      undone.push(id)
    }
    return undone
  })
}

function findRefusal({ ground }: Pick<Enforcement, 'ground'>): Message | undefined {
  if (ground === null) return message('enforcement.whyNotUndone.noGround')
  if (ground === 'match') return message('enforcement.whyNotUndone.match')
  return ground === 'hijack' ? message('enforcement.whyNotUndone.hijack') : undefined
}

/**
 * Locks all subjects, then all enforcements, before any case. Returns the enforcements' ids in the order of their
 * cases' subjects, which every transaction keeps.
 */
async function lockUnconfirmed(tx: Tx, { proposedBy, accountId }: Enforcement): Promise<string[]> {
  const { rows } = await tx.query<{ id: string; subject: string }>(sql`
    select open.id, open.subject from enforcement open left join review_case on review_case.id = open.case_id
    where open.proposed_by = ${proposedBy} and open.account_id = ${accountId} and open.ground not in ('match', 'hijack')
      and (is_unconfirmed(open) or is_waiting(open.state))
    order by review_case.subject, open.id`)
  await lockSubjects(
    tx,
    rows.map(({ subject }) => subject),
  )
  const ids = rows.map(({ id }) => id)
  await tx.query(sql`select from enforcement where id = any (${ids}) order by id for no key update`)
  return ids
}
