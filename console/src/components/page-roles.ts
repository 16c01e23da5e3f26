import type { Role } from '../api/role.ts'

const REVIEWS: readonly Role[] = ['reviewer', 'senior', 'lead']
const LEADS: readonly Role[] = ['senior', 'lead']
const WATCHES: readonly Role[] = ['policy', 'auditor']
const CHANGES: readonly Role[] = ['lead', ...WATCHES, 'admin']

/**
 * The roles to which the desk answers anything on a page, by the beginning of its address. A page that is not named is
 * for every role. A test compares it with the rights of the routes that the pages read.
 */
export const PAGE_ROLES: Readonly<Record<string, readonly Role[]>> = {
  '/queue': [...REVIEWS, ...WATCHES],
  '/notices': [...REVIEWS, ...WATCHES],
  '/review': [...REVIEWS, 'policy'],
  '/countersign': [...REVIEWS, ...WATCHES],
  '/live': [...REVIEWS, ...WATCHES],
  '/accounts': [...REVIEWS, ...WATCHES],
  '/cases': [...REVIEWS, ...WATCHES],
  '/enforcements': [...REVIEWS, ...WATCHES],
  '/bulk-actions': [...REVIEWS, ...WATCHES],
  '/search': [...REVIEWS, ...WATCHES],
  '/law': [...REVIEWS, ...WATCHES],
  '/exceptions': [...LEADS, ...WATCHES],
  '/open-case': [...REVIEWS, 'policy'],
  '/incidents': [...LEADS, ...WATCHES],
  '/automation': [...LEADS, ...WATCHES],
  '/drills': [...LEADS, ...WATCHES, 'admin'],
  '/guards': WATCHES,
  '/decisions': [...REVIEWS, ...WATCHES],
  '/insights': ['lead', ...WATCHES],
  '/ledger': ['lead', ...WATCHES],
  '/changes': CHANGES,
  '/organisation': CHANGES,
  '/api-keys': ['lead', 'auditor', 'admin'],
  '/channels': ['lead', 'auditor', 'admin'],
  '/connectors': ['lead', 'auditor', 'admin'],
}

/** The roles of the page at this address; undefined: every role. */
export const rolesOfPage = (path: string): readonly Role[] | undefined => PAGE_ROLES[`/${path.split('/')[1] ?? ''}`]
