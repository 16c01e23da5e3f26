import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsNothing } from '../../policy/stage/view.ts'
import { endLeaver } from './end-leaver.ts'
import { peopleRoutes } from './people-routes.ts'

export const offboardingStage: Stage = {
  routes: [peopleRoutes],
  operations: tagged('staff', {
    'GET /v1/staff': { id: 'listStaff', shows: showsNothing },
    'GET /v1/staff/:staffId/passkeys': { id: 'listPasskeys', shows: showsNothing },
    'POST /v1/staff/:staffId/end': { id: 'endStaff' },
    'POST /v1/staff/:staffId/notice': { id: 'giveNotice' },
    'POST /v1/staff/:staffId/restrict': { id: 'restrictStaff' },
    'POST /v1/staff/:staffId/postpone': { id: 'postponeEnd' },
  }),
  jobs: () => ({
    leave: endLeaver,
  }),
}
