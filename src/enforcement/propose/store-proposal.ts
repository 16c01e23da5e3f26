import { queueActiveTrace } from '../../foundation/telemetry/stored-traces.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { contentHash, enforcementHash } from '../../ledger/entries/content-hash.ts'
import { heldTo, isDemanding, type Judgement } from '../../policy/guards/judge.ts'
import { hashMaterial } from '../approve/material.ts'
import { queueAssessment, queueParty } from '../gate-queries.ts'
import { insertEnforcement, type NewEnforcement, type Enforcement } from '../queries.ts'
import { insertVerdict, toStored } from '../replay/verdict-queries.ts'
import { columnsOf, type Proposal } from './intent.ts'

/** Stores an enforcement with its parties, verdict and assessment, and their ledger entries. */
export async function storeProposal(tx: Tx, proposal: Proposal, judgement: Judgement): Promise<Enforcement> {
  const { intent, judgedBy, guards, policyHash } = proposal
  const { by } = intent
  const row = rowOf(proposal, judgement)
  const enforcement = await insertEnforcement(tx, row, guards.expiresMs + row.holdMs)
  queueActiveTrace(tx, enforcement.id)
  if (by.kind === 'staff') queueParty(tx, enforcement.id, by.id, 'proposed')
  const barred = intent.kind === 'resubmission' ? intent.parties : undefined
  for (const party of barred ?? []) queueParty(tx, enforcement.id, party, 'undid')
  const stored = toStored(judgement, judgedBy)
  const verdictHash = insertVerdict(tx, enforcement.id, stored, policyHash)
  queueEntry(tx, {
    kind: 'enforcement_proposed',
    action: enforcement.action,
    policyId: enforcement.policyId,
    verdict: stored.outcome,
    verdictHash,
    contentHash: enforcementHash(enforcement),
    ...(enforcement.caseId === null ? {} : { caseId: enforcement.caseId }),
    ...(enforcement.decisionId === null ? {} : { decisionId: enforcement.decisionId }),
    ...(enforcement.durationMs === null ? {} : { durationMs: enforcement.durationMs }),
    ...(barred && { barred }),
    ...(enforcement.reason === null ? {} : { reason: enforcement.reason }),
    by,
    subject: enforcement.subject,
    enforcementId: enforcement.id,
  })
  if (intent.kind === 'decision' && intent.assessment !== undefined && by.kind === 'staff') {
    queueAssessment(tx, enforcement.id, by.id, intent.assessment)
    queueEntry(tx, {
      kind: 'enforcement_assessed',
      contentHash: contentHash(intent.assessment),
      by,
      subject: enforcement.subject,
      enforcementId: enforcement.id,
    })
  }
  return enforcement
}

/** Builds the row of a new enforcement. */
function rowOf({ intent, judgedBy }: Proposal, judgement: Judgement): NewEnforcement {
  const { account } = judgedBy
  const requirement = heldTo(judgement.requirement, judgedBy)
  const columns = columnsOf(intent)
  return {
    ...columns,
    accountId: account.id,
    reach: typeof account.reach === 'number' ? account.reach : null,
    protected: judgement.protected,
    // A second person confirms an act on a ground, and signs the text that they were shown.
    materialHash: isDemanding(requirement) || columns.ground ? hashMaterial(account) : null,
    holdMs: requirement.holdMs,
    confirmMs: requirement.confirmMs,
  }
}
