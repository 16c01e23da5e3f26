import type { Role } from './role.ts'

/** The roles, in the order in which the console lists them. A test compares them with the desk's own list. */
export const ROLES = ['reviewer', 'senior', 'lead', 'policy', 'auditor', 'admin'] as const satisfies readonly Role[]

/** The rights that an API key can have. A test compares them with the desk's own list. */
export const KEY_SCOPES = [
  'report',
  'facts',
  'scim',
  'events',
  'account_events',
  'signals',
  'appeals',
  'orders',
  'enforcements',
  'export',
] as const
