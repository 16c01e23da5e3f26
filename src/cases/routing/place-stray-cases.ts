import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'

const CASES_AT_ONCE_MAX = 10_000

/**
 * Looks through all open cases, some at each call and from the beginning when it is through, for those that stand in the
 * wrong lane because they and the facts of their account were written at the same moment.
 */
export function makeStraySearch(): (desk: Pick<Desk, 'db'>) => Promise<void> {
  let last = ''
  return async ({ db }) => {
    const { rows } = await db.query<{ last: string | null }>(sql`
      select place_stray_cases(${last}, ${CASES_AT_ONCE_MAX}) as last`)
    last = rows[0]?.last ?? ''
  }
}
