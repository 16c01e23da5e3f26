import sql from 'sql-template-tag'
import type { StaffCaller } from '../../foundation/domain.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { SEES_UNBOUND } from '../../cases/claims/who-sees.ts'
import type { BulkAction } from '../actions/bulk-action-queries.ts'

/**
 * Of which of these bulk actions somebody is told nothing, by their ids: whoever may be asked to agree to one, until they have judged
 * what was drawn for them; and whoever sees only what is bound to their own place of work.
 */
export async function listKeptFrom(
  db: Queryable,
  bulkActions: readonly BulkAction[],
  { id: staffId, roles }: StaffCaller,
): Promise<ReadonlySet<string>> {
  const others = bulkActions.filter(({ proposedBy }) => proposedBy !== staffId)
  if (others.length === 0) return new Set()
  const { rows } = await db.query<{ id: string; sees: boolean; judged: boolean }>(sql`
    select asked.id, ${SEES_UNBOUND} as sees, bulk_action_judged(asked.id, person.id) as judged
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
