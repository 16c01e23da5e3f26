import { raw } from 'sql-template-tag'
import type { Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'

/** The namespace that separates these advisory locks from others. */
const NAMESPACE = 0x636f6e74
/** All contents share this number of locks, so that a batch cannot exhaust the server's lock table. */
const STRIPES = 256

/**
 * Opening a case takes a shared lock ('still') on its content while it reads the account. Recording the content's
 * author takes an exclusive one ('alone') while it updates open cases. Without them each could miss the other's
 * uncommitted row, and the case would never get its account. Take it before any case is locked; it lasts until the
 * transaction ends.
 */
export function queueContentLocks(tx: Tx, ids: readonly string[], how: 'still' | 'alone'): void {
  if (ids.length === 0) return
  const lock = raw(how === 'still' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock')
  // Every transaction locks contents in this order, which prevents deadlocks between batches.
  tx.queue(prepared(`lock-contents-${how}`)`
    select ${lock}(${NAMESPACE}, stripe)
    from (select distinct hashtext(id) & ${STRIPES - 1} as stripe from unnest(${ids}::text[]) id order by stripe) stripes`)
}

/**
 * Takes the shared locks of contents without waiting. Returns the contents whose author another transaction records now.
 */
export async function tryContentLocks(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const busy = await tx.listValues<string>(prepared('try-contents')`
    with given as materialized (
      select id, hashtext(id) & ${STRIPES - 1} as stripe from (select distinct id from unnest(${ids}::text[]) id) named),
    tried as materialized (
      select stripe, pg_try_advisory_xact_lock_shared(${NAMESPACE}, stripe) as is_free
      from (select distinct stripe from given order by stripe) stripes)
    select id from given join tried using (stripe) where not is_free`)
  return new Set(busy)
}
