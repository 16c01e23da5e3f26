import { setTimeout as pause } from 'node:timers/promises'
import sql from 'sql-template-tag'
import type { Pool } from '../../../src/foundation/database/db.ts'
import { JOB_CHANNEL } from '../../../src/foundation/jobs.ts'
import { StartError } from '../../../src/foundation/store/start-error.ts'
import type { Recorded } from '../news.ts'

const SETTLED_WITHIN_MS = 30_000
const POLL_MS = 5

/** The state of a desk that has done what was due. */
export interface Settled extends Recorded {
  /** The time of the next job, or of the next end of a person's time; null: there is none. */
  nextDueAt: Date | null
}

/**
 * Waits until nothing is due at the desk: no job, and no person whose end date has passed. A manually set clock
 * notifies no process, so this wakes the worker's loops.
 */
export async function settle(db: Pool): Promise<Settled> {
  let settled: Settled = { move: 0, alert: 0, nextDueAt: null }
  await waitUntil('what is due', async () => {
    const { rows } = await db.query<Settled & { busy: boolean }>(sql`
      with woken as materialized (
        select pg_notify(${JOB_CHANNEL}, priority) from job where due_at <= desk_now() and lease_until is null group by priority)
      select exists (select from woken) or exists (select from job where due_at <= desk_now())
          or exists (select from staff where ended_at is null and ends_at <= desk_now()) as busy,
        coalesce((select max(id) from enforcement_move), 0) as move, coalesce((select max(id) from alert), 0) as alert,
        least((select min(due_at) from job), (select min(ends_at) from staff where ended_at is null)) as "nextDueAt"`)
    settled = rows[0] ?? settled
    return rows[0]?.busy === false
  })
  return settled
}

export async function waitUntil(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + SETTLED_WITHIN_MS
  while (!(await isSo())) {
    if (performance.now() > until) throw new StartError(`The desk did not finish in time: ${what}.`)
    await pause(POLL_MS)
  }
}
