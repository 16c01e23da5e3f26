import type { Json } from '../../foundation/canonical.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { findConnectorPin, findPlatformAt } from '../setup/connector-pin.ts'
import { DEFAULT_PLATFORM, originOf } from '../../foundation/platforms.ts'
import type { Described, Wanted } from '../change/wanted.ts'
import { paragraphs } from './paragraphs.ts'

type WantedConnector = Extract<Wanted, { kind: 'connector' }>

/**
 * Describes another address or secret of the platform. It takes two people, because it decides where every instruction
 * goes.
 */
export async function describeConnector(
  db: Queryable,
  { address, secretFingerprint, platform = DEFAULT_PLATFORM }: Omit<WantedConnector, 'kind'>,
): Promise<{ described: Described; body: Json }> {
  const other = await findPlatformAt(db, address, platform)
  if (other !== undefined)
    throw new DeskError('conflict', message('connector.origin', { other, origin: originOf(address) }))
  const from = await findConnectorPin(db, platform)
  const named = platform === DEFAULT_PLATFORM ? {} : { platform }
  if (from === undefined && platform !== DEFAULT_PLATFORM) return describeNew({ address, secretFingerprint, platform })
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
        ...(platform === DEFAULT_PLATFORM ? [] : [message('described.connector.platform', { platform })]),
        isSame.address
          ? message('described.connector.sameAddress', { address })
          : message('described.connector.address', { address, from: from.address }),
        isSame.secret
          ? message('described.connector.sameSecret')
          : message(platform === DEFAULT_PLATFORM ? 'described.connector.secret' : 'described.connector.settings', {
              fingerprint: secretFingerprint,
              from: from.secretFingerprint,
            }),
        message('described.connector.restart'),
      ]),
      direction: 'looser',
    },
    body: {
      ...named,
      address,
      secretFingerprint,
      from: { address: from.address, secretFingerprint: from.secretFingerprint },
    },
  }
}

/** Describes a platform that the desk doesn't moderate yet. */
const describeNew = (wanted: { address: string; secretFingerprint: string; platform: string }) => ({
  described: {
    says: paragraphs([message('described.connector.newPlatform', wanted), message('described.connector.restart')]),
    direction: 'looser' as const,
  },
  body: { ...wanted, from: null },
})
