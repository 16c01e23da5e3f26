import type { Action } from '../../foundation/domain.ts'
import type { Facts } from '../../policy/guards/facts.ts'
import type { JudgedAccount } from '../../policy/guards/judge.ts'
import type { Fired } from '../../policy/guards/judge-guards.ts'
import type { Requirement } from '../../policy/requirements/requirement.ts'
import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { DECLINED_MS } from '../gate-queries.ts'

/** An enforcement with its first verdict: the requirement at the time of the proposal, and its facts. */
export interface JudgedEnforcement {
  verdictId: number
  enforcementId: string
  subject: string
  action: Action
  proposedAt: Date
  interim: boolean
  isSuccessor: boolean
  /** True when an equal enforcement was proposed and declined within the day before. */
  declined: boolean
  /** True when others had declined two proposals of its proposer on protected accounts within the day before. */
  declinedTwice: boolean
  requirement: Requirement
  fired: readonly Fired[]
  facts: { account: JudgedAccount; facts: Partial<Facts> }
  /** The facts about the proposer at that time; null: they were deleted. */
  actorFacts: Partial<Facts> | null
}

/** Returns the beginning of this period, on the desk's clock, and the number of enforcements proposed since. */
export async function countJudged(db: Queryable, sinceMs: number): Promise<{ since: Date; enforcements: number }> {
  const row = await db.find<{ since: Date; enforcements: number }>(sql`
    select moment.since, (select count(*) from enforcement where proposed_at >= moment.since) as enforcements
    from (select desk_now() - ${sinceMs} * interval '1 ms' as since) moment`)
  if (row === undefined) throw new Error('the database did not tell its time')
  return row
}

/**
 * Lists the enforcements proposed since a time, in the order of their first verdicts: those after `after`, at most
 * `limit`.
 */
export async function listJudged(
  db: Queryable,
  { since, after, limit }: { since: Date; after: number; limit: number },
): Promise<JudgedEnforcement[]> {
  return db.list<JudgedEnforcement>(sql`
    select verdict.id as "verdictId", enforcement.id as "enforcementId", enforcement.subject, enforcement.action,
      enforcement.proposed_at as "proposedAt", enforcement.interim, enforcement.successor_of is not null as "isSuccessor",
      exists (select from enforcement earlier
        where earlier.subject = enforcement.subject and earlier.action = enforcement.action and earlier.state = 'declined'
          and earlier.moved_at <= enforcement.proposed_at
          and earlier.moved_at > enforcement.proposed_at - ${DECLINED_MS} * interval '1 ms') as declined,
      count_declined_protected(enforcement.proposed_by, enforcement.proposed_at) >= 2 as "declinedTwice",
      verdict.requirement, verdict.fired, verdict.facts, verdict.actor_facts as "actorFacts"
    from verdict join enforcement on enforcement.id = verdict.enforcement_id
    where verdict.id > ${after} and enforcement.proposed_at >= ${since}
      and not exists (select from verdict first where first.enforcement_id = verdict.enforcement_id and first.id < verdict.id)
    order by verdict.id limit ${limit}`)
}
