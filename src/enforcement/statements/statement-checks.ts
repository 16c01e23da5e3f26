import sql from 'sql-template-tag'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'
import { hashOf } from '../../ledger/entries/content-hash.ts'

const statementHash = hashOf('facts', 'texts', 'redress')

/** Checks that each person was told what the ledger has, and no other text. */
export const STATEMENT_CHECKS: readonly CrossCheck[] = [
  {
    table: 'statement_content',
    rowsById: 'one',
    says: {
      statement_made: ({ statementId: id, contentHash: content, policiesHash, noticesHash, enforcementId, at }) => ({
        id,
        begins: true,
        row: { content, hash: content, policiesHash, noticesHash, enforcementId: enforcementId ?? null, at },
      }),
    },
    rows: sql`
      select statement_id as id, 0 as turn, facts, texts, redress, translate(rtrim(encode(content.hash, 'base64'), '='), '+/', '-_') as hash,
        encode(policies_hash, 'hex') as "policiesHash", encode(notices_hash, 'hex') as "noticesHash",
        statement.enforcement_id as "enforcementId", rendered_at as at
      from statement_content content join statement on statement.id = statement_id`,
    shows: ({ facts, texts, redress, ...row }) => ({ ...row, content: statementHash({ facts, texts, redress }) }),
  },
]
