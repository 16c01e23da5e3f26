import { staffKey } from '../../foundation/domain.ts'
import sql from 'sql-template-tag'
import { readFromPlatform, asksPlatform, NOT_ASKED } from '../../enforcement/facts/read-platform.ts'
import { accountsTakenFrom } from '../../enforcement/facts/lock-accounts.ts'
import { lockToPropose } from '../../enforcement/propose/lock-to-propose.ts'
import { PENDING_MAX, proposeJudged } from '../../enforcement/propose/propose.ts'
import { inTransaction, type Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import type { Desk } from '../../policy/desk.ts'
import { type BulkAction, lockBulkAction } from '../actions/bulk-action-queries.ts'
import { listOpen, listStillOpen, queueSingle } from '../actions/item-queries.ts'
import { intentOf, readItemProposal } from '../approve/judge-item.ts'

/**
 * Proposes the enforcement of one subject that needs its own approvals. While too many of its proposer's enforcements
 * wait, it proposes no more. `none`: none is left.
 */
export async function proposeNext(desk: Desk, bulkAction: BulkAction): Promise<'asked' | 'later' | 'none'> {
  const [item] = await listOpen(desk.db, bulkAction.id, 'guarded', 1)
  if (item === undefined) return 'none'
  if ((await countWaiting(desk.db, bulkAction)) >= PENDING_MAX) return 'later'
  const known = asksPlatform(bulkAction.action) ? await readFromPlatform(desk, item.subject) : NOT_ASKED
  const accountIds = accountsTakenFrom({ ...item, ...known, action: bulkAction.action })
  try {
    await inTransaction(desk.db, async (tx) => {
      await lockToPropose(tx, { accountIds, subjects: [item.subject] })
      const held = await lockBulkAction(tx, bulkAction.id, 'to move')
      if (held?.state !== 'running' && held?.state !== 'done') return
      if (!(await listStillOpen(tx, held.id, 'guarded', [item])).has(item.ordinal)) return
      const proposed = await proposeJudged(tx, await readItemProposal(desk, tx, intentOf(held, item, known)))
      if (proposed.kind === 'created') queueSingle(tx, held.id, item.ordinal, 'created', proposed.enforcement.id)
      else queueSingle(tx, held.id, item.ordinal, proposed.kind, null)
    })
    return 'asked'
  } catch (error) {
    if (!(error instanceof DeskError)) throw error
    if (error.code === 'conflict') return 'later'
    await inTransaction(desk.db, async (tx) => queueSingle(tx, bulkAction.id, item.ordinal, 'dropped', null))
    return 'asked'
  }
}

async function countWaiting(db: Queryable, { proposedBy }: BulkAction): Promise<number> {
  return db.onlyValue<number>(sql`
    select count(*) as waiting from enforcement where proposed_by = ${staffKey(proposedBy)}
      and is_waiting(state) and material_hash is not null`)
}
