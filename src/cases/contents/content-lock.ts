import { raw } from 'sql-template-tag'
import type { Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'

/** Keeps these locks apart from others of the same kind. */
const NAMESPACE = 0x636f6e74
/** Locks are for one of so many shares of all contents, so that a batch can't exhaust the server's lock table. */
const STRIPES = 256

/**
 * Keeps a case and what is known of its content from missing each other. Who opens a case holds its content still while
 * looking up the account; who records whose content it is holds it alone while telling the open cases. Without this,
 * each could fail to see what the other hasn't committed, and the case would never learn its account. Taken before any
 * case is locked, and held until the transaction ends.
 */
export function queueContentLocks(tx: Tx, ids: readonly string[], how: 'still' | 'alone'): void {
  if (ids.length === 0) return
  const lock = raw(how === 'still' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock')
  // One enforcement for everyone, or two batches could wait for each other.
  tx.queue(prepared(`lock-contents-${how}`)`
    select ${lock}(${NAMESPACE}, stripe)
    from (select distinct hashtext(id) & ${STRIPES - 1} as stripe from unnest(${ids}::text[]) id order by stripe) stripes`)
}
