/**
 * The tags of accounts that the public needs to hear: officials, candidates, newsrooms, emergency services, rights
 * defenders.
 * Twin of protective_tags in SQL.
 */
export const PUBLIC_INTEREST_TAGS = [
  'public_office',
  'candidate',
  'newsroom',
  'emergency_service',
  'election_body',
  'human_rights',
] as const

/** The reach from which one person does not take an account offline. Twin of unknown_reach in SQL. */
export const HIGH_REACH = 100_000

/** The facts that decide whether an account is protected. `reach` is the highest of 180 days; null is unknown. */
interface ProtectingFacts {
  tags: readonly string[]
  reach: number | null | 'absent'
}

type ProtectedBy = 'public_interest' | 'high_reach' | 'unknown_reach'

/**
 * Returns the reason why an account's facts protect it. Undefined: they do not. Unknown counts as protected; absent
 * does not. Twin of is_recorded_protected in SQL.
 */
export function protectedBy(facts: ProtectingFacts): ProtectedBy | undefined {
  if (facts.tags.some((tag) => PUBLIC_INTEREST_TAGS.some((known) => known === tag))) return 'public_interest'
  if (facts.reach === null) return 'unknown_reach'
  if (facts.reach !== 'absent' && facts.reach >= HIGH_REACH) return 'high_reach'
  return undefined
}
