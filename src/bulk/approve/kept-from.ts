import sql from 'sql-template-tag'
import { SEES_UNBOUND } from '../../cases/claims/who-sees.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import type { BulkAction } from '../actions/bulk-action-queries.ts'

/**
 * Returns the ids of those bulk actions that are hidden from this person: open ones that they may be asked to approve,
 * until they have judged their sample. For a person whose site limits their cases, all are hidden.
 */
export async function listKeptFrom(
  db: Queryable,
  bulkActions: readonly BulkAction[],
  { id: staffId, roles }: StaffCaller,
): Promise<ReadonlySet<string>> {
  const others = bulkActions.filter(({ proposedBy }) => proposedBy !== staffId)
  if (others.length === 0) return new Set()
  const { rows } = await db.query<{ id: string; sees: boolean; judged: boolean }>(sql`
    select asked.id, ${SEES_UNBOUND} and acts_at_items(asked.id, person.id) as sees, has_judged_bulk_sample(asked.id, person.id) as judged
    from staff person cross join unnest(${others.map(({ id }) => id)}::text[]) asked (id) where person.id = ${staffId}`)
  const known = new Map(rows.map((row) => [row.id, row]))
  const couldAgree = roles.some((role) => role === 'senior' || role === 'lead')
  const kept = others.filter(({ id, state }) => {
    const { sees = false, judged = false } = known.get(id) ?? {}
    const isOpen = state === 'preparing' || state === 'proposed'
    return !sees || (isOpen && couldAgree && !judged)
  })
  return new Set(kept.map(({ id }) => id))
}

/**
 * Returns the ids of those bulk actions whose reason and people are hidden from this person: they have not concluded on
 * an open appeal against one of their enforcements.
 */
export async function listAppealed(
  db: Queryable,
  bulkActions: readonly BulkAction[],
  { id: staffId }: StaffCaller,
): Promise<ReadonlySet<string>> {
  if (bulkActions.length === 0) return new Set()
  const ids = await db.listValues<string>(sql`
    select id from unnest(${bulkActions.map(({ id }) => id)}::text[]) asked (id) where hides_bulk_reason(${staffId}, id)`)
  return new Set(ids)
}
