import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsNothing } from '../../policy/stage/view.ts'
import { closeKeyWindow } from './enrol-passkey.ts'
import { enrolmentRoutes } from './enrolment-routes.ts'
import { keyListRoutes } from './key-list-routes.ts'
import { endOverdueRecovery } from './recover-keys.ts'
import { prepareKeyList } from './sign-key-list.ts'

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    passkeys:
      | { kind: 'passkey_removed'; credentialId: string; staffId: string; changeId: string }
      | { kind: 'key_window_closed'; why: 'enough' | 'time' }
      | { kind: 'key_recovery_begun'; recoveryId: string; contentHash: string }
      | { kind: 'key_recovery_ended'; recoveryId: string; how: 'used' | 'stopped' | 'over' }
  }
}

export const passkeyStage: Stage = {
  routes: [keyListRoutes, enrolmentRoutes],
  operations: {
    ...tagged('change', {
      'POST /v1/key-lists/:version/signatures': { id: 'signKeyList' },
    }),
    ...tagged('staff', {
      'POST /v1/enrolments/begin': { id: 'beginEnrolment' },
      'POST /v1/enrolments/finish': { id: 'finishEnrolment' },
      'GET /v1/me/passkeys': { id: 'listMyPasskeys', shows: showsNothing },
      'POST /v1/me/passkeys/begin': { id: 'beginAnotherPasskey' },
      'POST /v1/me/passkeys/finish': { id: 'finishAnotherPasskey' },
      'POST /v1/me/passkeys/remove': { id: 'removeMyPasskey' },
    }),
  },
  periodicTasks: [
    { name: 'end-key-enrolment-window', everyMs: 10_000, run: closeKeyWindow },
    { name: 'end-unused-recovery', everyMs: 10_000, run: endOverdueRecovery },
  ],
  signables: {
    keys: prepareKeyList,
  },
}
