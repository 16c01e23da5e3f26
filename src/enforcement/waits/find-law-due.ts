import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import type { Enforcement } from '../queries.ts'

/** Finds the time by which the law requires each of these subjects out of view. Most have no such time. */
export async function findLawDue(
  db: Queryable,
  enforcements: readonly Enforcement[],
): Promise<ReadonlyMap<string, Date>> {
  const subjects = enforcements.map(({ subject }) => subject)
  const { rows } = await db.query<{ subject: string; dueAt: Date }>(sql`
    select subject, min(due_at) as "dueAt" from legal_clock
    where subject = any (${subjects}) and ended_at is null group by subject`)
  return new Map(rows.map(({ subject, dueAt }) => [subject, dueAt]))
}
