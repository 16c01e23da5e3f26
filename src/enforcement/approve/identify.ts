import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'

/**
 * The account as the proposer identified it without being told: the typed handle, and the account picked from a list.
 */
export interface Identified {
  handle: string
  accountId: string
}

/**
 * Compares the typed handle and the picked account with the stored account: an impersonator is easily mistaken for the
 * person imitated. Returns the handle. Throws a refusal that names the field when it is another account.
 */
export async function checkIdentified(
  db: Queryable,
  accountId: string | null,
  { handle, accountId: picked }: Identified,
  field: string,
): Promise<string> {
  const real = (await db.findValue<string | null>(sql`select handle from account where id = ${accountId}`)) ?? null
  const typed = handle.trim().replace(/^@/, '')
  if (real === null) throw invalidField(field, message('field.handleUnknown'))
  if (typed.toLowerCase() !== real.toLowerCase()) {
    throw invalidField(field, message('field.otherHandle', { handle: typed }))
  }
  if (picked !== accountId) {
    throw invalidField(field, message('field.otherAccount'))
  }
  return real
}
