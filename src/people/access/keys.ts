import type { Desk } from '../../policy/desk.ts'
import type { Actor, KeyScope } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { insertKey, revokeKeyRow } from '../staff/queries.ts'
import { makeSecret } from './tokens.ts'

/** Creates an API key and its ledger entry. The secret is returned once and never stored. */
export async function addKey(
  desk: Pick<Desk, 'db'>,
  { name, scopes, source = null }: { name: string; scopes: readonly KeyScope[]; source?: string | null },
  by: Actor,
): Promise<{ id: string; key: string }> {
  if (scopes.length === 0) throw new DeskError('invalid_input', 'A key has at least one scope.')
  if (scopes.includes('signals') !== (source !== null)) {
    throw new DeskError('invalid_input', 'A key that sends signals names their source, and no other does.')
  }
  if (scopes.includes('orders')) {
    const why = 'A key for the orders of an authority is made by a change, to which a second person agrees'
    throw new DeskError('not_allowed', `No key was made. ${why}. Propose the change, and name the authority.`)
  }
  const secret = makeSecret('key')
  return inTransaction(desk.db, async (tx) => {
    const id = await insertKey(tx, { name, scopes, source, hash: secret.hash })
    queueEntry(tx, { kind: 'key_added', keyId: id, scopes, ...(source === null ? {} : { source }), by })
    return { id, key: secret.text }
  })
}

/** Revokes an API key: requests with it are refused within half a second (`KeyCache`). Idempotent. */
export async function revokeKey(desk: Pick<Desk, 'db'>, keyId: string, by: Actor): Promise<void> {
  await inTransaction(desk.db, async (tx) => {
    const revoked = await revokeKeyRow(tx, keyId)
    if (!revoked) throw new DeskError('not_found', `There is no key with the id ${keyId}.`)
    if (revoked.now) queueEntry(tx, { kind: 'key_revoked', keyId, by })
  })
}
