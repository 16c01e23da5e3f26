import { type Subject, subjectKey } from '../../foundation/domain.ts'
import type { StatementKind } from '../../policy/notices/variables.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { shows } from '../../policy/stage/view.ts'
import { queueEndedSilences } from './statement-queries.ts'
import { statementRoutes } from './statement-routes.ts'

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

const ofStatements = shows<{ enforcementId: string; subject: Subject }>(({ enforcementId, subject }) => [
  { kind: 'enforcement', enforcementId, subject: subjectKey(subject) },
])

export const statementsStage: Stage = {
  personal: [
    {
      kind: 'enforcement',
      about: ['account'],
      deletedBy: null,
      tables: ['statement', 'statement_content', 'statement_letter'],
    },
  ],
  routes: [statementRoutes],
  operations: tagged('approval', {
    'GET /v1/enforcements/:enforcementId/statement': {
      id: 'readStatement',
      shows: ofStatements,
      answer: {
        enforcementId: 'enf_12',
        subject: { kind: 'account', id: 'user-900' },
        state: 'in_effect',
        counterNotice: null,
        appeals: [],
        ...{ statements: [], consumersFrom: null, consumers: [] },
      },
    },
  }),
  periodicTasks: [
    { name: 'send-statements-after-silence', everyMs: 60_000, run: ({ taskDb }) => queueEndedSilences(taskDb) },
  ],
}
