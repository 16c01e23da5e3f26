import sql from 'sql-template-tag'
import type { CrossCheck } from '../../../ledger/checks/cross-check.ts'

/**
 * Checks that each statement that counts as sent was recorded so, under that puid and with that content, and that each
 * choice is the one of the person whom the ledger names.
 */
export const DSA_CHECKS: readonly CrossCheck[] = [
  {
    table: 'dsa_delivery',
    rowsById: 'each',
    says: { dsa_statements_settled: ({ sent }) => sent.map(({ id, puid, hash }) => ({ id, row: { puid, hash } })) },
    rows: sql`
      select statement_id as id, id as turn, puid, encode(content_hash, 'hex') as hash from dsa_delivery`,
  },
  {
    table: 'dsa_review',
    rowsById: 'each',
    says: {
      dsa_statement_reviewed: ({ statementId: id, texts, contentDate = null, by }) => ({
        id,
        row: { texts, contentDate, by },
      }),
    },
    rows: sql`
      select statement_id as id, id as turn, texts, to_char(content_date, 'YYYY-MM-DD') as "contentDate",
        'staff:' || reviewed_by as by from dsa_review`,
  },
]
