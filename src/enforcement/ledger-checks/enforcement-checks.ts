import sql from 'sql-template-tag'
import { answerHash, enforcementHash, verdictHash } from '../../ledger/entries/content-hash.ts'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'
import type { RecordedEntry } from '../../ledger/recorded-entry.ts'

const enforcements: CrossCheck = {
  table: 'enforcement',
  isKeptForever: true,
  rowsById: 'one',
  says: {
    enforcement_proposed: ({
      enforcementId: id,
      subject,
      action,
      policyId,
      contentHash: content,
      by,
      at,
      ...entry
    }) => {
      const { caseId = null, decisionId = null, durationMs = null, reason = null } = entry
      const proposal = {
        subject,
        action,
        policyId,
        caseId,
        decisionId,
        durationMs,
        reason,
        content,
        proposedBy: by,
        at,
      }
      const row = { ...proposal, state: 'proposed', movedBy: by, movedAt: at, platformHeldMs: null }
      return id && { id, begins: true, row }
    },
    platform_holds: ({ enforcementId: id, until }) => id && { id, row: { platformHeldMs: Date.parse(until) } },
    enforcement_moved: ({ enforcementId: id, to: state, by: movedBy, at: movedAt }) =>
      id && { id, row: { state, movedBy, movedAt } },
  },
  rows: sql`
    select id, 0 as turn, subject, action, policy_id as "policyId", case_id as "caseId", decision_id as "decisionId",
      duration_ms as "durationMs", interim_reason as reason, proposed_by as "proposedBy", proposed_at as at, state, moved_by as "movedBy",
      moved_at as "movedAt", account_id as "accountId", label, legal_duty as "legalDuty", source, reach, protected,
      successor_of as "successorOf", signature_id as "signatureId", interim, shadow, bulk_action_id as "bulkActionId", countries,
      ground, ground_ref as "groundRef", proposal_signature_id as "proposalSignatureId", own_action as "ownAction",
      content_version as "contentVersion",
      (extract(epoch from platform_held_until) * 1000)::bigint as "platformHeldMs"
    from enforcement`,
  shows: (row) => ({ ...row, content: enforcementHash(row) }),
}

/** The verdicts: the one with which an enforcement began, and those of later judgements. */
const verdicts: CrossCheck = {
  table: 'verdict',
  isKeptForever: true,
  rowsById: 'each',
  says: { enforcement_proposed: formatVerdict, enforcement_judged: formatVerdict },
  rows: sql`
    select enforcement_id as id, id as turn, outcome, requirement, fired, off, facts,
      encode(policy_hash, 'hex') as "policyHash", judged_at as at
    from verdict`,
  shows: (row) => ({ ...row, content: verdictHash(row) }),
}

function formatVerdict(entry: RecordedEntry & { verdict: string; verdictHash: string }) {
  const { enforcementId: id, verdict: outcome, verdictHash: content, at } = entry
  return id && { id, row: { outcome, content, at } }
}

/** Checks the answers to enforcements. */
const answers: CrossCheck = {
  table: 'approval',
  isKeptForever: true,
  rowsById: 'each',
  says: {
    enforcement_answered: ({ enforcementId: id, answer, by, contentHash: content, at }) =>
      id && { id, row: { answer, by, content, at } },
  },
  rows: sql`
    select enforcement_id as id, id as turn, answer, 'staff:' || staff_id as by, reason, core, as_shown as "asShown",
      signature_id as "signatureId", signed_at as at
    from approval`,
  shows: (row) => ({ ...row, content: answerHash(row) }),
}

const moves: CrossCheck = {
  table: 'enforcement_move',
  isKeptForever: true,
  rowsById: 'each',
  says: {
    enforcement_proposed: ({ enforcementId: id, by, at }) => id && { id, row: { from: null, to: 'proposed', by, at } },
    enforcement_moved: ({ enforcementId: id, from, to, by, at }) => id && { id, row: { from, to, by, at } },
  },
  rows: sql`
    select enforcement_id as id, id as turn, from_state as "from", to_state as "to", by, at from enforcement_move`,
}

const restores: CrossCheck = {
  table: 'enforcement_restore',
  isKeptForever: true,
  rowsById: 'one',
  says: {
    enforcement_moved: ({ enforcementId: id, to, cause, by, reason = null, askedBy = null, at }) =>
      id && to === 'restoring' ? { id, begins: true, row: { cause, by, reason, askedBy, at } } : '',
  },
  rows: sql`
    select enforcement_id as id, 0 as turn, cause, by, reason, asked_by as "askedBy", asked_at as at
    from enforcement_restore`,
}

const bulkRestores: CrossCheck = {
  table: 'bulk_restore',
  rowsById: 'one',
  says: {
    bulk_restore_previewed: ({ bulkId: id, enforcements, reach, by: previewedBy, at }) => ({
      id,
      begins: true,
      row: { enforcements, reach, previewedBy, startedBy: null, done: false, at },
    }),
    bulk_restore_started: ({ bulkId: id, by: startedBy }) => ({ id, row: { startedBy } }),
    bulk_restore_done: ({ bulkId: id }) => ({ id, row: { done: true } }),
  },
  rows: sql`
    select id, 0 as turn, enforcement_count as enforcements, reach_sum as reach, 'staff:' || previewed_by as "previewedBy",
      'staff:' || started_by as "startedBy", done_at is not null as done, previewed_at as at
    from bulk_restore`,
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
