import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'

/** The interval of the search for lost jobs. */
export const REMAKE_EVERY_MS = 60_000
/** The search reaches two intervals ahead, so that an end whose job was lost still comes on time. */
const AHEAD_MS = 2 * REMAKE_EVERY_MS
const AT_ONCE_MAX = 1_000

/**
 * Creates the lost jobs that end an enforcement or its wait: without them a suspension would never end, unnoticed. Ends
 * and expiries are created when their time is near or over. Returns the number of jobs created.
 */
export async function recreateEndJobs(desk: Pick<Desk, 'db' | 'log'>): Promise<number> {
  const { rowCount } = await desk.db.query(sql`
    insert into job (kind, key, priority, due_at)
    select clock.kind, clock.id, clock.priority, clock.at from (
      (select 'end' as kind, id, 'restore' as priority, ends_at as at from enforcement
        where is_acting(state) and ends_at <= desk_now() + ${AHEAD_MS} * interval '1 ms'
        order by ends_at limit ${AT_ONCE_MAX})
      union all
      (select 'confirm', id, 'restore', confirm_by from enforcement
        where state in ('releasing', 'in_effect') and confirm_by is not null)
      union all
      (select 'expire', id, 'restore', expires_at from enforcement
        where is_waiting(state)
          and expires_at <= desk_now() + ${AHEAD_MS} * interval '1 ms'
        order by expires_at limit ${AT_ONCE_MAX})
      union all
      (select distinct 'unconfirmed', account_id, 'background', desk_now() from enforcement where is_unconfirmed(enforcement))
      union all
      (select 'release', id, 'effect', desk_now() from enforcement where state = 'held')) clock
    where not exists (select from job where job.kind = clock.kind and job.key = clock.id)
    on conflict (kind, key) do nothing`)
  const remade = rowCount ?? 0
  if (remade > 0) desk.log.warn({ remade }, 'clocks of these enforcements were lost and are made again')
  return remade
}
