import { sourceKey, actorKey } from '../foundation/domain.ts'
import sql from 'sql-template-tag'
import {
  contentHash,
  type RunContent,
  runHash,
  type SignalContent,
  signalHash,
} from '../ledger/entries/content-hash.ts'
import type { CrossCheck } from '../ledger/checks/cross-check.ts'

const signals: CrossCheck = {
  table: 'signal',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind !== 'signal_received') return []
    const { signalId: id, source, by, contentHash: content, at } = leaf
    return [{ id, begins: true, row: { source, by, content, at } }]
  },
  rows: sql`
    select id, 0 as turn, key_id as "keyId", client_id as "clientId", encode(body_hash, 'hex') as "bodyHash", source, subject, kind,
      name, version, score, category, seen_at as "seenAt", received_at as at
    from signal`,
  shows: ({ id: _id, turn: _turn, at, seenAt, ...content }) => ({
    source: content.source,
    by: actorKey({ kind: 'key', id: String(content.keyId) }),
    at,
    content: signalHash({ ...content, seenAt: new Date(String(seenAt)).toISOString() } as unknown as SignalContent),
  }),
}

const runs: CrossCheck = {
  table: 'automation_run',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind !== 'rule_spoke') return []
    const { runId, subject, by, contentHash: content, at } = leaf
    return [{ id: String(runId), begins: true, row: { subject, by, content, at } }]
  },
  rows: sql`
    select id::text as id, 0 as turn, rule_id as "ruleId", rule_hash as "ruleHash", source, mode, does, subject,
      case_id as "caseId", signal_id as "signalId", outcome, why, enforcement_id as "enforcementId", at
    from automation_run`,
  shows: ({ id: _id, turn: _turn, subject, at, ...content }) => ({
    subject,
    by: sourceKey(String(content.source)),
    at,
    content: runHash(content as unknown as RunContent),
  }),
}

const pauses: CrossCheck = {
  table: 'automation_pause',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind === 'automation_paused') {
      const { pauseId, source, ruleId = null, reasonHash, by, at } = leaf
      return [
        { id: String(pauseId), begins: true, row: { source, ruleId, reason: reasonHash, by, at, changeId: null } },
      ]
    }
    return leaf.kind === 'automation_resumed' ? [{ id: String(leaf.pauseId), row: { changeId: leaf.changeId } }] : []
  },
  rows: sql`
    select id::text as id, 0 as turn, source, rule_id as "ruleId", reason, 'staff:' || by as by, at, change_id as "changeId"
    from automation_pause`,
  shows: ({ id: _id, turn: _turn, reason, changeId, ruleId, ...row }) => ({
    ...row,
    ruleId: ruleId ?? null,
    reason: contentHash({ reason }),
    changeId: changeId ?? null,
  }),
}

/** The signals of sources, the runs of rules, and the pauses by people. */
export const AUTOMATION_CHECKS: readonly CrossCheck[] = [signals, runs, pauses]
