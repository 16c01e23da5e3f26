import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import { actorKey } from '../../foundation/domain.ts'
import { openCase } from '../../cases/routing/open-case.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { updateQueue } from '../../cases/queue/move-queries.ts'
import { insertEvent } from '../../cases/queue/queries.ts'
import type { Queue } from '../../policy/queues.ts'
import type { Rule } from '../../policy/automation/automation-file.ts'
import type { FoundSubject } from './known-queries.ts'
import type { Spoken } from './plan-rules.ts'

/**
 * Returns the open case of a locked subject. Without one the rule opens it: it has no reports, and waits where a report
 * of the signal's category would wait. If another case opens at this moment, the next run of the job joins that.
 */
export async function ensureCase(tx: Tx, desk: Desk, known: FoundSubject, { rule, signal }: Spoken): Promise<string> {
  if (known.caseId !== null) return known.caseId
  if (signal === null) throw new Error('a rule about reports was asked of a subject without a case')
  const by = { kind: 'source', id: rule.source } as const
  return openCase(tx, desk.policies, { subject: known.subject, category: signal.category, by })
}

/**
 * Moves an open case to another queue, with its ledger entry. `held`: not moved, because a reviewer has claimed it or
 * specialists were asked about it.
 */
export async function moveCase(tx: Tx, caseId: string, queue: Queue, rule: Rule): Promise<'moved' | 'there' | 'held'> {
  const found = await tx.find<{ queue: string; subject: string; free: boolean }>(sql`
    select queue, subject, state = 'open' and escalation_id is null
      and coalesce(claimed_until <= desk_now(), true) and coalesce(reserved_until <= desk_now(), true) as free
    from review_case where id = ${caseId} for update`)
  if (found === undefined) throw new Error(`case ${caseId} is gone`)
  if (found.queue === queue.id) return 'there'
  if (!found.free) return 'held'
  await updateQueue(tx, caseId, queue)
  const by = { kind: 'source', id: rule.source } as const
  const detail = { fromQueue: found.queue, toQueue: queue.id, reason: rule.why }
  await insertEvent(tx, { caseId, kind: 'transferred', by: actorKey(by), detail })
  queueEntry(tx, { kind: 'case_transferred', caseId, ...detail, by, subject: found.subject })
  return 'moved'
}
