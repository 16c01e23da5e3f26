import sql from 'sql-template-tag'
import { channelHash, contentHash, driftHash } from '../../ledger/entries/content-hash.ts'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'

const drifts: CrossCheck = {
  table: 'drift',
  rowsById: 'one',
  says: {
    drift_found: ({ driftId: id, drift: kind, subject, answer, contentHash: content, at }) => ({
      id,
      begins: true,
      row: { kind, subject, answer, content, at, closedBy: null, reason: null },
    }),
    drift_closed: ({ driftId: id, by: closedBy, reasonHash: reason }) => ({ id, row: { closedBy, reason } }),
  },
  rows: sql`
    select id, 0 as turn, kind, subject, answer, account_id as "accountId", was, is_now as "isNow", found_at as at,
      'staff:' || closed_by as "closedBy", close_reason as reason
    from drift`,
  shows: ({ reason, ...row }) => ({
    ...row,
    reason: reason === null ? null : contentHash({ reason }),
    content: driftHash(row),
  }),
}

const channels: CrossCheck = {
  table: 'channel',
  rowsById: 'one',
  says: {
    channel_added: ({ channelId: id, channel: kind, contentHash: content }) => ({
      id,
      begins: true,
      row: { kind, content, removed: false },
    }),
    channel_removed: ({ channelId: id }) => ({ id, row: { removed: true } }),
  },
  rows: sql`
    select id, 0 as turn, kind, name, staff_id as "staffId", takes, shows, events, key_id as "keyId",
      removed_at is not null as removed
    from channel where kind <> 'configured'`,
  shows: (row) => ({ ...row, content: channelHash(row) }),
}

/** The checks of drift, of the people who closed it, and of the alert channels. */
export const DRIFT_CHECKS: readonly CrossCheck[] = [drifts, channels]
