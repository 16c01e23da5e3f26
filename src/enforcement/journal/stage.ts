import type { Stage } from '../../policy/stage/stage.ts'
import { alignJournal } from './align-journal.ts'
import { compareJournal } from './compare-journal.ts'
import { makeJournalFollower } from './follow-journal.ts'
import { importOfflineRestores } from './import-offline-restores.ts'
import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import type { AlertRows } from '../../policy/stage/alert-kinds.ts'

const JOURNAL_ALERTS = {
  journal: {
    calls: true,
    act: 'Run `countersign verify`, then compare the recovery journal with the database.',
  },
} as const satisfies AlertRows

declare module '../../policy/stage/alert-kinds.ts' {
  interface AlertKinds {
    journal: keyof typeof JOURNAL_ALERTS
  }
}

export const journalStage: Stage = {
  alerts: JOURNAL_ALERTS,
  periodicTasks: [
    { name: 'import-offline-restores', everyMs: 10_000, run: importOfflineRestores },
    { name: 'copy-recovery-journal', everyMs: 1_000, afterWrites: true, run: makeJournalFollower() },
    { name: 'align-recovery-journal', everyMs: 3_600_000, run: alignJournal },
    { name: 'compare-recovery-journal', everyMs: 3_600_000, run: compareJournal },
    { name: 'compact-recovery-journal', everyMs: 60_000, run: shortenJournal },
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
