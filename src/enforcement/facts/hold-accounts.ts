import type { Action } from '../../foundation/domain.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import { type Gathered, judgedAccountId } from './ask-platform.ts'

/** What takes a content of an account away, and is counted with all else that was taken of it. */
export const takesContent = (action: Action): boolean => action === 'hide' || action === 'remove'

/**
 * Holds the account of what is to be ordered until the transaction ends, if it takes a content away: of two who do so at
 * the same moment, the second counts what the first took. What is judged again takes it too. A trigger takes the same lock, so
 * whoever writes rows without the desk is counted no otherwise.
 */
export function queueAccountLock(tx: Tx, ask: { action: Action; accountId: string | null; gathered: Gathered }): void {
  if (!takesContent(ask.action)) return
  // Both the author on record and the one that the platform names: it counts among what was taken of either.
  const ids = [ask.accountId, judgedAccountId(ask)].filter((id) => id !== null)
  if (ids.length > 0) queueAccountLocks(tx, ids)
}

/**
 * Holds these accounts, in one order that everyone keeps. It comes before all other locks, also before the person's row, and
 * is taken once in a transaction: so whoever waits for it holds nothing that anybody else could wait for. Nothing that
 * declines, stops or restores takes it.
 */
export function queueAccountLocks(tx: Tx, accountIds: readonly string[]): void {
  tx.queue(prepared('hold-accounts')`
    select pg_advisory_xact_lock(key) from (
      select distinct hashtextextended('countersign account ' || id, 0) as key
      from unnest(${accountIds}::text[]) id order by 1) account`)
}
