import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsNothing } from '../../policy/stage/view.ts'
import { closeKeyWindow } from './enrol-passkey.ts'
import { enrolmentRoutes } from './enrolment-routes.ts'
import { keyListRoutes } from './key-list-routes.ts'
import { endOverdueRecovery } from './recover-keys.ts'
import { prepareKeyList } from './sign-key-list.ts'

export const passkeyStage: Stage = {
  routes: [keyListRoutes, enrolmentRoutes],
  operations: {
    ...tagged('change', {
      'POST /v1/key-lists/:version/sign': { id: 'signKeyList' },
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
