/** An account counts as restored from this share of its reach before the effect. */
const REACH_SHARE = 0.98

/** True when the reach is back, when none was known before, or when the platform has no reach. */
export function isReachRestored(before: number | null, now: number | null | 'absent'): boolean {
  if (before === null || now === 'absent') return true
  return now !== null && now >= before * REACH_SHARE
}
