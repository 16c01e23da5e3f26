import type { AlertRows } from '../policy/stage/alert-kinds.ts'
import { type Stage, tagged } from '../policy/stage/stage.ts'
import { showsNothing } from '../policy/stage/view.ts'
import { expireChanges, prepareAgreement } from './change/answer-change.ts'
import { applyAgreedChanges } from './change/delay-change.ts'
import { changeRoutes } from './change/routes.ts'

const CHANGE_ALERTS = {
  change: { calls: false, act: 'Read the change; stop it if it is wrong.' },
  channel_removal: { calls: true, act: 'Ask the person who proposed it. Decline or stop the change if it is wrong.' },
  approver: {
    calls: false,
    act: 'Check that this person should approve.',
  },
} as const satisfies AlertRows

declare module '../policy/stage/alert-kinds.ts' {
  interface AlertKinds {
    change: keyof typeof CHANGE_ALERTS
  }
}

declare module '../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    change:
      | {
          kind: 'change_proposed'
          changeId: string
          change: string
          direction: string
          expiresAt: string
          contentHash: string
        }
      | { kind: 'change_answered'; changeId: string; answer: string; contentHash: string }
      /** `takesEffectAt`: for an approved change that waits. */
      | { kind: 'change_moved'; changeId: string; from: string; to: string; reason?: string; takesEffectAt?: string }
      | {
          /** A person's row after a change, with all columns of their first ledger entry. */
          kind: 'staff_changed'
          staffId: string
          changeId: string
          roles: readonly string[]
          endsAt: string | null
          contentHash: string
        }
      /** Two people agreed to reveal the name behind a pseudonym to one of the two; that person read it. */
      | { kind: 'name_unsealed' | 'name_read'; staffId: string; changeId: string }
      /** Two people approved a match list. `entriesHash`: the chain over all its entries. */
      | {
          kind: 'match_list_agreed'
          listId: string
          changeId: string
          entries: number
          entriesHash: string
          contentHash: string
        }
      | { kind: 'match_list_ended'; listId: string; changeId: string }
      /** Two people denied these actions, and no others, to a role or to a person. */
      | { kind: 'actions_denied'; role?: string; staffId?: string; actions: readonly string[]; changeId: string }
  }
}

export const changeStage: Stage = {
  personal: [
    {
      kind: 'change',
      about: ['account', 'staff'],
      deletedBy: null,
      tables: ['desk_change', 'change_answer', 'action_denial'],
    },
  ],
  alerts: CHANGE_ALERTS,
  routes: [changeRoutes],
  operations: tagged('change', {
    'GET /v1/changes': { id: 'listChanges', shows: showsNothing },
    'GET /v1/action-denials': {
      id: 'listActionDenials',
      shows: showsNothing,
      answer: { denials: [{ role: 'reviewer', staffId: null, pseudonym: null, actions: ['suspend', 'deactivate'] }] },
    },
    'POST /v1/changes/:changeId/name': { id: 'readUnsealedName' },
    'GET /v1/changes/:changeId': { id: 'readChange', shows: showsNothing },
    'POST /v1/changes': {
      id: 'proposeChange',
      request: {
        change: { kind: 'protection', subject: { kind: 'account', id: 'user-900' }, approvals: 2, holdMs: 1_800_000 },
        reason: 'It is the only voice of the island while the mast is down.',
      },
    },
    'POST /v1/changes/:changeId/agree': { id: 'agreeToChange' },
    'POST /v1/changes/:changeId/decline': { id: 'declineChange', request: { reason: 'The election is not over yet.' } },
    'POST /v1/changes/:changeId/stop': { id: 'stopChange', request: { reason: 'The election is not over yet.' } },
    'POST /v1/changes/:changeId/withdraw': { id: 'withdrawChange' },
  }),
  periodicTasks: [
    { name: 'apply-agreed-changes', everyMs: 2_000, run: applyAgreedChanges },
    { name: 'expire-changes', everyMs: 10_000, run: expireChanges },
  ],
  signables: {
    change_agree: prepareAgreement,
  },
}
