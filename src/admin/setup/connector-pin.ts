import { createHash } from 'node:crypto'
import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'

/** The address to which effects go and the secret that signs them. Two people agree to it, except during setup. */
export interface ConnectorPin {
  address: string
  secretFingerprint: string
}

/** Identifies a secret without revealing it: the secret has 24 random bytes or more. */
const fingerprintSecret = (secret: string): string =>
  createHash('sha256').update('countersign platform secret').update(secret).digest('base64url')

/** An address in the one form in which it is compared. */
export const pinOf = ({ url, secret }: { url: string; secret: string }): ConnectorPin => ({
  address: new URL(url).href,
  secretFingerprint: fingerprintSecret(secret),
})

/** Finds the platform address and secret last recorded; undefined: no process of this desk has started yet. */
export async function findConnectorPin(db: Queryable): Promise<ConnectorPin | undefined> {
  return db.find<ConnectorPin>(sql`
    select address, secret_fingerprint as "secretFingerprint" from connector_pin order by id desc limit 1`)
}
