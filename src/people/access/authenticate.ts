import type { Caller } from '../../foundation/domain.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { findKeyBySecret, findStaffBySecret } from '../staff/queries.ts'
import { hashSecret, secretKind } from './tokens.ts'

/**
 * Returns the caller of a bearer secret, read from the database on every request: revocation, expiry and a person's end
 * apply at once. Undefined: unknown, without a reason from which an attacker could learn.
 */
export async function authenticate(db: Queryable, bearer: string): Promise<Caller | undefined> {
  switch (secretKind(bearer)) {
    case 'key':
      return findKeyBySecret(db, hashSecret(bearer))
    case 'pat':
      return findStaffBySecret(db, hashSecret(bearer))
    // A session belongs in a cookie, and an invitation opens only its own page: neither authenticates as a bearer.
    case 'web':
    case 'inv':
    case undefined:
      return undefined
  }
}
