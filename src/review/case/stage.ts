import { subjectKey } from '../../foundation/domain.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { shows, showsNothing } from '../../policy/stage/view.ts'
import type { CaseDetail } from './case-detail.ts'
import { caseRoutes } from './case-routes.ts'
import { alertLateCases } from './alert-late-cases.ts'
import { policyRoutes } from './policy-routes.ts'
import { translationRoutes } from './translation-routes.ts'
import type { AlertRows } from '../../policy/stage/alert-kinds.ts'

const CASE_ALERTS = {
  late: {
    calls: false,
    act: 'Transfer the case to a person on duty.',
  },
  mention: {
    calls: false,
    act: 'Read the note.',
  },
} as const satisfies AlertRows

declare module '../../policy/stage/alert-kinds.ts' {
  interface AlertKinds {
    case: keyof typeof CASE_ALERTS
  }
}

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    case: { kind: 'case_noted'; caseId: string; noteHash: string; mentioned?: readonly string[] }
  }
}

const ofCase = shows<CaseDetail>(({ id, subject, accountId, claimedBy }, { by }) => [
  {
    kind: 'case',
    caseId: id,
    subject: subjectKey(subject),
    accountId: accountId ?? undefined,
    inCase: claimedBy === by.pseudonym,
  },
])

export const caseStage: Stage = {
  personal: [{ kind: 'case', about: ['account', 'staff'], deletedBy: null, tables: ['case_shown', 'case_escalation'] }],
  alerts: CASE_ALERTS,
  routes: [caseRoutes, translationRoutes, policyRoutes],
  operations: tagged('review', {
    'GET /v1/cases/:caseId': { id: 'readCase', shows: ofCase },
    'POST /v1/cases/:caseId/translation': {
      id: 'translateContent',
      request: { to: 'en' },
      answer: { text: 'The ferry is late again.', from: 'pt', to: 'en' },
    },
    'POST /v1/cases/:caseId/thread/translations': {
      id: 'translateThread',
      request: { to: 'en', from: 0, count: 25, ids: ['post-7'] },
      answer: { items: [{ id: 'post-7', text: 'The ferry is late again.', from: 'pt' }], to: 'en' },
    },
    'POST /v1/cases/:caseId/notes': { id: 'addNote', request: { text: 'The same words as in case_4.' } },
    'GET /v1/cases/:caseId/people': { id: 'listCasePeople', shows: showsNothing },
    'GET /v1/policies': { id: 'listPolicies', shows: showsNothing },
  }),
  periodicTasks: [{ name: 'alert-late-cases', everyMs: 60_000, run: alertLateCases }],
}
