import sql from 'sql-template-tag'
import {
  type AnswerContent,
  answerHash,
  type EnforcementContent,
  enforcementHash,
  type VerdictContent,
  verdictHash,
} from '../../ledger/entries/content-hash.ts'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'

const enforcements: CrossCheck = {
  table: 'enforcement',
  rowsById: 'one',
  says: (leaf) => {
    const { enforcementId: id, by, at } = leaf
    if (id === undefined) return []
    if (leaf.kind === 'enforcement_proposed') {
      const {
        subject,
        action,
        policyId,
        caseId = null,
        decisionId = null,
        durationMs = null,
        contentHash,
        reason = null,
      } = leaf
      const row = {
        subject,
        action,
        policyId,
        caseId,
        decisionId,
        durationMs,
        reason,
        proposedBy: by,
        content: contentHash,
        at,
      }
      return [{ id, begins: true, row: { ...row, state: 'proposed', movedBy: by, movedAt: at, platformHeldMs: null } }]
    }
    if (leaf.kind === 'platform_holds') return [{ id, row: { platformHeldMs: Date.parse(leaf.until) } }]
    return leaf.kind === 'enforcement_moved' ? [{ id, row: { state: leaf.to, movedBy: by, movedAt: at } }] : []
  },
  rows: sql`
    select id, 0 as turn, subject, action, policy_id as "policyId", case_id as "caseId", decision_id as "decisionId",
      duration_ms as "durationMs", interim_reason as reason, proposed_by as "proposedBy", proposed_at as at, state, moved_by as "movedBy",
      moved_at as "movedAt", account_id as "accountId", label, legal_duty as "legalDuty", source, reach, protected,
      successor_of as "successorOf", signature_id as "signatureId", interim, shadow, bulk_action_id as "bulkActionId", countries,
      ground, ground_ref as "groundRef", proposal_signature_id as "proposalSignatureId",
      (extract(epoch from platform_held_until) * 1000)::bigint as "platformHeldMs"
    from enforcement`,
  shows: (row) => ({ ...row, content: enforcementHash(row as unknown as EnforcementContent) }),
}

/** The guards' answers: the one an enforcement began with, and those when it was judged again. */
const verdicts: CrossCheck = {
  table: 'verdict',
  rowsById: 'each',
  says: (leaf) => {
    if (
      (leaf.kind !== 'enforcement_proposed' && leaf.kind !== 'enforcement_judged') ||
      leaf.enforcementId === undefined
    )
      return []
    return [{ id: leaf.enforcementId, row: { outcome: leaf.verdict, content: leaf.verdictHash, at: leaf.at } }]
  },
  rows: sql`
    select enforcement_id as id, id as turn, outcome, requirement, fired, off, facts,
      encode(policy_hash, 'hex') as "policyHash", judged_at as at
    from verdict`,
  shows: (row) => ({ outcome: row.outcome, content: verdictHash(row as unknown as VerdictContent), at: row.at }),
}

/** Checks the answers to enforcements. */
const answers: CrossCheck = {
  table: 'approval',
  rowsById: 'each',
  says: (leaf) =>
    leaf.kind === 'enforcement_answered' && leaf.enforcementId !== undefined
      ? [{ id: leaf.enforcementId, row: { answer: leaf.answer, by: leaf.by, content: leaf.contentHash, at: leaf.at } }]
      : [],
  rows: sql`
    select enforcement_id as id, id as turn, answer, 'staff:' || staff_id as by, reason, core, as_shown as "asShown",
      signature_id as "signatureId", signed_at as at
    from approval`,
  shows: (row) => ({
    answer: row.answer,
    by: row.by,
    content: answerHash(row as unknown as AnswerContent),
    at: row.at,
  }),
}

const moves: CrossCheck = {
  table: 'enforcement_move',
  rowsById: 'each',
  says: (leaf) => {
    const { enforcementId: id, by, at } = leaf
    if (id === undefined) return []
    if (leaf.kind === 'enforcement_proposed') return [{ id, row: { from: null, to: 'proposed', by, at } }]
    return leaf.kind === 'enforcement_moved' ? [{ id, row: { from: leaf.from, to: leaf.to, by, at } }] : []
  },
  rows: sql`select enforcement_id as id, id as turn, from_state, to_state, by, at from enforcement_move`,
  shows: ({ from_state, to_state, by, at }) => ({ from: from_state, to: to_state, by, at }),
}

const restores: CrossCheck = {
  table: 'enforcement_restore',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind !== 'enforcement_moved' || leaf.to !== 'restoring' || leaf.enforcementId === undefined) return []
    const { cause, by, reason = null, askedBy = null, at } = leaf
    return [{ id: leaf.enforcementId, begins: true, row: { cause, by, reason, askedBy, at } }]
  },
  rows: sql`select enforcement_id as id, 0 as turn, cause, by, reason, asked_by, asked_at from enforcement_restore`,
  shows: ({ cause, by, reason, asked_by, asked_at }) => ({ cause, by, reason, askedBy: asked_by, at: asked_at }),
}

const bulkRestores: CrossCheck = {
  table: 'bulk_restore',
  rowsById: 'one',
  says: (leaf) => {
    switch (leaf.kind) {
      case 'bulk_restore_previewed': {
        const { bulkId: id, enforcements, reach, by, at } = leaf
        return [{ id, begins: true, row: { enforcements, reach, previewedBy: by, startedBy: null, done: false, at } }]
      }
      case 'bulk_restore_started':
        return [{ id: leaf.bulkId, row: { startedBy: leaf.by } }]
      case 'bulk_restore_done':
        return [{ id: leaf.bulkId, row: { done: true } }]
      default:
        return []
    }
  },
  rows: sql`
    select id, 0 as turn, enforcement_count as enforcements, reach_sum as reach, 'staff:' || previewed_by as "previewedBy",
      'staff:' || started_by as "startedBy", done_at is not null as done, previewed_at as at
    from bulk_restore`,
  shows: ({ enforcements, reach, previewedBy, startedBy, done, at }) => ({
    enforcements,
    reach,
    previewedBy,
    startedBy,
    done,
    at,
  }),
}

/** The checks of enforcements, their verdicts, answers, moves and restores. */
export const ENFORCEMENT_CHECKS: readonly CrossCheck[] = [
  enforcements,
  verdicts,
  answers,
  moves,
  restores,
  bulkRestores,
]
