import { queueAlert } from '../../alerts/alert.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import { inTransaction, type Pool, type Queryable } from '../../foundation/database/db.ts'
import { message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { findForged } from '../../people/signatures/check-signatures.ts'
import type { Desk } from '../../policy/desk.ts'
import { takenOf } from '../drift/drift.ts'
import type { SubjectState } from '../queries.ts'

/**
 * Finds subjects to restrict on an approval that its passkey did not sign, by their keys. PostgreSQL can't check a
 * signature, so rows that an intruder wrote as the application role are found here, before the platform is called.
 */
export async function findForgedOn(
  db: Queryable,
  states: readonly SubjectState[],
): Promise<ReadonlyMap<string, string>> {
  const restrictive = states.filter(
    ({ desired, baseline }) => desired !== null && baseline !== null && takenOf(baseline, desired).length > 0,
  )
  if (restrictive.length === 0) return new Map()
  return findForged(
    db,
    restrictive.map(({ subject }) => subject),
  )
}

/**
 * Refuses to restrict subjects with a forged approval, and alerts auditors and leads. Restores are never held up. Returns
 * the refusals by the subjects' keys: their enforcements fail.
 */
export async function refuseForged(
  desk: Desk,
  db: Pool,
  forged: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, ConnectorError>> {
  const refusals = new Map<string, ConnectorError>()
  for (const [key, fault] of forged) {
    desk.log.error({ subject: key, forged: fault }, 'an approval was not signed by its passkey')
    const why = message('alert.forged', { subject: key, fault })
    await inTransaction(db, async (tx) => {
      for (const role of ['auditor', 'lead'] as const)
        queueAlert(tx, { kind: 'ledger', to: { role }, why, subject: key })
    })
    const unsigned = renderMessage(message('attention.platform.unsigned', { fault }))
    refusals.set(key, new ConnectorError('not_agreed', unsigned))
  }
  return refusals
}
