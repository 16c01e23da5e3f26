import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import { DESK } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction } from '../../foundation/database/db.ts'

const ENTRIES_AT_ONCE = 500

/**
 * Deletes signals and rule runs, and the ledger payloads of both, half a year after they and their cases ended. A
 * ledger entry records which payloads were emptied. PostgreSQL decides what is old enough, and leaves out what a legal
 * hold preserves. Row and payload are deleted together.
 */
export async function forgetAutomation({ db }: Pick<Desk, 'db'>): Promise<void> {
  let after: number | null = 0
  while (after !== null) after = await forgetSome(db, after)
}

/** Deletes a batch and returns the ledger entry after which more remains to check. Null: none. */
const forgetSome = (db: Desk['db'], after: number): Promise<number | null> =>
  inTransaction(db, async (tx) => {
    const { rows } = await tx.query<{ last: number | null; numbers: string[] }>(sql`
      select last_entry as last, numbers from delete_expired_automation(${after}, ${ENTRIES_AT_ONCE})`)
    const { last = null, numbers = [] } = rows[0] ?? {}
    if (numbers.length > 0) queueEntry(tx, { kind: 'payload_erased', numbers: numbers.map(Number), rows: [], by: DESK })
    return last
  })
