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
] as const
