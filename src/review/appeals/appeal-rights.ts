import { REVIEWING_ROLES as REVIEWING } from '../../foundation/domain.ts'
import { LEADING, WATCHING } from '../../people/access/right-groups.ts'

const JUDGING = { onShift: REVIEWING, notOnBreak: true, pool: 'restore' } as const

/** The rights of the routes by which people judge appeals, and record what out-of-court bodies decided. */
export const APPEAL_RIGHTS = {
  'POST /v1/cases/:caseId/appeal/conclusion': JUDGING,
  'POST /v1/cases/:caseId/appeal': JUDGING,
  'POST /v1/cases/:caseId/appeal/question': JUDGING,
  'POST /v1/appeals/:appealId/answer': { key: 'appeals' },
  'GET /v1/settlements': { roles: WATCHING, onShift: REVIEWING, pool: 'restore' },
  'POST /v1/settlements': { onShift: LEADING, pool: 'restore' },
} as const
