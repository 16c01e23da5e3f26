import { REVIEWING_ROLES as REVIEWING } from '../../foundation/domain.ts'
import { WATCHING } from '../../people/access/right-groups.ts'

const SEEN_WITH_A_CASE = { roles: WATCHING, onShift: REVIEWING, toConfirm: 'case' } as const

/** The rights of the routes that show a part of a case, and of those that show what a decision on it would state. */
export const CASE_RIGHTS = {
  'GET /v1/cases/:caseId/media/:mediaId': SEEN_WITH_A_CASE,
  'GET /v1/cases/:caseId/media/:mediaId/stream': SEEN_WITH_A_CASE,
  'GET /v1/cases/:caseId/media/:mediaId/poster': SEEN_WITH_A_CASE,
  'GET /v1/cases/:caseId/profile': SEEN_WITH_A_CASE,
  'GET /v1/cases/:caseId/thread': SEEN_WITH_A_CASE,
  'GET /v1/cases/:caseId/related-accounts': SEEN_WITH_A_CASE,
  'GET /v1/cases/:caseId/copies': SEEN_WITH_A_CASE,
  'GET /v1/cases/:caseId/avatar': SEEN_WITH_A_CASE,
  'GET /v1/cases/:caseId/lookalikes': SEEN_WITH_A_CASE,
  'GET /v1/cases/:caseId/basis': { onShift: REVIEWING, notOnBreak: true },
  'POST /v1/statements/preview': { onShift: REVIEWING, notOnBreak: true },
} as const
