import type { Desk } from '../../policy/desk.ts'
import { type Actor, actorKey, type Conclusion, type Urgency } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { updateQueue } from '../../cases/queue/move-queries.ts'
import { insertEvent } from '../../cases/queue/queries.ts'
import type { Question } from '../decide/decision-draft.ts'
import type { DecidedCase, DecisionRecord } from '../decide/decision-queries.ts'
import { insertEscalation, updateAsked } from './escalation-queries.ts'

/** The hours by which an escalated case ranks before other cases of its queue. */
const BOOST_HOURS: Record<Urgency, number> = { immediate: 2_000, urgent: 200, normal: 0 }

interface Asking {
  claimed: DecidedCase
  decision: DecisionRecord
  conclusion: Conclusion
  policyId?: string
  question: Question
  staffId: string
}

/**
 * Moves a locked, claimed case to the queue to which it is escalated. It has no holder, excludes the person who asks,
 * and becomes late unless it is claimed in time. The decision that asks is recorded with it.
 */
export async function escalateCase(tx: Tx, desk: Pick<Desk, 'policies'>, asking: Asking): Promise<void> {
  const { claimed, decision, conclusion, policyId, question, staffId } = asking
  const queue = desk.policies.queues.get(question.to)
  const acknowledgeMs = queue?.acknowledgeMs?.[question.urgency]
  if (queue === undefined || acknowledgeMs === undefined)
    throw new Error(`the queue ${question.to} was checked to take escalations and doesn't`)
  const { id: caseId, subject } = claimed
  const asked = { decisionId: decision.id, caseId, staffId }
  const acknowledgeBy = await insertEscalation(tx, { ...asked, question, acknowledgeMs })
  await updateQueue(tx, caseId, queue)
  await updateAsked(tx, { ...asked, acknowledgeBy, boostHours: BOOST_HOURS[question.urgency] })
  const by: Actor = { kind: 'staff', id: staffId }
  await insertEvent(tx, { caseId, kind: 'escalated', by: actorKey(by), detail: { decisionId: decision.id } })
  queueEntry(tx, {
    kind: 'case_escalated',
    caseId,
    decisionId: decision.id,
    conclusion,
    ...(policyId === undefined ? {} : { policyId }),
    contentHash: decision.contentHash,
    ...question,
    acknowledgeBy: acknowledgeBy.toISOString(),
    by,
    subject,
  })
}
