import sql, { type Sql } from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'

/** The object that a route names: a case, an enforcement, or the authority's order on which one person acted alone. */
export type Confirmable = 'case' | 'enforcement' | 'authority_order'

const NAMED: Record<Confirmable, (id: string) => Sql> = {
  case: (id) => sql`case_id = ${id}`,
  enforcement: (id) => sql`id = ${id}`,
  authority_order: (id) => sql`ground_ref = ${id}`,
}

/**
 * True when this person, though off duty, may now confirm an act of one person alone that concerns the object. They may
 * read the object for that and nothing else: a confirmation without the evidence would be worth nothing.
 */
export async function mayReadToConfirm(
  db: Queryable,
  staffId: string,
  { what, id }: { what: Confirmable; id: string },
): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    select from enforcement where ground is not null and is_unconfirmed(enforcement) and ${NAMED[what](id)}
      and approval_refusal(enforcement.id, ${staffId}, 'confirm') is null limit 1`)
  return rowCount === 1
}
