import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import type { Action } from '../../foundation/domain.ts'

/** An imported restriction that no enforcement has taken over. */
export interface Standing {
  subject: string
  action: Action
}

/** Lists a page of subjects with such a restriction, each once, in the order of their keys. */
export const listStanding = (
  db: Queryable,
  { action, kind, after, limit }: { action: Action; kind: string; after: string; limit: number },
): Promise<Standing[]> =>
  db.list<Standing>(sql`
    select distinct subject, action from standing_restriction
    where enforcement_id is null and action = ${action} and starts_with(subject, ${`${kind}:`}) and subject > ${after}
      and (until is null or until > desk_now())
    order by subject limit ${limit}`)
