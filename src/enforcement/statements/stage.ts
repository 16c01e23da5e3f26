import type { StatementKind } from '../../policy/notices/variables.ts'
import type { Stage } from '../../policy/stage/stage.ts'
import { STATEMENT_CHECKS } from './statement-checks.ts'

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    statements: {
      /** A statement got its texts, by these versions of policies and templates. */
      kind: 'statement_made'
      statementId: string
      of: StatementKind
      contentHash: string
      policiesHash: string
      noticesHash: string
    }
  }
}

export const statementsStage: Stage = {
  personal: [{ kind: 'enforcement', about: ['account'], deletedBy: null, tables: ['statement', 'statement_content'] }],
  ledgerChecks: STATEMENT_CHECKS,
}
