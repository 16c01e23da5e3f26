/** Of what it reached just before the effect, this share must be back before an account counts as back. */
const REACH_SHARE = 0.98

/** Whether the reach is back; where none was known before, or the platform has none, there is nothing to wait for. */
export function reachIsBack(before: number | null, now: number | null | 'absent'): boolean {
  if (before === null || now === 'absent') return true
  return now !== null && now >= before * REACH_SHARE
}
