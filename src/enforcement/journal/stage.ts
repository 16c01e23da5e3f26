import type { Stage } from '../../policy/stage/stage.ts'
import { alignJournal } from './align-journal.ts'
import { compareJournal } from './compare-journal.ts'
import { makeJournalFollower } from './follow-journal.ts'
import { importOfflineRestores } from './import-offline-restores.ts'
import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import { inTransaction } from '../../foundation/database/db.ts'

export const journalStage: Stage = {
  periodicTasks: [
    { name: 'see what was brought back without the desk', everyMs: 10_000, run: importOfflineRestores },
    { name: 'keep the recovery journal complete on this machine', everyMs: 1_000, run: makeJournalFollower() },
    { name: 'bring the recovery journal up to date', everyMs: 3_600_000, run: alignJournal },
    { name: 'compare the recovery journal with the database', everyMs: 3_600_000, run: compareJournal },
    { name: 'keep the recovery journal short', everyMs: 60_000, run: shortenJournal },
  ],
}

/** Shortens the recovery journal to about the size of the subjects that are offline. One worker does so at a time. */
async function shortenJournal(desk: Desk): Promise<void> {
  if (!(await desk.recoveryJournal.isLong())) return
  await inTransaction(desk.db, async (tx) => {
    const { rows } = await tx.query<{ mine: boolean }>(sql`
      select pg_try_advisory_xact_lock(hashtextextended('countersign recovery journal', 0)) as mine`)
    if (rows[0]?.mine) await desk.recoveryJournal.shorten()
  })
}
