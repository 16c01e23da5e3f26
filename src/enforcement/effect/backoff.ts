const FIRST_MS = 200
const JITTER_SHARE = 0.25
/**
 * The longest pause between two tries, by priority. A restore is tried more often than an effect, because people wait
 * to see the subject again.
 */
const LONGEST_MS = {
  effect: 30_000,
  bulk_action: 30_000,
  restore: 5_000,
  background: 60_000,
  drift: 60_000,
  notice: 60_000,
  statement: 60_000,
  automation: 60_000,
  reconcile: 60_000,
} as const

/** Returns the pause before the next try: doubling, bounded, and with jitter so that many tries do not coincide. */
export function backoffMs(
  attempt: number,
  priority: keyof typeof LONGEST_MS,
  random: () => number = Math.random,
): number {
  const plain = Math.min(FIRST_MS * 2 ** Math.min(attempt - 1, 20), LONGEST_MS[priority])
  return Math.round(plain * (1 - JITTER_SHARE + 2 * JITTER_SHARE * random()))
}
