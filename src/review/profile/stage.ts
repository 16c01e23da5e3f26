import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { shows, type View } from '../../policy/stage/view.ts'
import { profileRoutes } from './profile-routes.ts'
import { deleteNeedlessShown } from './shown-evidence.ts'
import { type OfCase, viewOfCase } from './view-of-case.ts'

/** Records a view of a case's account. */
const ofAccount = (kind: View['kind']) => shows<OfCase>((answer, { by }) => [viewOfCase(kind, answer, by)])

export const profileStage: Stage = {
  personal: [
    {
      kind: 'shown',
      about: ['account', 'staff'],
      deletedBy: 'delete-needless-shown',
      tables: ['shown_profile', 'shown_thread', 'shown_related', 'shown_storage'],
    },
  ],
  routes: [profileRoutes],
  periodicTasks: [{ name: 'delete-needless-shown', everyMs: 3_600_000, run: deleteNeedlessShown }],
  operations: tagged('review', {
    'GET /v1/cases/:caseId/profile': { id: 'readCaseProfile', shows: ofAccount('account') },
    'GET /v1/cases/:caseId/avatar': { id: 'readCaseAvatar', shows: ofAccount('media') },
    'GET /v1/cases/:caseId/lookalikes': { id: 'listCaseLookalikes', shows: ofAccount('account') },
  }),
}
