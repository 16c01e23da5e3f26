import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import type { Described } from '../change/wanted.ts'

/** True when two people declared that the platform's badge means a checked identity. */
export async function readBadge(db: Queryable): Promise<boolean> {
  return (await db.findValue<boolean>(sql`select badge_is_identity() as "isIdentity"`)) === true
}

/**
 * Describes declaring that the platform's badge means a checked identity, or taking that back. It always takes two
 * people. Refuses one that changes nothing. Pure.
 */
export function describeBadge({ isIdentity }: { isIdentity: boolean }, before: boolean): Described {
  if (isIdentity === before) throw new DeskError('conflict', 'Nothing was proposed: that is declared already.')
  return { says: isIdentity ? DECLARED : TAKEN_BACK, direction: 'mixed' }
}

const DECLARED =
  "The platform's badge means a checked identity: the guards then ask one other person before an account with the badge goes offline. Declare it only where the badge can't be bought."
const TAKEN_BACK =
  "The platform's badge no longer means a checked identity: the guards ask nothing more because of it, and one person takes a small account with the badge offline."
