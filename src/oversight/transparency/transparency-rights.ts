import { LEADING, WATCHING } from '../../people/access/right-groups.ts'

/** The rights of the routes of transparency reports, and of what the DSA Transparency Database gets. */
export const TRANSPARENCY_RIGHTS = {
  'GET /v1/dsa-submissions': { roles: WATCHING, onShift: LEADING },
  'GET /v1/transparency-reports': { roles: WATCHING, onShift: LEADING },
  'GET /v1/transparency-report-drafts': { roles: WATCHING, onShift: LEADING },
  'GET /v1/transparency-report-exports': { roles: WATCHING, onShift: LEADING },
  'POST /v1/transparency-reports': { roles: ['policy'], onShift: ['lead'] },
} as const
