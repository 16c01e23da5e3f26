import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { type Lookalike, listLookalikes } from './list-lookalikes.ts'

/** The most accounts in the list: a person can compare no more with care. */
export const LOOKALIKES_MAX = 12

/**
 * An account to choose from when a person identifies the one that they mean. Its handle is left out, because proposers
 * type it.
 */
export interface Candidate {
  accountId: string
  displayName: string | null
  reach: number | null
}

/** Lists an account and its look-alikes by id, so that the order reveals nothing. Empty for an unknown account. */
export async function listCandidates(db: Queryable, accountId: string | null): Promise<Candidate[]> {
  const { rows } = await db.query<Omit<Lookalike, 'handle'>>(sql`
    select id, display_name as "displayName", reach_counted as reach from account where id = ${accountId}`)
  const alike = accountId === null ? [] : await listLookalikes(db, accountId, LOOKALIKES_MAX)
  return [...rows, ...alike]
    .map(({ id, displayName, reach }) => ({ accountId: id, displayName, reach }))
    .sort((a, b) => (a.accountId < b.accountId ? -1 : 1))
}
