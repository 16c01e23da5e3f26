import sql from 'sql-template-tag'
import { type OrderContent, orderHash } from './content-hash.ts'
import type { CrossCheck } from './cross-check.ts'

const orders: CrossCheck = {
  table: 'desk_order',
  rowsById: 'one',
  says: (leaf) => {
    const { orderId: id, by, at } = leaf
    if (id === undefined) return []
    if (leaf.kind === 'order_proposed') {
      const { subject, action, policyId, caseId = null, decisionId = null, durationMs = null, contentHash } = leaf
      const row = {
        subject,
        action,
        policyId,
        caseId,
        decisionId,
        durationMs,
        proposedBy: by,
        content: contentHash,
        at,
      }
      return [{ id, begins: true, row: { ...row, state: 'proposed', movedBy: by, movedAt: at } }]
    }
    return leaf.kind === 'order_moved' ? [{ id, row: { state: leaf.to, movedBy: by, movedAt: at } }] : []
  },
  rows: sql`
    select id, 0 as turn, subject, action, policy_id as "policyId", case_id as "caseId", decision_id as "decisionId",
      duration_ms as "durationMs", proposed_by as "proposedBy", proposed_at as at, state, moved_by as "movedBy",
      moved_at as "movedAt", account_id as "accountId", label, legal_duty as "legalDuty", source, reach, protected,
      first_verdict.facts, first_verdict.policy_hash as "policyHash"
    from desk_order left join lateral (
      select facts, encode(policy_hash, 'hex') as policy_hash from verdict
      where order_id = desk_order.id order by verdict.id limit 1) first_verdict on true`,
  shows: (row) => ({ ...row, content: orderHash(row as unknown as OrderContent) }),
}

/** The guards' answers: each order has the one with which it began. */
const verdicts: CrossCheck = {
  table: 'verdict',
  rowsById: 'each',
  says: (leaf) =>
    leaf.kind === 'order_proposed' && leaf.orderId !== undefined
      ? [{ id: leaf.orderId, row: { outcome: leaf.verdict, at: leaf.at } }]
      : [],
  rows: sql`select order_id as id, id as turn, outcome, judged_at as at from verdict`,
  shows: ({ outcome, at }) => ({ outcome, at }),
}

const moves: CrossCheck = {
  table: 'order_move',
  rowsById: 'each',
  says: (leaf) => {
    const { orderId: id, by, at } = leaf
    if (id === undefined) return []
    if (leaf.kind === 'order_proposed') return [{ id, row: { from: null, to: 'proposed', by, at } }]
    return leaf.kind === 'order_moved' ? [{ id, row: { from: leaf.from, to: leaf.to, by, at } }] : []
  },
  rows: sql`select order_id as id, id as turn, from_state, to_state, by, at from order_move`,
  shows: ({ from_state, to_state, by, at }) => ({ from: from_state, to: to_state, by, at }),
}

const restores: CrossCheck = {
  table: 'order_restore',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind !== 'order_moved' || leaf.to !== 'restoring' || leaf.orderId === undefined) return []
    const { cause, by, reason = null, alone = false, at } = leaf
    return [{ id: leaf.orderId, begins: true, row: { cause, by, reason, alone, at } }]
  },
  rows: sql`select order_id as id, 0 as turn, cause, by, reason, alone, asked_at from order_restore`,
  shows: ({ cause, by, reason, alone, asked_at }) => ({ cause, by, reason, alone, at: asked_at }),
}

const bulkRestores: CrossCheck = {
  table: 'bulk_restore',
  rowsById: 'one',
  says: (leaf) => {
    switch (leaf.kind) {
      case 'bulk_restore_previewed': {
        const { bulkId: id, orders, reach, by, at } = leaf
        return [{ id, begins: true, row: { orders, reach, previewedBy: by, startedBy: null, done: false, at } }]
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
    select id, 0 as turn, order_count as orders, reach_sum as reach, 'staff:' || previewed_by as "previewedBy",
      'staff:' || started_by as "startedBy", done_at is not null as done, previewed_at as at
    from bulk_restore`,
  shows: ({ orders, reach, previewedBy, startedBy, done, at }) => ({
    orders,
    reach,
    previewedBy,
    startedBy,
    done,
    at,
  }),
}

/** What was ordered, by whose leave, how it moved and why it was undone. */
export const ORDER_CHECKS: readonly CrossCheck[] = [orders, verdicts, moves, restores, bulkRestores]
