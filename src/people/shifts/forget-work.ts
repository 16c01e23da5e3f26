import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import { DESK } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction } from '../../foundation/database/db.ts'

const AT_ONCE = 500

/**
 * Erases records of people's work that are older than 30 days: shifts, past duties and their ledger payloads. A ledger
 * entry records which payloads were erased. PostgreSQL decides the age, and erases rows and payloads together.
 */
export async function forgetWork({ db }: Pick<Desk, 'db'>): Promise<void> {
  for (;;) {
    const forgotten = await inTransaction(db, async (tx) => {
      const { rows } = await tx.query<{ numbers: string[] }>(sql`select delete_expired_work(${AT_ONCE}) as numbers`)
      const numbers = (rows[0]?.numbers ?? []).map(Number)
      if (numbers.length > 0) queueEntry(tx, { kind: 'payload_erased', numbers, rows: [], by: DESK })
      return numbers.length
    })
    if (forgotten < AT_ONCE) return
  }
}
