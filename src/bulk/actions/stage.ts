import type { Action } from '../../foundation/domain.ts'
import type { AlertRows } from '../../policy/stage/alert-kinds.ts'
import { SIGNATURE } from '../../policy/stage/example-values.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { shows, showsNothing } from '../../policy/stage/view.ts'
import { prepareBulkActionAgreement } from '../approve/answer-bulk-action.ts'
import { Rate } from '../stages/rate.ts'
import { runBulkAction } from '../stages/run-bulk-action.ts'
import { expireBulkActions } from './end-bulk-actions.ts'
import { bulkActionRoutes } from './routes.ts'

const ACTIONS_ALERTS = {
  bulk_action: {
    calls: false,
    act: 'Open the bulk action, judge its sample, or stop it.',
  },
} as const satisfies AlertRows

declare module '../../policy/stage/alert-kinds.ts' {
  interface AlertKinds {
    actions: keyof typeof ACTIONS_ALERTS
  }
}

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    /** `listHash`: the hash of the set, in hex. */
    actions:
      | {
          kind: 'bulk_action_proposed'
          bulkActionId: string
          action: Action
          policyId: string
          subjects: number
          listHash: string
          contentHash: string
        }
      | { kind: 'bulk_action_sampled'; bulkActionId: string; subjects: number }
      | { kind: 'bulk_action_judged'; bulkActionId: string; place: number; conclusion: string }
      | { kind: 'bulk_action_moved'; bulkActionId: string; from: string; to: string; stage: number; reason?: string }
  }
}

/** The subjects of highest reach that are shown, and the caller's own sample, count as viewed. */
const ofBulkAction = shows<{ asked: { highest: readonly unknown[] } | null; sample: readonly unknown[] }>(
  ({ asked, sample }) => {
    const shown = (asked?.highest.length ?? 0) + sample.length
    return shown === 0 ? [] : [{ kind: 'list', shown, inCase: true }]
  },
)

export const bulkStage: Stage = {
  personal: [
    {
      kind: 'enforcement',
      about: ['account', 'staff'],
      deletedBy: null,
      tables: ['bulk_action', 'bulk_action_item', 'bulk_action_sample'],
    },
  ],
  alerts: ACTIONS_ALERTS,
  routes: [bulkActionRoutes],
  operations: tagged('bulk_action', {
    'GET /v1/bulk-actions': { id: 'listBulkActions', shows: showsNothing },
    'POST /v1/bulk-actions': {
      id: 'proposeBulkAction',
      shows: ofBulkAction,
      request: {
        policyId: 'spam',
        enforcement: { action: 'suspend', durationMs: 2_592_000_000 },
        foundBy: 'All accounts made on 3 May whose name is a word and four digits, as the platform lists them.',
        rationale: 'They post the same link, each within a minute of the other.',
        list: 'account:user-31\naccount:user-32\naccount:user-33\n',
      },
    },
    'GET /v1/bulk-actions/:bulkActionId': { id: 'readBulkAction', shows: ofBulkAction },
    'POST /v1/bulk-actions/:bulkActionId/sample': { id: 'drawBulkActionSample', shows: ofBulkAction },
    'POST /v1/bulk-actions/:bulkActionId/sample/:place': {
      id: 'judgeBulkActionSample',
      request: { conclusion: 'violation' },
    },
    'POST /v1/bulk-actions/:bulkActionId/approve': { id: 'approveBulkAction', request: { signature: SIGNATURE } },
    'POST /v1/bulk-actions/:bulkActionId/decline': {
      id: 'declineBulkAction',
      request: { reason: 'Four of those drawn for me are a school class.' },
    },
    'POST /v1/bulk-actions/:bulkActionId/continue': { id: 'continueBulkAction' },
    'POST /v1/bulk-actions/:bulkActionId/stop': {
      id: 'stopBulkAction',
      request: { reason: 'A school writes that its pupils are among them.' },
    },
  }),
  jobs: () => {
    const rate = new Rate()
    return {
      bulk_action: (desk, due) => runBulkAction(desk, due, rate),
    }
  },
  periodicTasks: [{ name: 'expire-bulk-actions', everyMs: 10_000, run: expireBulkActions }],
  signables: {
    bulk_action_agree: prepareBulkActionAgreement,
  },
}
