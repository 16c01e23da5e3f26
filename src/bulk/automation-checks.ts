import { sourceKey } from '../foundation/domain.ts'
import sql from 'sql-template-tag'
import { contentHash, runHash, signalHash } from '../ledger/entries/content-hash.ts'
import type { CrossCheck } from '../ledger/checks/cross-check.ts'

const signals: CrossCheck = {
  table: 'signal',
  rowsById: 'one',
  says: {
    signal_received: ({ signalId: id, source, by, contentHash: content, at }) => ({
      id,
      begins: true,
      row: { source, by, content, at },
    }),
  },
  rows: sql`
    select id, 0 as turn, key_id as "keyId", 'key:' || key_id as by, client_id as "clientId", encode(body_hash, 'hex') as "bodyHash", source, subject, kind,
      name, version, score, category, seen_at as "seenAt", details, received_at as at
    from signal`,
  shows: ({ seenAt, ...row }) => ({
    ...row,
    content: signalHash({ ...row, seenAt: new Date(String(seenAt)).toISOString() }),
  }),
}

const runs: CrossCheck = {
  table: 'automation_run',
  rowsById: 'one',
  says: {
    rule_spoke: ({ runId, subject, by, contentHash: content, at }) => ({
      id: String(runId),
      begins: true,
      row: { subject, by, content, at },
    }),
  },
  rows: sql`
    select id::text as id, 0 as turn, rule_id as "ruleId", rule_hash as "ruleHash", source, mode, does, subject,
      case_id as "caseId", signal_id as "signalId", outcome, why, enforcement_id as "enforcementId", at
    from automation_run`,
  shows: (row) => ({
    ...row,
    by: sourceKey(String(row.source)),
    content: runHash(row),
  }),
}

const pauses: CrossCheck = {
  table: 'automation_pause',
  rowsById: 'one',
  says: {
    automation_paused: ({ pauseId, source, ruleId = null, reasonHash: reason, by, at }) => ({
      id: String(pauseId),
      begins: true,
      row: { source, ruleId, reason, by, at, changeId: null },
    }),
    automation_resumed: ({ pauseId, changeId }) => ({ id: String(pauseId), row: { changeId } }),
  },
  rows: sql`
    select id::text as id, 0 as turn, source, rule_id as "ruleId", reason, 'staff:' || by as by, at, change_id as "changeId"
    from automation_pause`,
  shows: (row) => ({ ...row, reason: contentHash({ reason: row.reason }) }),
}

/** The ledger checks of signals, of the runs of automation rules, and of pauses by people. */
export const AUTOMATION_CHECKS: readonly CrossCheck[] = [signals, runs, pauses]
