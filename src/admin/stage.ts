import { type Stage, tagged } from '../policy/stage/stage.ts'
import { showsNothing } from '../policy/stage/view.ts'
import { expireChanges, prepareAgreement } from './change/answer-change.ts'
import { applyAgreedChanges } from './change/delay-change.ts'
import { changeRoutes } from './change/routes.ts'
import { CHANGE_CHECKS } from './change-checks.ts'
import { MATCH_CHECKS } from './match-list/match-checks.ts'

export const changeStage: Stage = {
  routes: [changeRoutes],
  operations: tagged('change', {
    'GET /v1/changes': { id: 'listChanges', shows: showsNothing },
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
  ledgerChecks: [...CHANGE_CHECKS, ...MATCH_CHECKS],
}
