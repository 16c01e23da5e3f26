import sql from 'sql-template-tag'
import { inTransaction, type Queryable } from '../../foundation/database/db.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { lockStanding } from '../../people/staff/standing.ts'
import type { Desk } from '../../policy/desk.ts'
import { lockBulkAction } from '../actions/bulk-action-queries.ts'
import { refuseUnless } from '../actions/find-refusal.ts'
import { noSuchBulkAction } from '../actions/move-bulk-action.ts'

/**
 * One subject of a person's sample, with the facts that they may read: neither the proposed action nor its proposer.
 */
export interface Drawn {
  place: number
  subject: string
  accountId: string | null
  handle: string | null
  displayName: string | null
  reach: number | null
  verified: boolean | null
  tags: readonly string[]
  createdAt: Date | null
  /** The text of the content itself, or the latest texts of the account. */
  texts: readonly string[]
  /** The comments of those who reported it, the latest first. */
  comments: readonly string[]
  conclusion: 'violation' | 'no_violation' | null
}

const TEXTS_MAX = 5

/**
 * Draws this person's random sample of a bulk action, before they learn anything about it. A second call returns the
 * same sample.
 */
export async function drawSample(desk: Desk, bulkActionId: string, by: StaffCaller): Promise<void> {
  await inTransaction(desk.db, async (tx) => {
    await lockStanding(tx, by.id)
    if ((await lockBulkAction(tx, bulkActionId, 'to move')) === undefined) throw noSuchBulkAction(bulkActionId)
    await refuseUnless(tx, bulkActionId, by.id, 'sample')
    const { drawn } = await tx.only<{ drawn: number }>(sql`
      select draw_bulk_action_sample(${bulkActionId}, ${by.id}) as drawn`)
    if (drawn > 0)
      queueEntry(tx, { kind: 'bulk_action_sampled', bulkActionId, subjects: drawn, by: { kind: 'staff', id: by.id } })
  })
}

/** Stores a person's conclusion on one subject of their sample. It can't be changed afterwards. */
export async function judgeDrawn(
  desk: Desk,
  { bulkActionId, place, conclusion, by }: { bulkActionId: string; place: number; conclusion: string; by: StaffCaller },
): Promise<void> {
  await inTransaction(desk.db, async (tx) => {
    await lockStanding(tx, by.id)
    if ((await lockBulkAction(tx, bulkActionId, 'as it is')) === undefined) throw noSuchBulkAction(bulkActionId)
    await refuseUnless(tx, bulkActionId, by.id, 'sample')
    const drawn = await tx.find<{ conclusion: string | null }>(sql`
      select conclusion from bulk_action_sample
      where bulk_action_id = ${bulkActionId} and staff_id = ${by.id} and place = ${place} for update`)
    if (drawn === undefined) throw new DeskError('not_found', message('bulkAction.noSample', { place, bulkActionId }))
    if (drawn.conclusion === conclusion) return
    if (drawn.conclusion !== null) throw new DeskError('conflict', message('bulkAction.judged'))
    await tx.query(sql`
      update bulk_action_sample set conclusion = ${conclusion}
      where bulk_action_id = ${bulkActionId} and staff_id = ${by.id} and place = ${place}`)
    queueEntry(tx, { kind: 'bulk_action_judged', bulkActionId, place, conclusion, by: { kind: 'staff', id: by.id } })
  })
}

/** Lists a person's whole sample, with their conclusions. */
export async function listDrawn(db: Queryable, bulkActionId: string, staffId: string): Promise<Drawn[]> {
  return db.list<Drawn>(sql`
    select drawn.place, drawn.subject, account.id as "accountId", handle, display_name as "displayName",
      reach_counted as reach, verified, coalesce(tags, '{}') as tags, account_created_at as "createdAt", conclusion,
      array(select text from content where text is not null and case when subject_kind(drawn.subject) = 'content'
          then content.id = subject_id(drawn.subject, 'content') else content.account_id = item.account_id end
        order by content_created_at desc nulls last, content.id limit ${TEXTS_MAX}) as texts,
      array(select comment from review_case reported
        cross join lateral (select comment, received_at from report where case_id = reported.id and comment is not null
          order by received_at desc limit ${TEXTS_MAX}) latest
        where reported.subject = drawn.subject order by received_at desc limit ${TEXTS_MAX}) as comments
    from bulk_action_sample drawn
    join bulk_action_item item on item.bulk_action_id = drawn.bulk_action_id and item.subject = drawn.subject
    left join account on account.id = item.account_id
    where drawn.bulk_action_id = ${bulkActionId} and drawn.staff_id = ${staffId} order by place`)
}
