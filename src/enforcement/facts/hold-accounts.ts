import type { Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import type { Action } from '../../foundation/domain.ts'
import { type Gathered, judgedAccountId } from './ask-platform.ts'
import { takesContent } from '../../policy/requirements/action-order.ts'

/**
 * The accounts to lock where an enforcement takes a content away, so that of two that do so at the same moment the second
 * counts what the first took: both the author on record and the one that the platform names. A trigger takes the same
 * lock, so rows that are written without the desk are counted no otherwise.
 */
export function accountsTakenFrom(ask: { action: Action; accountId: string | null; gathered: Gathered }): string[] {
  if (!takesContent(ask.action)) return []
  return [ask.accountId, judgedAccountId(ask)].filter((id) => id !== null)
}

/**
 * Locks these accounts in one fixed order. Take this lock once in a transaction and before all others, also before the
 * person's row: a waiting transaction then blocks no other. Declining, stopping and restoring never take it.
 */
export function queueAccountLocks(tx: Tx, accountIds: readonly string[]): void {
  if (accountIds.length === 0) return
  tx.queue(prepared('hold-accounts')`
    select pg_advisory_xact_lock(key) from (
      select distinct hashtextextended('countersign account ' || id, 0) as key
      from unnest(${accountIds}::text[]) id order by 1) account`)
}
