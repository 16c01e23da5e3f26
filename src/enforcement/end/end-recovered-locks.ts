import type { ReadBack } from '@countersign/platform-kit'
import { ACTING } from '../enforcement-state.ts'
import type { Enforcement, SubjectState } from '../queries.ts'
import { lockForRestore } from '../restore/restore-enforcement.ts'
import { DESK } from '../../foundation/domain.ts'
import type { Tx } from '../../foundation/database/db.ts'

/**
 * A platform's clock may be ahead of the desk's by this much. An event that it reports for a later time can't have
 * happened.
 */
const AHEAD_MS_MAX = 5 * 60_000

/** The platform was read at most this long before a hijack lock began, and reported any earlier reset then. */
const ASKED_BEFORE_MS_MAX = 60_000

/**
 * Ends the locks of an account that its owner has recovered: the platform reports reset credentials and ended sessions
 * since the lock began. The lock has served its purpose, so its cause is `ended`. Returns true when it ended one. Locks
 * under legal duty stay, except hijack locks: they rest on the takeover, under any policy.
 */
export async function endRecoveredLocks(
  tx: Tx,
  { subject }: SubjectState,
  enforcements: readonly Enforcement[],
  read: ReadBack | undefined,
): Promise<boolean> {
  const at = Date.parse(read?.credentialsResetAt ?? '')
  if (Number.isNaN(at) || at > tx.now.getTime() + AHEAD_MS_MAX) return false
  const over = enforcements.filter(
    (enforcement) =>
      enforcement.subject === subject &&
      enforcement.action === 'lock' &&
      (!enforcement.legalDuty || enforcement.ground === 'hijack') &&
      ACTING.includes(enforcement.state) &&
      beganAt(enforcement) < at,
  )
  for (const { id } of over) {
    const { restore } = await lockForRestore(tx, id)
    await restore({ cause: 'ended', by: DESK, reason: 'credentials were reset and all sessions ended' })
  }
  return over.length > 0
}

/**
 * Returns the time after which a reset ends this lock. `Infinity`: none does, because the lock is not in effect yet.
 */
function beganAt({ ground, proposedAt, inEffectAt }: Enforcement): number {
  if (ground === 'hijack') return proposedAt.getTime() - ASKED_BEFORE_MS_MAX
  return inEffectAt?.getTime() ?? Number.POSITIVE_INFINITY
}
