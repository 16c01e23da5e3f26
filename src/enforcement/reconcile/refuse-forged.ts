import type { Instruction } from '@countersign/platform-kit'
import { message } from '../../foundation/messages/message.ts'
import { queueAlert } from '../../alerts/alert.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import type { Desk } from '../../policy/desk.ts'
import { inTransaction, type Pool } from '../../foundation/database/db.ts'
import { findForged } from '../../people/signatures/check-signatures.ts'
import { takenOf } from '../drift/drift.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'

/**
 * Refuses to restrict a subject on an approval that its passkey did not sign. PostgreSQL can't check a signature, so
 * rows that an intruder wrote as the application role are found here, before the platform is called. The enforcements
 * fail, and auditors and leads are alerted. Restores are never held up.
 */
export async function refuseForged(
  desk: Desk,
  db: Pool,
  { desired, baseline }: Instruction,
  key: string,
): Promise<void> {
  if (takenOf(baseline, desired).length === 0) return
  const forged = await findForged(db, key)
  if (forged === undefined) return
  desk.log.error({ subject: key, forged }, 'an approval was not signed by its passkey')
  const why = message('alert.forged', { subject: key, fault: forged })
  await inTransaction(db, async (tx) => {
    for (const role of ['auditor', 'lead'] as const) queueAlert(tx, { kind: 'ledger', to: { role }, why, subject: key })
  })
  throw new ConnectorError('not_agreed', renderMessage(message('attention.platform.unsigned', { fault: forged })))
}
