import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import { DESK } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction } from '../../foundation/database/db.ts'

const LEAVES_AT_ONCE = 500

/**
 * Forgets what sources said and what rules made of it once that is half a year old and nothing it was about is under way: rows, and
 * what the ledger tells of them, which says that it was emptied and of what number. PostgreSQL knows what is old enough, and what is
 * preserved it goes past; neither goes alone.
 */
export async function forgetAutomation({ db }: Pick<Desk, 'db'>): Promise<void> {
  let after: number | null = 0
  while (after !== null) after = await forgetSome(db, after)
}

/** Answers the leaf after which there is more to look at; null: there is nothing. */
const forgetSome = (db: Desk['db'], after: number): Promise<number | null> =>
  inTransaction(db, async (tx) => {
    const { rows } = await tx.query<{ last: number | null; numbers: string[] }>(sql`
      select last_leaf as last, numbers from forget_automation(${after}, ${LEAVES_AT_ONCE})`)
    const { last = null, numbers = [] } = rows[0] ?? {}
    if (numbers.length > 0) queueEntry(tx, { kind: 'payload_erased', numbers: numbers.map(Number), rows: [], by: DESK })
    return last
  })
