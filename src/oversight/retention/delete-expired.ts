import sql from 'sql-template-tag'
import { inTransaction } from '../../foundation/database/db.ts'
import { DESK } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Desk } from '../../policy/desk.ts'
import { countTransparencyDays } from '../transparency/counts/count-days.ts'

/** The sweeps, each over one kind of data of retention.yaml. */
const SWEEPS = ['report', 'evidence', 'content', 'view', 'session'] as const
type Sweep = (typeof SWEEPS)[number]

/** The time for which one sweep works at a time, in short steps, so that no other task waits long. */
const WORK_MS = 1_000

interface Step {
  ended: boolean
  deleted: number | null
  numbers: string[] | null
  gone: { table: string; id: string }[] | null
}

/**
 * Deletes what is older than retention.yaml allows. PostgreSQL decides the age and leaves out what is still needed. Each
 * step is one short transaction, and a crash after any of them loses nothing: the next run goes on from the stored
 * place. The oldest month of reports that became empty is dropped whole.
 */
export async function deleteExpired(desk: Pick<Desk, 'db'>): Promise<void> {
  // Transparency reports count a report first.
  await countTransparencyDays(desk)
  for (const sweep of SWEEPS) {
    const until = performance.now() + WORK_MS
    while (!(await deleteSome(desk, sweep)) && performance.now() < until);
  }
  await desk.db.query(sql`select drop_emptied_month()`)
}

/** Deletes rows and payloads together with the ledger entry that counts them. Returns true at the end of the sweep. */
const deleteSome = ({ db }: Pick<Desk, 'db'>, sweep: Sweep): Promise<boolean> =>
  inTransaction(db, async (tx) => {
    const { ended, deleted, numbers, gone } = await tx.only<Step>(sql`select * from delete_expired(${sweep})`)
    if (deleted !== null && deleted + (numbers?.length ?? 0) > 0) {
      const counts = { [sweep]: deleted }
      queueEntry(tx, {
        kind: 'payload_erased',
        numbers: (numbers ?? []).map(Number),
        rows: gone ?? [],
        counts,
        by: DESK,
      })
    }
    return ended
  })
