import type { Tx } from '../../foundation/database/db.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { contentHash, orderHash } from '../../ledger/entries/content-hash.ts'
import { heldTo, isDemanding, type Judgement } from '../../policy/guards/judge.ts'
import { hashMaterial } from '../approve/material.ts'
import { queueAssessment, queueParty } from '../gate-queries.ts'
import { insertOrder, type NewOrder, type Order } from '../queries.ts'
import { insertVerdict, toStored } from '../replay/verdict-queries.ts'
import { columnsOf, type Proposal } from './intent.ts'

/** Stores an enforcement with its parties, verdict and assessment, and the ledger entries of them. */
export async function storeProposal(tx: Tx, proposal: Proposal, judgement: Judgement): Promise<Order> {
  const { intent, judgedBy, guards, policyHash } = proposal
  const { by } = intent
  const row = rowOf(proposal, judgement)
  const order = await insertOrder(tx, row, guards.expiresMs + row.holdMs)
  if (by.kind === 'staff') queueParty(tx, order.id, by.id, 'proposed')
  const barred = intent.kind === 'resubmission' ? intent.parties : undefined
  for (const party of barred ?? []) queueParty(tx, order.id, party, 'undid')
  const stored = toStored(judgement, judgedBy)
  const verdictHash = insertVerdict(tx, order.id, stored, policyHash)
  queueEntry(tx, {
    kind: 'order_proposed',
    action: order.action,
    policyId: order.policyId,
    verdict: stored.outcome,
    verdictHash,
    contentHash: orderHash(order),
    ...(order.caseId === null ? {} : { caseId: order.caseId }),
    ...(order.decisionId === null ? {} : { decisionId: order.decisionId }),
    ...(order.durationMs === null ? {} : { durationMs: order.durationMs }),
    ...(barred && { barred }),
    ...(order.reason === null ? {} : { reason: order.reason }),
    by,
    subject: order.subject,
    orderId: order.id,
  })
  if (intent.kind === 'decision' && intent.assessment !== undefined && by.kind === 'staff') {
    queueAssessment(tx, order.id, by.id, intent.assessment)
    queueEntry(tx, {
      kind: 'order_assessed',
      contentHash: contentHash(intent.assessment),
      by,
      subject: order.subject,
      orderId: order.id,
    })
  }
  return order
}

/** The row of an enforcement as it begins. */
function rowOf({ intent, judgedBy }: Proposal, judgement: Judgement): NewOrder {
  const { account } = judgedBy
  const requirement = heldTo(judgement.requirement, judgedBy)
  const columns = columnsOf(intent)
  return {
    ...columns,
    accountId: account.id,
    reach: typeof account.reach === 'number' ? account.reach : null,
    protected: judgement.protected,
    // A second person confirms what was done on a ground, and signs what they were shown.
    materialHash: isDemanding(requirement) || columns.ground ? hashMaterial(account) : null,
    holdMs: requirement.holdMs,
    confirmMs: requirement.confirmMs,
  }
}
