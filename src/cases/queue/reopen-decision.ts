import sql from 'sql-template-tag'
import type { Tx } from '../../foundation/database/db.ts'
import { type Actor, actorKey } from '../../foundation/domain.ts'
import type { Message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { insertEvent } from './queries.ts'
import { returnCase } from './return-case.ts'

interface Reopening {
  decisionId: string
  subject: string
  why: Message
  by: Actor
}

/**
 * Brings back the case of a decision that led to nothing, to be decided by another person than before. What they propose
 * takes the same way as every other proposal.
 */
export async function reopenDecision(tx: Tx, { decisionId, subject, why, by }: Reopening): Promise<void> {
  const decided = await tx.only<{ caseId: string; staffId: string }>(sql`
    select case_id as "caseId", staff_id as "staffId" from decision where id = ${decisionId}`)
  const returned = await returnCase(tx, { caseId: decided.caseId, why, by })
  await excludePerson(tx, { caseId: returned, staffId: decided.staffId, subject, by })
  // The decision of another open case of the subject that moves up instead answers the notices.
  const other = returned === decided.caseId ? null : returned
  tx.queue(sql`
    update notice set reopened_at = desk_now(), answering_case_id = ${other}
    where coalesce(answering_case_id, case_id) = ${decided.caseId} and outcome is not null`)
}

/** Keeps a case from the person who decided before, and ends a claim of theirs on it. */
async function excludePerson(
  tx: Tx,
  { caseId, staffId, subject, by }: { caseId: string; staffId: string; subject: string; by: Actor },
): Promise<void> {
  const wasClaimed = await tx.onlyValue<boolean>(sql`
    with before as (select id, claimed_by from review_case where id = ${caseId} for no key update)
    update review_case set not_for = array(select distinct unnest(not_for || ${staffId}::text)),
      claimed_by = nullif(review_case.claimed_by, ${staffId}),
      claimed_at = case when review_case.claimed_by <> ${staffId} then claimed_at end,
      claimed_until = case when review_case.claimed_by <> ${staffId} then claimed_until end
    from before where review_case.id = before.id returning coalesce(before.claimed_by = ${staffId}, false) as "wasClaimed"`)
  if (!wasClaimed) return
  await insertEvent(tx, { caseId, kind: 'released', by: actorKey(by) })
  queueEntry(tx, { kind: 'case_released', caseId, by, subject })
}
