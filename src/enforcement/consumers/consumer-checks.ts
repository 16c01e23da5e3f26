import sql from 'sql-template-tag'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'
import { hashOf } from '../../ledger/entries/content-hash.ts'

/** The facts of a text for consumers that are not in its ledger entry. */
export const noticeHash = hashOf('product', 'trader', 'law')

/** Checks that the texts for consumers are about what the ledger has. */
export const CONSUMER_CHECKS: readonly CrossCheck[] = [
  {
    table: 'consumer_notice',
    rowsById: 'one',
    says: {
      consumer_notice_made: ({ noticeId: id, of, enforcementId, contentHash: content, noticesHash, at }) => ({
        ...{ id, begins: true },
        row: { of, enforcementId: enforcementId ?? null, content, noticesHash, at, movedAt: at },
      }),
      consumer_notice_repeated: ({ noticeId: id, at }) => ({ id, row: { movedAt: at } }),
    },
    rows: sql`
      select id, 0 as turn, kind as of, enforcement_id as "enforcementId", made_at as at, listed_at as "movedAt", product, trader, law,
        encode(notices_hash, 'hex') as "noticesHash" from consumer_notice`,
    shows: ({ product, trader, law, ...row }) => ({
      ...row,
      content: product === null ? undefined : noticeHash({ product, trader, law }),
    }),
  },
  {
    table: 'consumer_duty',
    rowsById: 'one',
    says: {
      consumer_notice_repeated: ({ noticeId, enforcementId }) =>
        enforcementId && { id: enforcementId, begins: true, row: { noticeId } },
    },
    rows: sql`
      select enforcement_id as id, 0 as turn, notice_id as "noticeId" from consumer_duty where notice_id is not null`,
  },
  {
    table: 'consumer_receipt',
    rowsById: 'each',
    says: {
      consumers_told: ({ noticeId: id, told, withoutContact, by, at }) => ({
        id,
        row: { told, withoutContact, by, at },
      }),
    },
    rows: sql`
      select notice_id as id, (extract(epoch from stated_at) * 1000)::bigint as turn, told, without_contact as "withoutContact", 'key:' || key_id as by,
        stated_at as at from consumer_receipt`,
  },
]
