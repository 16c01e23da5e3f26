import type { Desk } from '../../policy/desk.ts'
import { type Actor, DESK } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { passkeyHash } from '../../ledger/entries/content-hash.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { insertSoftwarePasskey } from './queries.ts'
import { makeSoftwareKey, SOFTWARE_AAGUID, type SoftwareKey } from './software-authenticator.ts'

/**
 * Gives a person a software key and adds the ledger entry. PostgreSQL allows it only in a database marked demo or
 * driven.
 */
export async function addSoftwareKey(
  desk: Pick<Desk, 'db'>,
  staffId: string,
  { by = DESK, countsFrom }: { by?: Actor; countsFrom?: Date } = {},
): Promise<SoftwareKey> {
  const made = makeSoftwareKey()
  const { credentialId: id, publicKey, privateKey } = made
  const key = { id, staffId, publicKey, aaguid: SOFTWARE_AAGUID, label: 'software' }
  await inTransaction(desk.db, async (tx) => {
    const at = await insertSoftwarePasskey(tx, { ...key, privateKey, ...(countsFrom ? { countsFrom } : {}) })
    const contentHash = passkeyHash({ ...key, publicKey: publicKey.toString('hex'), backupEligible: false })
    const from = at.countsFrom.toISOString()
    queueEntry(tx, {
      kind: 'passkey_added',
      credentialId: id,
      staffId,
      countsFrom: from,
      software: true,
      contentHash,
      by,
    })
  })
  return made
}
