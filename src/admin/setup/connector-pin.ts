import { createHash } from 'node:crypto'
import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'

/** The platform's address and the secret that signs calls to it. Two people agree to it, except during set-up. */
export interface ConnectorPin {
  address: string
  secretFingerprint: string
}

/** Returns a fingerprint of a secret, which reveals nothing: the secret has 24 random bytes or more. */
const fingerprintSecret = (secret: string): string =>
  createHash('sha256').update('countersign platform secret').update(secret).digest('base64url')

/** Returns an address in the one form in which it is compared. */
export const pinOf = ({ url, secret }: { url: string; secret: string }): ConnectorPin => ({
  address: new URL(url).href,
  secretFingerprint: fingerprintSecret(secret),
})

/**
 * Finds the platform address and secret that were recorded last. Undefined: no process of this desk has started yet.
 */
export async function findConnectorPin(db: Queryable): Promise<ConnectorPin | undefined> {
  return db.find<ConnectorPin>(sql`
    select address, secret_fingerprint as "secretFingerprint" from connector_pin order by id desc limit 1`)
}
