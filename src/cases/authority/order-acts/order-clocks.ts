import sql from 'sql-template-tag'
import type { Tx } from '../../../foundation/database/db.ts'
import type { Actor } from '../../../foundation/domain.ts'
import { HOUR_MS } from '../../../foundation/durations.ts'
import type { LegalClock } from '../../legal-clocks/clock-queries.ts'
import { queueEndedEntries, queueStartedEntries } from '../../legal-clocks/run-clocks.ts'

/** The time before the end of an order's clock from which the person on call is paged, where its policy states none. */
const PAGE_LEFT_MS = 4 * HOUR_MS

interface Started {
  orderId: string
  subjects: readonly string[]
  /** The act that resumed the order. Null: it was received. */
  actId?: string | null
  pageLeftMs?: number | undefined
  by: Actor
}

/**
 * Starts the clocks of an order on its subjects, whose cases are locked: from its receipt, or, after a contest, from its
 * resumption `actId`. An order has clocks of its own, beside those of others on the same subject.
 */
export async function startOrderClocks(
  tx: Tx,
  { orderId, subjects, actId = null, pageLeftMs = PAGE_LEFT_MS, by }: Started,
): Promise<void> {
  const started = await tx.list<LegalClock>(sql`
    insert into legal_clock (subject, policy_id, case_id, cause, known_at, page_at, due_at)
    select opened.subject, known.policy_id, opened.id, known.id, began.at,
      greatest(began.at, began.until - ${pageLeftMs} * interval '1 ms'), began.until
    from authority_order known
      cross join lateral (
        select coalesce(act.at, known.received_at) as at, coalesce(act.until, terms.due_at) as until
        from authority_order_terms terms left join authority_order_act act on act.id = ${actId}
        where terms.order_id = known.id) began
      join review_case opened on opened.subject = any (${subjects}::text[])
        and opened.closed_at is null and opened.appeal_id is null
    where known.id = ${orderId} and began.until > began.at
    order by opened.subject collate "C"
    returning id, subject, policy_id as "policyId", case_id as "caseId", cause, known_at as "knownAt", due_at as "dueAt"`)
  queueStartedEntries(tx, started, by)
}

/** Ends the clocks of an order that was answered or contested. */
export async function endOrderClocks(
  tx: Tx,
  { orderId, how, by }: { orderId: string; how: 'answered' | 'contested'; by: Actor },
): Promise<void> {
  const ended = await tx.list<LegalClock>(sql`
    update legal_clock set ended_at = desk_now(), how = ${how},
      missed_at = coalesce(missed_at, case when desk_now() > due_at then desk_now() end)
    where cause = ${orderId} and ended_at is null
    returning id, subject, policy_id as "policyId", case_id as "caseId", cause, known_at as "knownAt", due_at as "dueAt"`)
  queueEndedEntries(tx, ended, how, by)
}
