import type { Caller } from '../../foundation/domain.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { findKeyBySecret, findStaffBySecret } from '../staff/queries.ts'
import { hashSecret, secretKind } from './tokens.ts'

/**
 * Who a bearer is, asked of the database each time: whoever was revoked, expired or ended a moment ago is nobody now.
 * Undefined doesn't say why, so that a guesser learns nothing.
 */
export async function authenticate(db: Queryable, bearer: string): Promise<Caller | undefined> {
  switch (secretKind(bearer)) {
    case 'key':
      return findKeyBySecret(db, hashSecret(bearer))
    case 'pat':
      return findStaffBySecret(db, hashSecret(bearer))
    // In a header, a session or an invitation is nobody: the one is a browser's, the other opens nothing but its page.
    case 'web':
    case 'inv':
    case undefined:
      return undefined
  }
}
