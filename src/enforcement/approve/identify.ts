import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'

/** The account as a person identifies it who was not told: the handle typed, and the account picked. */
export interface Identified {
  handle: string
  accountId: string
}

/**
 * Compares the typed handle and the picked account with the record: an impersonator is easily mistaken for the person
 * imitated. Returns the handle. Throws, naming the field, when the account is another one.
 */
export async function checkIdentified(
  db: Queryable,
  accountId: string | null,
  { handle, accountId: picked }: Identified,
  field: string,
): Promise<string> {
  const real = (await db.findValue<string | null>(sql`select handle from account where id = ${accountId}`)) ?? null
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
