import type { Json } from '../../foundation/canonical.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { findConnectorPin } from '../setup/connector-pin.ts'
import type { Described } from '../change/wanted.ts'
import { paragraphs } from './paragraphs.ts'

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
      says: paragraphs([
        isSame.address
          ? message('described.connector.sameAddress', { address })
          : message('described.connector.address', { address, from: from.address }),
        isSame.secret
          ? message('described.connector.sameSecret')
          : message('described.connector.secret', { fingerprint: secretFingerprint, from: from.secretFingerprint }),
        message('described.connector.restart'),
      ]),
      direction: 'looser',
    },
    body: { address, secretFingerprint, from: { address: from.address, secretFingerprint: from.secretFingerprint } },
  }
}
