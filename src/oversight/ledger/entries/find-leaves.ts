import sql from 'sql-template-tag'
import type { Queryable } from '../../../foundation/database/db.ts'
import { HOUR_MS } from '../../../foundation/durations.ts'

/** Transactions commit within this time after the time in their entries, so leaves are in order but for as much. */
const SKEW_MS = HOUR_MS

/**
 * Returns the first leaf that may have an entry of this moment or later, found by the hours in the leaves: entries have
 * no column with a time. One more than the last leaf: there is none.
 */
export async function findFirstLeaf(db: Queryable, moment: Date): Promise<number> {
  const hour = `${new Date(moment.getTime() - SKEW_MS).toISOString().slice(0, 13)}Z`
  let low = 1
  let high = ((await db.findValue<number>(sql`select max(id) from ledger_leaf`)) ?? 0) + 1
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const leaf = await db.find<{ id: number; hour: string }>(sql`
      select id, substring(convert_from(leaf, 'UTF8') from '"hour":"([^"]+)"') as hour
      from ledger_leaf where id >= ${middle} order by id limit 1`)
    if (leaf === undefined || leaf.hour >= hour) high = middle
    else low = leaf.id + 1
  }
  return low
}

/** Returns the first leaf that has no entry of before this moment. */
export const findLeafAfter = (db: Queryable, moment: Date): Promise<number> =>
  findFirstLeaf(db, new Date(moment.getTime() + 2 * SKEW_MS + HOUR_MS))
