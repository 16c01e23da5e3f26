import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsList } from '../../policy/stage/view.ts'
import { referralRoutes } from './referral-routes.ts'

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    referrals: {
      /** A referral of a case to an authority. */
      kind: 'referral_made'
      referralId: string
      caseId: string
      referral: string
      sentAt: string
      contentHash: string
    }
  }
}

export const referralsStage: Stage = {
  personal: [{ kind: 'law', about: ['account', 'staff'], deletedBy: null, tables: ['referral'] }],
  routes: [referralRoutes],
  operations: tagged('law', {
    'GET /v1/referrals': { id: 'listReferrals', shows: showsList },
    'POST /v1/cases/:caseId/referrals': {
      id: 'referCase',
      request: {
        kind: 'child_safety',
        authority: 'NCMEC CyberTipline',
        reference: '201534882',
        sentAt: '2026-05-04T09:20:00Z',
        what: 'Two pictures by hash and reference, the account by its id.',
        pieces: ['ev_12', 'media_9'],
      },
    },
  }),
}
