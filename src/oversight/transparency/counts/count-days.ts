import sql from 'sql-template-tag'
import { inTransaction } from '../../../foundation/database/db.ts'
import { DESK } from '../../../foundation/domain.ts'
import type { CrossCheck } from '../../../ledger/checks/cross-check.ts'
import { queueEntry } from '../../../ledger/queue-entry.ts'
import type { Desk } from '../../../policy/desk.ts'

/** After this time a run ends, so that counting a long past takes a small share of one core. */
const RUN_MS_MAX = 500

declare module '../../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    /** The counts of a day that is over, from which transparency reports are made. */
    transparencyDays: { kind: 'transparency_day_counted'; day: string; hash: string }
  }
}

/**
 * Counts the days that are over and not counted yet, the oldest first, for at most one run. A day is counted whole, with
 * its ledger entry, or not at all. Returns true when all are counted.
 */
export async function countTransparencyDays({ db }: Pick<Desk, 'db'>): Promise<boolean> {
  const begun = performance.now()
  while (performance.now() - begun < RUN_MS_MAX) {
    const day = await inTransaction(db, async (tx) => {
      const { counted, hash } = await tx.only<{ counted: string | null; hash: string | null }>(sql`
        select to_char(counted, 'YYYY-MM-DD') as counted, encode(hash, 'hex') as hash from count_transparency_day()`)
      if (counted !== null && hash !== null)
        queueEntry(tx, { kind: 'transparency_day_counted', day: counted, hash, by: DESK })
      return counted
    })
    if (day === null) return true
  }
  return false
}

/** Checks that each day has the counts that the ledger has: a count that was changed, added or removed is found. */
export const DAY_CHECK: CrossCheck = {
  table: 'transparency_day',
  rowsById: 'one',
  says: { transparency_day_counted: ({ day, hash }) => ({ id: day, begins: true, row: { hash } }) },
  rows: sql`
    select to_char(day, 'YYYY-MM-DD') as id, 1 as turn, encode(hash_transparency_day(day), 'hex') as hash
    from transparency_day`,
  isKeptForever: true,
}
