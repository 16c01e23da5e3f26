import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'

/** Whose account it is, as somebody says who wasn't told: its handle as typed, and which one they picked. */
export interface Identified {
  handle: string
  accountId: string
}

/**
 * Holds what somebody typed and picked against what is on record: a fake is one glance away from the person it imitates.
 * Answers the handle. Throws, naming the field, when it is another account than they think.
 */
export async function checkIdentified(
  db: Queryable,
  accountId: string | null,
  { handle, accountId: picked }: Identified,
  field: string,
): Promise<string> {
  const { rows } = await db.query<{ handle: string | null }>(sql`select handle from account where id = ${accountId}`)
  const real = rows[0]?.handle ?? null
  const typed = handle.trim().replace(/^@/, '')
  if (real === null) throw invalid(field, 'can not be checked: the desk does not know the handle of this account')
  if (typed.toLowerCase() !== real.toLowerCase()) {
    throw invalid(
      field,
      `is "@${typed}", and this enforcement is about an account with another handle. Look at it again`,
    )
  }
  if (picked !== accountId) {
    throw invalid(field, 'is right, but the account that was picked is another one. Look at both again')
  }
  return real
}

const invalid = (field: string, detail: string): DeskError =>
  new DeskError('invalid_input', `Not done: ${field} ${detail}.`, { errors: [{ field, detail }] })
