import type { Action } from '../../foundation/domain.ts'
import type { Facts } from '../../policy/guards/facts.ts'
import type { JudgedAccount } from '../../policy/guards/judge.ts'
import type { Fired } from '../../policy/guards/judge-guards.ts'
import type { Requirement } from '../../policy/requirements/requirement.ts'
import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { DECLINED_MS } from '../gate-queries.ts'

/** An order with its first verdict: what was asked of it when it was asked for, and from which facts. */
export interface JudgedOrder {
  verdictId: number
  orderId: string
  subject: string
  action: Action
  proposedAt: Date
  lesser: boolean
  isSuccessor: boolean
  /** The same was asked for and declined within the day before. */
  declined: boolean
  /** Others had declined two proposals of its proposer on protected accounts within the day before. */
  declinedTwice: boolean
  requirement: Requirement
  fired: readonly Fired[]
  facts: { account: JudgedAccount; facts: Partial<Facts> }
  /** Null: forgotten. */
  actorFacts: Partial<Facts> | null
}

/** The moment so long ago, on the desk's clock, and how many orders were asked for since. */
export async function countJudged(db: Queryable, sinceMs: number): Promise<{ since: Date; orders: number }> {
  const { rows } = await db.query<{ since: Date; orders: number }>(sql`
    select moment.since, (select count(*) from desk_order where proposed_at >= moment.since) as orders
    from (select desk_now() - ${sinceMs} * interval '1 ms' as since) moment`)
  const [row] = rows
  if (row === undefined) throw new Error('the database did not tell its time')
  return row
}

/** Orders asked for since then, by their first verdict, those behind `after` and no more than `limit`. */
export async function listJudged(
  db: Queryable,
  { since, after, limit }: { since: Date; after: number; limit: number },
): Promise<JudgedOrder[]> {
  const { rows } = await db.query<JudgedOrder>(sql`
    select verdict.id as "verdictId", desk_order.id as "orderId", desk_order.subject, desk_order.action,
      desk_order.proposed_at as "proposedAt", desk_order.lesser, desk_order.successor_of is not null as "isSuccessor",
      exists (select from desk_order earlier
        where earlier.subject = desk_order.subject and earlier.action = desk_order.action and earlier.state = 'declined'
          and earlier.moved_at <= desk_order.proposed_at
          and earlier.moved_at > desk_order.proposed_at - ${DECLINED_MS} * interval '1 ms') as declined,
      protected_declines(desk_order.proposed_by, desk_order.proposed_at) >= 2 as "declinedTwice",
      verdict.requirement, verdict.fired, verdict.facts, verdict.actor_facts as "actorFacts"
    from verdict join desk_order on desk_order.id = verdict.order_id
    where verdict.id > ${after} and desk_order.proposed_at >= ${since}
      and not exists (select from verdict first where first.order_id = verdict.order_id and first.id < verdict.id)
    order by verdict.id limit ${limit}`)
  return rows
}
