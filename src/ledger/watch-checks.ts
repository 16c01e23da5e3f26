import sql from 'sql-template-tag'
import { type ChannelContent, channelHash, contentHash, type FindingContent, findingHash } from './content-hash.ts'
import type { CrossCheck } from './cross-check.ts'

const findings: CrossCheck = {
  table: 'watch_finding',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind === 'found') {
      const { findingId: id, finding: kind, subject, answer, contentHash: content, at } = leaf
      return [{ id, begins: true, row: { kind, subject, answer, content, at, closedBy: null, reason: null } }]
    }
    return leaf.kind === 'finding_closed'
      ? [{ id: leaf.findingId, row: { closedBy: leaf.by, reason: leaf.reasonHash } }]
      : []
  },
  rows: sql`
    select id, 0 as turn, kind, subject, answer, account_id as "accountId", was, is_now as "isNow", found_at as at,
      'staff:' || closed_by as "closedBy", close_reason as reason
    from watch_finding`,
  shows: ({ id: _id, turn: _turn, kind, subject, answer, at, closedBy, reason, ...content }) => ({
    kind,
    subject,
    answer,
    at,
    closedBy,
    reason: reason === null ? null : contentHash({ reason }),
    content: findingHash(content as unknown as FindingContent),
  }),
}

const channels: CrossCheck = {
  table: 'channel',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind === 'channel_added') {
      const { channelId: id, channel: kind, contentHash: content } = leaf
      return [{ id, begins: true, row: { kind, content, removed: false } }]
    }
    return leaf.kind === 'channel_removed' ? [{ id: leaf.channelId, row: { removed: true } }] : []
  },
  rows: sql`
    select id, 0 as turn, kind, name, staff_id as "staffId", takes, shows, events, key_id as "keyId",
      removed_at is not null as removed
    from channel where kind <> 'configured'`,
  shows: ({ id: _id, turn: _turn, kind, removed, ...content }) => ({
    kind,
    removed,
    content: channelHash(content as unknown as ChannelContent),
  }),
}

/** When the law's time for something ran out, and that nothing of it was put back. */
const clocks: CrossCheck = {
  table: 'legal_clock',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind === 'legal_clocks_started') {
      return leaf.clocks.map(({ clockId: id, subject, policyId, caseId, dueAt }) => ({
        id,
        begins: true,
        row: { subject, policyId, caseId, dueAt, how: null },
      }))
    }
    return leaf.kind === 'legal_clock_ended' ? [{ id: leaf.clockId, row: { how: leaf.how } }] : []
  },
  rows: sql`
    select id, 0 as turn, subject, policy_id as "policyId", case_id as "caseId", due_at as "dueAt", how from legal_clock`,
  shows: ({ subject, policyId, caseId, dueAt, how }) => ({
    subject,
    policyId,
    caseId,
    dueAt: new Date(String(dueAt)).toISOString(),
    how,
  }),
}

/** What nobody ordered, who said that it was seen to, and where people are told. */
export const WATCH_CHECKS: readonly CrossCheck[] = [findings, channels, clocks]
