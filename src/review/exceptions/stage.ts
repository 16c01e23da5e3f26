import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsList } from '../../policy/stage/view.ts'
import { prepareException } from './agree-exception.ts'
import { exceptionRoutes } from './exception-routes.ts'
import { alertOverdueExceptions } from './alert-overdue-exceptions.ts'
import type { AlertRows } from '../../policy/stage/alert-kinds.ts'

const EXCEPTIONS_ALERTS = {
  exception: {
    calls: false,
    act: 'Review the exception, and end or renew it.',
  },
} as const satisfies AlertRows

declare module '../../policy/stage/alert-kinds.ts' {
  interface AlertKinds {
    exceptions: keyof typeof EXCEPTIONS_ALERTS
  }
}

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    exceptions:
      | {
          /** A second person agreed to a newsworthy exception that a decision proposed. */
          kind: 'exception_agreed'
          exceptionId: string
          decisionId: string
          caseId: string
          policyId: string
          reviewBy: string
          contentHash: string
        }
      | { kind: 'exception_ended'; exceptionId: string; reasonHash: string }
  }
}

export const exceptionsStage: Stage = {
  personal: [{ kind: 'decision', about: ['account', 'staff'], deletedBy: null, tables: ['newsworthy_exception'] }],
  alerts: EXCEPTIONS_ALERTS,
  routes: [exceptionRoutes],
  operations: tagged('review', {
    'GET /v1/newsworthy-exceptions': { id: 'listExceptions', shows: showsList },
    'POST /v1/newsworthy-exceptions/:exceptionId/end': {
      id: 'endException',
      request: { reason: 'She left office in July.' },
    },
  }),
  periodicTasks: [{ name: 'alert-overdue-exceptions', everyMs: 10_000, run: alertOverdueExceptions }],
  signables: {
    exception_agree: prepareException,
  },
}
