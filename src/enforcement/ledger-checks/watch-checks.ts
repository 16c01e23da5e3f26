import sql from 'sql-template-tag'
import {
  type ChannelContent,
  channelHash,
  contentHash,
  type FindingContent,
  findingHash,
} from '../../ledger/entries/content-hash.ts'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'

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

/** The checks of drift, of the people who closed it, and of the alert channels. */
export const WATCH_CHECKS: readonly CrossCheck[] = [findings, channels]
