import sql from 'sql-template-tag'
import type { CrossCheck } from '../../../ledger/checks/cross-check.ts'

/** Checks each counter-notice with its receipt and its end. */
export const COUNTER_NOTICE_CHECKS: readonly CrossCheck[] = [
  {
    table: 'counter_notice',
    rowsById: 'one',
    says: {
      counter_notice_received: ({
        counterNoticeId: id,
        statementId,
        law,
        saidHash,
        policyId,
        businessDays,
        discloses,
        at,
      }) => ({
        id,
        begins: true,
        row: { statementId, law, saidHash, policyId, businessDays, discloses, at, state: 'open' },
      }),
      counter_notice_ended: ({ counterNoticeId: id, how, filedBy = null, filedHash = null, at }) => ({
        id,
        row: { state: how, filedBy, filedHash, movedAt: at },
      }),
    },
    rows: sql`
      select id, 0 as turn, statement_id as "statementId", law, encode(said_hash, 'hex') as "saidHash",
        policy_id as "policyId", business_days as "businessDays", discloses, received_at as at, state, filed_by as "filedBy",
        encode(case when salt is null then filed_hash else sha256(salt || convert_to(filed_reference, 'UTF8')) end, 'hex')
          as "filedHash", moved_at as "movedAt"
      from counter_notice`,
  },
]
