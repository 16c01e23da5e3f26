import type { Desk } from '../../policy/desk.ts'
import type { Actor, KeyScope } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueAlertEntry } from '../../alerts/alert.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { DEFAULT_PLATFORM } from '../../foundation/platforms.ts'
import { DeskError, requireFound } from '../../foundation/errors.ts'
import { revoking } from './revoking.ts'
import { insertKey, revokeKeyRow } from '../staff/queries.ts'
import { makeSecret } from './tokens.ts'

interface NewKey {
  name: string
  scopes: readonly KeyScope[]
  source?: string | null
  /** The platform to which it belongs. Left out: the default platform. */
  platform?: string
}

/** Creates an API key and its ledger entry. The secret is returned once and never stored. */
export async function addKey(
  desk: Pick<Desk, 'db'>,
  { name, scopes, source = null, platform = DEFAULT_PLATFORM }: NewKey,
  by: Actor,
): Promise<{ id: string; key: string }> {
  if (scopes.length === 0) throw new DeskError('invalid_input', message('apiKey.noScope'))
  if (scopes.includes('signals') !== (source !== null)) {
    throw new DeskError('invalid_input', message('apiKey.source'))
  }
  if (scopes.includes('orders')) {
    throw new DeskError('not_allowed', message('apiKey.byChange'))
  }
  const secret = makeSecret('key')
  return inTransaction(desk.db, async (tx) => {
    const id = await insertKey(tx, { name, scopes, source, platform, hash: secret.hash })
    const whose = { ...(source === null ? {} : { source }), ...(platform !== DEFAULT_PLATFORM && { platform }) }
    queueEntry(tx, { kind: 'key_added', keyId: id, scopes, ...whose, by })
    return { id, key: secret.text }
  })
}

const NO_REASON = 'none was given'

/**
 * Revokes an API key: requests with it are refused within half a second (`KeyCache`). Idempotent. Refused beyond ten
 * API keys an hour. The leads and the administrators are alerted, with the reason.
 */
export async function revokeKey(
  desk: Pick<Desk, 'db'>,
  keyId: string,
  by: Actor,
  reason: string = NO_REASON,
): Promise<void> {
  await revoking(desk.db, message('apiKey.revokedOften'), async (tx) => {
    const revoked = requireFound(await revokeKeyRow(tx, { keyId, by, reason }), message('apiKey.unknown', { keyId }))
    if (!revoked.wasValid) return
    queueEntry(tx, { kind: 'key_revoked', keyId, reason, by })
    // PostgreSQL stored the alert with the revocation; the ledger names it, as it names every alert.
    const { alertText: why } = revoked
    if (why !== null) for (const role of ['lead', 'admin']) queueAlertEntry(tx, { why }, `role:${role}`)
  })
}
