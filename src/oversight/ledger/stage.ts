import { subjectKey } from '../../foundation/domain.ts'
import type { AlertRows } from '../../policy/stage/alert-kinds.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { shows, showsList, showsNothing } from '../../policy/stage/view.ts'
import { ledgerRoutes } from './ledger-routes.ts'
import { makeLedgerVerifier, watchLedger } from './watch-ledger.ts'

const LEDGER_ALERTS = {
  ledger: {
    calls: false,
    act: 'Run `countersign verify` with a stored checkpoint, and keep the database as it is.',
  },
} as const satisfies AlertRows

declare module '../../policy/stage/alert-kinds.ts' {
  interface AlertKinds {
    ledger: keyof typeof LEDGER_ALERTS
  }
}

const ofEntry = shows<{ subject: { kind: 'account' | 'content'; id: string } | null; enforcementId: string | null }>(
  ({ subject, enforcementId }) => [
    {
      kind: 'list',
      subject: subject === null ? undefined : subjectKey(subject),
      enforcementId: enforcementId ?? undefined,
      shown: 1,
    },
  ],
)

export const ledgerStage: Stage = {
  personal: [
    {
      kind: 'ledger',
      about: ['account', 'reporter', 'staff', 'contact'],
      deletedBy: null,
      tables: ['ledger_payload', 'ledger_check'],
    },
  ],
  alerts: LEDGER_ALERTS,
  routes: [ledgerRoutes],
  operations: tagged('audit', {
    'GET /v1/ledger': { id: 'listLedger', shows: showsList },
    'GET /v1/ledger-exports': { id: 'exportLedger', shows: showsNothing },
    'GET /v1/ledger/:number': { id: 'readLedgerEntry', shows: ofEntry },
    'GET /v1/ledger/verification': { id: 'readVerification', shows: showsNothing },
  }),
  periodicTasks: [
    { name: 'watch-ledger', everyMs: 15_000, run: watchLedger },
    { name: 'verify-ledger-daily', everyMs: 60_000, run: makeLedgerVerifier() },
  ],
}
