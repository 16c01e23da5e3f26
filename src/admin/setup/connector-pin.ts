import { createHash } from 'node:crypto'
import sql from 'sql-template-tag'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import { DEFAULT_PLATFORM } from '../../foundation/platforms.ts'
import type { Queryable } from '../../foundation/database/db.ts'

/** The platform's address and the secret that signs calls to it. Two people agree to it, except during set-up. */
export interface ConnectorPin {
  address: string
  secretFingerprint: string
}

/** Returns a fingerprint of a secret, which reveals nothing: each kind requires a secret that is too long to guess. */
const fingerprintSecret = (secret: string): string =>
  createHash('sha256').update('countersign platform secret').update(secret).digest('base64url')

/** Returns an address in the one form in which it is compared. */
export const pinOf = ({ url, secret }: { url: string; secret: string }): ConnectorPin => ({
  address: new URL(url).href,
  secretFingerprint: fingerprintSecret(secret),
})

/**
 * Returns the pin of a named platform. Its fingerprint covers its kind, its settings and its secrets, because each of
 * them decides where effects go or whose reports are received.
 */
export const pinOfNamed = ({ kind, settings, secrets }: NamedConnector): ConnectorPin => {
  const agreed = Object.fromEntries(Object.entries(secrets).filter(([name]) => kind.secrets[name]?.onlySigns !== true))
  return {
    address: new URL(kind.address(settings)).href,
    secretFingerprint: fingerprintSecret(canonicalJson({ kind: kind.kind, settings, secrets: agreed } as Json)),
  }
}

/** The parts of a configuration that decide where the effects of a named platform go, and whose reports are received. */
interface NamedConnector {
  kind: {
    kind: string
    secrets: Readonly<Record<string, { onlySigns?: true }>>
    address(settings: unknown): string
  }
  settings: unknown
  secrets: Readonly<Record<string, string>>
}

/**
 * Finds the platform address and secret that were recorded last. Undefined: no process of this desk has started yet.
 */
export async function findConnectorPin(db: Queryable, platform = DEFAULT_PLATFORM): Promise<ConnectorPin | undefined> {
  return db.find<ConnectorPin>(sql`
    select address, secret_fingerprint as "secretFingerprint" from connector_pin where platform = ${platform}
    order by id desc limit 1`)
}

/** Finds another platform that has the origin of this address. */
export async function findPlatformAt(db: Queryable, address: string, otherThan: string): Promise<string | undefined> {
  const found = await db.onlyValue<string | null>(sql`select find_platform_at(${new URL(address).href}, ${otherThan})`)
  return found ?? undefined
}
