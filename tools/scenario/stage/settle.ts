import { setTimeout as pause } from 'node:timers/promises'
import sql from 'sql-template-tag'
import type { Pool } from '../../../src/foundation/database/db.ts'
import { JOB_CHANNEL } from '../../../src/foundation/jobs.ts'
import { StartError } from '../../../src/foundation/store/start-error.ts'
import type { Recorded } from '../news.ts'

const SETTLED_WITHIN_MS = 30_000
const POLL_MS = 5

/**
 * Waits until nothing is due at the desk: no job, and no person whose end date has passed. A manually set clock
 * notifies no process, so this wakes the worker's loops.
 */
export async function settle(db: Pool): Promise<Recorded> {
  let recorded: Recorded = { move: 0, alert: 0 }
  await waitUntil('what is due', async () => {
    const { rows } = await db.query<Recorded & { busy: boolean }>(sql`
      with woken as materialized (
        select pg_notify(${JOB_CHANNEL}, priority) from job where due_at <= desk_now() and lease_until is null group by priority)
      select exists (select from woken) or exists (select from job where due_at <= desk_now())
          or exists (select from staff where ended_at is null and ends_at <= desk_now()) as busy,
        coalesce((select max(id) from enforcement_move), 0) as move, coalesce((select max(id) from alert), 0) as alert`)
    recorded = rows[0] ?? recorded
    return rows[0]?.busy === false
  })
  return recorded
}

export async function waitUntil(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + SETTLED_WITHIN_MS
  while (!(await isSo())) {
    if (performance.now() > until) throw new StartError(`The desk did not finish in time: ${what}.`)
    await pause(POLL_MS)
  }
}
