import { type Subject, accountKey, subjectKey } from '../../foundation/domain.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { type View, shows } from '../../policy/stage/view.ts'
import { profileRoutes } from './profile-routes.ts'
import { deleteNeedlessShown } from './shown-evidence.ts'

interface OfCase {
  caseId: string
  subject: Subject
  accountId: string | null
  claimedBy: string | null
}

/** Records a view of a case's account. Where the account is not known, the view is of the case's subject. */
const ofAccount = (kind: View['kind']) =>
  shows<OfCase>(({ caseId, subject, accountId, claimedBy }, { by }) => [
    {
      ...{ kind, caseId, accountId: accountId ?? undefined, inCase: claimedBy === by.pseudonym },
      subject: accountId === null ? subjectKey(subject) : accountKey(accountId),
    },
  ])

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
