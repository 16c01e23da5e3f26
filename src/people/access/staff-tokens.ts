import type { Desk } from '../../policy/desk.ts'
import type { Actor } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { DeskError, requireFound } from '../../foundation/errors.ts'
import { revoking } from './revoking.ts'
import { insertStaffToken, lockStaff, revokeToken } from '../staff/queries.ts'
import { makeSecret } from './tokens.ts'

export const TOKEN_DAYS_DEFAULT = 30
export const TOKEN_DAYS_MAX = 365

/** A new token. Its secret is returned once and never stored. */
interface AddedToken {
  id: string
  token: string
  expiresAt: Date
}

/** Creates a personal access token for a person who has not ended, and its ledger entry. */
export async function addStaffToken(
  desk: Pick<Desk, 'db'>,
  { staffId, label, days }: { staffId: string; label: string; days: number },
  by: Actor,
): Promise<AddedToken> {
  if (!Number.isInteger(days) || days < 1 || days > TOKEN_DAYS_MAX) {
    throw new DeskError('invalid_input', message('token.days', { limit: TOKEN_DAYS_MAX, days }))
  }
  const secret = makeSecret('pat')
  return inTransaction(desk.db, async (tx) => {
    const person = requireFound(await lockStaff(tx, staffId), message('staff.unknown', { staffId }))
    if (person.ended) throw new DeskError('conflict', message('token.ended', { pseudonym: person.pseudonym }))
    const { id, expiresAt } = await insertStaffToken(tx, { staffId, label, hash: secret.hash, days })
    queueEntry(tx, { kind: 'staff_token_added', staffId, tokenId: id, by })
    return { id, token: secret.text, expiresAt }
  })
}

/** Revokes a token: the next request with it is refused. Idempotent. Refused beyond ten tokens an hour. */
export async function revokeStaffToken(desk: Pick<Desk, 'db'>, tokenId: string, by: Actor): Promise<void> {
  await revoking(desk.db, message('token.revokedOften'), async (tx) => {
    const revoked = requireFound(await revokeToken(tx, tokenId), message('token.unknown', { tokenId }))
    if (revoked.now) queueEntry(tx, { kind: 'staff_token_revoked', staffId: revoked.staffId, tokenId, by })
  })
}
