import type { Static } from 'typebox'
import { subjectKey, type Answer } from '../../foundation/domain.ts'
import { MATERIAL, SIGNATURE } from '../../policy/stage/example-values.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { shows } from '../../policy/stage/view.ts'
import { alertProposerToReview } from '../offer/alert-proposer.ts'
import type { OfferReply } from '../offer/offer-reply.ts'
import { prepareResubmit } from '../propose/resubmit-enforcement.ts'
import { approvalRoutes } from './approval-routes.ts'
import { returnDocuments } from './return-documents.ts'
import { prepareAnswer } from './sign-enforcement.ts'
import type { AlertRows } from '../../policy/stage/alert-kinds.ts'

const APPROVE_ALERTS = {
  look: {
    calls: false,
    act: 'Review your own enforcement again, and approve or stop it.',
  },
} as const satisfies AlertRows

declare module '../../policy/stage/alert-kinds.ts' {
  interface AlertKinds {
    approve: keyof typeof APPROVE_ALERTS
  }
}

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    approve:
      | { kind: 'enforcement_judged'; verdict: string; verdictHash: string }
      | { kind: 'enforcement_offered'; staffId: string }
      /**
       * `account`: the account that the approver named, where the independent review asked for it. Null: they could not
       * tell.
       */
      | { kind: 'enforcement_independent_review'; conclusion: string; contentHash: string; account?: string | null }
      | { kind: 'enforcement_passed'; reasonHash: string }
      /** An approver opened the action before their independent review and so forfeited their approval. */
      | { kind: 'enforcement_revealed' }
      | { kind: 'enforcement_identified'; as: string }
      | { kind: 'enforcement_assessed'; contentHash: string }
      | { kind: 'enforcement_answered'; answer: Answer; contentHash: string }
  }
}

const ofOffer = shows<Static<typeof OfferReply>>(({ enforcementId, subject, caseId }) => [
  { kind: 'enforcement', enforcementId, subject: subjectKey(subject), caseId: caseId ?? undefined, inCase: true },
])

export const approveStage: Stage = {
  personal: [
    {
      kind: 'enforcement',
      about: ['account', 'staff'],
      deletedBy: null,
      tables: ['enforcement', 'enforcement_move', 'enforcement_party', 'enforcement_offer', 'approval', 'assessment'],
    },
    { kind: 'enforcement', about: ['account', 'staff'], deletedBy: 'delete-old-work-facts', tables: ['verdict'] },
    { kind: 'enforcement', about: ['account'], deletedBy: null, tables: ['subject_state'] },
    { kind: 'account', about: ['account'], deletedBy: null, tables: ['drift', 'drift_reading'] },
    { kind: 'work', about: ['staff'], deletedBy: 'delete-spent-budgets', tables: ['spent_total', 'spent_slot'] },
  ],
  alerts: APPROVE_ALERTS,
  routes: [approvalRoutes],
  operations: tagged('approval', {
    'POST /v1/approvals/next': { id: 'nextApproval', shows: ofOffer },
    'GET /v1/enforcements/:enforcementId/offer': { id: 'readOffer', shows: ofOffer },
    'POST /v1/enforcements/:enforcementId/independent-review': {
      id: 'giveIndependentReview',
      shows: ofOffer,
      request: { conclusion: 'no_violation', rationale: 'It is the ministry itself.' },
    },
    'POST /v1/enforcements/:enforcementId/reveal': { id: 'revealEnforcement', shows: ofOffer },
    'POST /v1/enforcements/:enforcementId/pass': { id: 'passEnforcement' },
    'POST /v1/enforcements/:enforcementId/approve': { id: 'approveEnforcement', request: { signature: SIGNATURE } },
    'POST /v1/enforcements/:enforcementId/decline': {
      id: 'declineEnforcement',
      request: { material: MATERIAL, reason: 'It is the ministry itself.' },
    },
    'POST /v1/enforcements/:enforcementId/duty': { id: 'takeDuty', request: { material: MATERIAL } },
    'POST /v1/enforcements/:enforcementId/confirm': {
      id: 'confirmEnforcement',
      request: { signature: SIGNATURE, reason: 'Looked at it: the fake is gone, the ministry is there.' },
    },
    'POST /v1/enforcements/:enforcementId/identify': {
      id: 'identifyEnforcement',
      request: { handle: '@minister_vaIe', accountId: 'user-77' },
    },
    'POST /v1/enforcements/:enforcementId/assessment': {
      id: 'assessEnforcement',
      request: {
        whoSpeaks: 'A man who says that he is a minister.',
        publicInterest: 'None: the ministry speaks from another account.',
        harm: 'People send money to it.',
        alternatives: 'A label would not stop the payments.',
      },
    },
    'POST /v1/enforcements/:enforcementId/sign': { id: 'signEnforcement', request: { signature: SIGNATURE } },
    'POST /v1/enforcements/:enforcementId/resume': { id: 'resumeEnforcement' },
    'POST /v1/enforcements/:enforcementId/reinstate': { id: 'reinstateEnforcement' },
  }),
  periodicTasks: [
    { name: 'alert-lone-proposers', everyMs: 10_000, run: alertProposerToReview },
    { name: 'return-unconfirmed-documents', everyMs: 60_000, run: returnDocuments },
  ],
  signables: {
    agree: (desk, request) => prepareAnswer(desk, 'agree', request),
    confirm: (desk, request) => prepareAnswer(desk, 'confirm', request),
    resume: (desk, request) => prepareResubmit(desk, 'resume', request),
    reinstate: (desk, request) => prepareResubmit(desk, 'reinstate', request),
  },
}
