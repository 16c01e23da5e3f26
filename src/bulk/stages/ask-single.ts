import sql from 'sql-template-tag'
import { PENDING_MAX, proposeOrder } from '../../enforcement/propose/propose-order.ts'
import { lockSubjects } from '../../enforcement/desired-state/subject-state.ts'
import type { Desk } from '../../policy/desk.ts'
import { askPlatform, asksPlatform, NOT_ASKED } from '../../enforcement/facts/ask-platform.ts'
import { queueAccountLock } from '../../enforcement/facts/hold-accounts.ts'
import { inTransaction, only, type Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { type Campaign, lockCampaign } from '../actions/campaign-queries.ts'
import { listOpen, listStillOpen, queueSingle } from '../actions/item-queries.ts'
import { judgeOne, toJudge } from '../approve/judge-item.ts'
import { proposalOf } from './order-some.ts'

/**
 * Asks for one of those that fell out, as an order of its own that others must agree to like any other. As long as too many
 * of its proposer's wait, no more of them is asked for. `none`: there is none left.
 */
export async function askSingle(desk: Desk, campaign: Campaign): Promise<'asked' | 'later' | 'none'> {
  const [item] = await listOpen(desk.db, campaign.id, 'guarded', 1)
  if (item === undefined) return 'none'
  if ((await countWaiting(desk.db, campaign)) >= PENDING_MAX) return 'later'
  const known = asksPlatform(campaign.action) ? await askPlatform(desk, item.subject) : NOT_ASKED
  const ask = toJudge(campaign, item, known.gathered)
  try {
    await inTransaction(desk.db, async (tx) => {
      queueAccountLock(tx, ask)
      await lockSubjects(tx, [item.subject])
      const held = await lockCampaign(tx, campaign.id, 'to move')
      if (held?.state !== 'running' && held?.state !== 'done') return
      if (!(await listStillOpen(tx, held.id, 'guarded', [item])).has(item.ordinal)) return
      const { judgedBy } = await judgeOne(tx, desk, ask)
      const proposed = await proposeOrder(tx, { ...proposalOf(desk, held, known), ...ask, judgedBy })
      if (proposed.kind === 'ordered') queueSingle(tx, held.id, item.ordinal, 'ordered', proposed.order.id)
      else queueSingle(tx, held.id, item.ordinal, proposed.kind, null)
    })
    return 'asked'
  } catch (error) {
    if (!(error instanceof DeskError)) throw error
    if (error.code === 'conflict') return 'later'
    await inTransaction(desk.db, async (tx) => queueSingle(tx, campaign.id, item.ordinal, 'dropped', null))
    return 'asked'
  }
}

async function countWaiting(db: Queryable, { proposedBy }: Campaign): Promise<number> {
  const { rows } = await db.query<{ waiting: number }>(sql`
    select count(*) as waiting from desk_order where proposed_by = ${`staff:${proposedBy}`}
      and state in ('proposed', 'awaiting_approval', 'held') and material_hash is not null`)
  return only(rows).waiting
}
