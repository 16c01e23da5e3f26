import type { Json } from '../../foundation/canonical.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { findConnectorPin } from '../setup/connector-pin.ts'
import type { Described } from '../change/wanted.ts'

/**
 * Describes another address or secret of the platform. It takes two people, because it decides where every instruction
 * goes.
 */
export async function describeConnector(
  db: Queryable,
  { address, secretFingerprint }: { address: string; secretFingerprint: string },
): Promise<{ described: Described; body: Json }> {
  const from = await findConnectorPin(db)
  if (from === undefined) {
    throw new DeskError('conflict', message('connector.none'))
  }
  const isSame = { address: from.address === address, secret: from.secretFingerprint === secretFingerprint }
  if (isSame.address && isSame.secret) {
    throw new DeskError('conflict', message('connector.same'))
  }
  return {
    described: {
      says: [
        isSame.address
          ? `Effects go to ${address}, as before.`
          : `Effects go to ${address}, and no longer to ${from.address}.`,
        isSame.secret
          ? 'They are signed with the same secret.'
          : `They are signed with another secret: fingerprint ${secretFingerprint}, and no longer ${from.secretFingerprint}.`,
        'Processes use it from their next start: restart all of them within 24 hours after it takes effect. Test it first: "countersign connector rehearse".',
      ].join('\n'),
      direction: 'looser',
    },
    body: { address, secretFingerprint, from: { address: from.address, secretFingerprint: from.secretFingerprint } },
  }
}
