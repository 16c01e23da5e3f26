import { LEADING, WATCHING } from '../../people/access/right-groups.ts'

/** Reading reports: those who watch, and administrators, who may be the second person for one. */
const READING = { roles: [...WATCHING, 'admin'], onShift: LEADING } as const

/** The rights of the routes of transparency reports, and of what the DSA Transparency Database gets. */
export const TRANSPARENCY_RIGHTS = {
  'GET /v1/dsa-submissions': { roles: WATCHING, onShift: LEADING },
  'GET /v1/transparency-reports': READING,
  'GET /v1/transparency-report-drafts': READING,
  'GET /v1/transparency-report-exports': READING,
  'POST /v1/transparency-reports': { roles: ['policy'], onShift: ['lead'] },
} as const
