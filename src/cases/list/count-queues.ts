import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'

/**
 * Counting stops at this number: a reader needs to know that many cases wait, and counting a million would take longer
 * than the page.
 */
export const COUNTED_MAX = 1_000

export interface QueueCount {
  queue: string
  open: number
  late: number
}

/**
 * Counts the open and the overdue cases of each queue that a person may open, each up to `COUNTED_MAX`. It reads the
 * rights from the partitions: for some seconds a case whose account has just become protected is still counted.
 */
export async function countQueues(db: Queryable, staffId: string, queues: readonly string[]): Promise<QueueCount[]> {
  return db.list<QueueCount>(sql`
    with person as materialized (
      select staff.*, exists (select from vendor_place place
        where place.employer = staff.employer and (place.site is null or place.site = staff.site)) as confined
      from staff where id = ${staffId}),
    allowed as materialized (
      select part.id from person join case_partition part on part.clearances <@ person.clearances
        and (part.employer is null or part.employer = person.employer) and (part.site is null or part.site = person.site)
        and (part.employer is not null or part.site is not null or not person.confined)
        and ('protected' = any (person.clearances) or not part.protected)
        and (person.role_platforms = '{}'
          or cardinality(limited_roles(person.roles, person.role_platforms, part.platform)) > 0))
    select named.queue, waiting.count::integer as open, overdue.count::integer as late
    from unnest(${queues}::text[]) with ordinality named(queue, place)
    cross join lateral (select count(*) from (
      select from review_case candidate where candidate.queue = named.queue and candidate.state = 'open'
        and candidate.partition_id = any (array(select id from allowed)) limit ${COUNTED_MAX}) counted) waiting
    cross join lateral (select count(*) from (
      select from review_case candidate where candidate.queue = named.queue and candidate.state = 'open'
        and candidate.missed_due_at is not null
        and candidate.partition_id = any (array(select id from allowed)) limit ${COUNTED_MAX}) counted) overdue
    order by named.place`)
}
