const CASES = '/v1/cases?state=open'

/** The first requests of the panels of reviewers, which the page sends before its code runs (preload.ts). */
export const EARLY_PATHS = {
  own: `${CASES}&claimedBy=me&sort=due&limit=5`,
  next: `${CASES}&assignee=none&sort=priority&limit=5`,
  late: `${CASES}&breached=true&sort=due&limit=5`,
  approvals: '/v1/approvals',
} as const
