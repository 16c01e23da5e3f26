import sql from 'sql-template-tag'
import type { Desk } from '../../../policy/desk.ts'

export const COUNT_EVERY_MS = 5_000
/** After this time a step ends, so that counting a long past takes a small share of one core. */
const STEP_MS_MAX = 500
const DELETED_AT_ONCE = 500

/**
 * Counts the queue at the moments and on the days that charts read, the latest first, for at most one step. A step that is
 * cut off loses no more than what it was counting. Returns the number of counted moments and days.
 */
export async function countSnapshots({ db }: Pick<Desk, 'db'>): Promise<number> {
  const begun = performance.now()
  for (let counted = 0; ; counted++) {
    const found =
      (await db.onlyValue<Date | null>(sql`select count_queue_snapshot()`)) ??
      (await db.onlyValue<Date | null>(sql`select count_flow_day()`))
    if (found !== null && performance.now() - begun < STEP_MS_MAX) continue
    await db.query(sql`select delete_old_snapshots(${DELETED_AT_ONCE})`)
    return counted
  }
}
