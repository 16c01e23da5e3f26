import { type Category, subjectKey } from '../../foundation/domain.ts'
import type { AlertRows } from '../../policy/stage/alert-kinds.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { shows } from '../../policy/stage/view.ts'
import type { OpeningSource } from './opening-queries.ts'
import { type LookupReply, openingRoutes } from './opening-routes.ts'

const OPENING_ALERTS = {
  openings: {
    calls: false,
    act: 'Ask the person for the reason, and end their session if it was stolen.',
  },
} as const satisfies AlertRows

declare module '../../policy/stage/alert-kinds.ts' {
  interface AlertKinds {
    openings: keyof typeof OPENING_ALERTS
  }
}

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    openings: {
      /** A person opened a case, or asked for the review of a subject whose case was open (`opened` is false). */
      kind: 'case_opened'
      openingId: string
      caseId: string
      category: Category
      source: OpeningSource
      reason: string
      reference: string | null
      opened: boolean
    }
  }
}

const ofFound = shows<LookupReply>(({ items }) =>
  items.map(({ subject, accountId }) => ({ kind: 'account', subject: subjectKey(subject), accountId })),
)

/** The stage of openings: cases that people of the desk open themselves. */
export const openingsStage: Stage = {
  personal: [{ kind: 'case', about: ['account', 'staff'], deletedBy: null, tables: ['case_opening'] }],
  routes: [openingRoutes],
  operations: tagged('queue', {
    'POST /v1/subject-lookups': { id: 'lookUpSubjects', request: { name: '@harbour_news' }, shows: ofFound },
    'POST /v1/cases': {
      id: 'openCase',
      request: {
        subject: { kind: 'content', id: 'post-771' },
        category: 'SCAMS_AND_FRAUD',
        source: 'press',
        reason: 'A newspaper asks about this post.',
        reference: 'Harbour Post, 4 May',
      },
      answer: { caseId: 'case_12', openingId: 'opening_3', opened: true, mayOpen: true },
    },
  }),
  alerts: OPENING_ALERTS,
}
