import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import { inTransaction } from '../../foundation/database/db.ts'

/** Shortens the recovery journal to about the size of the subjects that are offline. One worker does so at a time. */
export async function shortenJournal(desk: Desk): Promise<void> {
  if (!(await desk.recoveryJournal.isLong())) return
  await inTransaction(desk.db, async (tx) => {
    const { rows } = await tx.query<{ mine: boolean }>(sql`
      select pg_try_advisory_xact_lock(hashtextextended('countersign recovery journal', 0)) as mine`)
    if (rows[0]?.mine) await desk.recoveryJournal.shorten()
  })
}
