import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'

const CASES_AT_ONCE_MAX = 10_000

/**
 * Checks some open cases at each call, all in turn, for a wrong partition: a case and its account's facts may have been
 * written concurrently.
 */
export function makeStraySearch(): (desk: Pick<Desk, 'db'>) => Promise<void> {
  let last = ''
  return async ({ db }) => {
    const { rows } = await db.query<{ last: string | null }>(sql`
      select place_misplaced_cases(${last}, ${CASES_AT_ONCE_MAX}) as last`)
    last = rows[0]?.last ?? ''
  }
}
