import type { Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import type { Action } from '../../foundation/domain.ts'
import { type Gathered, judgedAccountId } from './read-platform.ts'
import { takesContent } from '../../policy/requirements/action-order.ts'

/**
 * Lists the accounts to lock for an enforcement that takes a content: the stored author, and the one that the platform
 * names. Of two concurrent proposals, the second then counts the first. A trigger takes the same lock for rows written
 * without the desk.
 */
export function accountsTakenFrom(ask: { action: Action; accountId: string | null; gathered: Gathered }): string[] {
  if (!takesContent(ask.action)) return []
  return [ask.accountId, judgedAccountId(ask)].filter((id) => id !== null)
}

/**
 * Locks these accounts in one fixed order. A transaction takes this lock once and before all others, also before the
 * person's row: while it waits, it then blocks no other. Declining, stopping and restoring never take it.
 */
export function queueAccountLocks(tx: Tx, accountIds: readonly string[]): void {
  if (accountIds.length === 0) return
  tx.queue(prepared('hold-accounts')`
    select pg_advisory_xact_lock(key) from (
      select distinct hashtextextended('countersign account ' || id, 0) as key
      from unnest(${accountIds}::text[]) id order by 1) account`)
}
