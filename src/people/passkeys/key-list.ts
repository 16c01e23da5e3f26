import { createHash } from 'node:crypto'
import type { KeyList, PublicKey } from '@countersign/platform-kit'
import { decodeCredentialPublicKey } from '@simplewebauthn/server/helpers'
import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import type { Actor } from '../../foundation/domain.ts'
import { actorKey } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import { inTransaction, type Queryable, type Tx } from '../../foundation/database/db.ts'
import type { RelyingParty } from '../../foundation/settings/relying-party.ts'
import { DAY_MS } from '../../foundation/durations.ts'

/** A created key list, which platforms pin and the people of the previous list sign. */
export interface MadeKeyList {
  version: number
  /** The key list as canonical JSON. */
  body: string
  /** The SHA-256 of the body, as base64url. */
  hash: string
  madeAt: Date
}

/** Creates the next key list from all active people with a passkey that counts, and adds the ledger entry. */
export async function makeKeyList(
  desk: Pick<Desk, 'db'>,
  { relyingParty, days, by }: { relyingParty: RelyingParty; days: number; by: Actor },
): Promise<MadeKeyList> {
  return inTransaction(desk.db, async (tx) => {
    await tx.query(sql`select pg_advisory_xact_lock(hashtext('key_list'))`)
    const version = ((await findKeyList(tx))?.version ?? 0) + 1
    const list: KeyList = {
      version,
      expiresAt: new Date(tx.now.getTime() + days * DAY_MS).toISOString(),
      rpId: relyingParty.rpId,
      origins: [relyingParty.origin],
      keys: await listPinnable(tx),
    }
    const body = canonicalJson(list as unknown as Json)
    const hash = createHash('sha256').update(body).digest('base64url')
    queueEntry(tx, { kind: 'key_list_made', version, hash, by })
    return insertKeyList(tx, { version, body, hash }, by)
  })
}

async function insertKeyList(tx: Tx, made: Omit<MadeKeyList, 'madeAt'>, by: Actor): Promise<MadeKeyList> {
  const row = await tx.find<{ madeAt: Date }>(sql`
    insert into key_list (version, body, hash, made_by)
    values (${made.version}, ${made.body}, ${made.hash}, ${actorKey(by)}) returning made_at as "madeAt"`)
  if (row === undefined) throw new Error('the insert answered no row')
  return { ...made, ...row }
}

/** Finds a key list by its version; without a version, the newest. */
export async function findKeyList(db: Queryable, version: number | null = null): Promise<MadeKeyList | undefined> {
  return db.find<MadeKeyList>(sql`
    select version, body, hash, made_at as "madeAt" from key_list
    where version = ${version} or ${version}::integer is null order by version desc limit 1`)
}

async function listPinnable(db: Queryable): Promise<KeyList['keys']> {
  const { rows } = await db.query<{ id: string; publicKey: Buffer; person: string }>(sql`
    select passkey.id, public_key as "publicKey", staff_id as person
    from passkey join staff on staff.id = staff_id
    where removed_at is null and counts_from <= desk_now() and staff.ended_at is null
      and (staff.ends_at is null or staff.ends_at > desk_now())
    order by staff_id, passkey.id`)
  return rows.flatMap(({ id, publicKey, person }) => {
    const jwk = toJwk(publicKey)
    return jwk ? [{ credentialId: id, publicKey: jwk, person }] : []
  })
}

/**
 * Converts a public key from COSE (RFC 9053), if it is of a kind that platforms check: P-256, Ed25519, RSA. Undefined:
 * another kind.
 */
export function toJwk(cose: Buffer): PublicKey | undefined {
  const key: { get(label: number): unknown } = decodeCredentialPublicKey(new Uint8Array(cose))
  const [kty, first, second, third] = [key.get(1), key.get(-1), key.get(-2), key.get(-3)]
  if (kty === 2 && first === 1) return { kty: 'EC', crv: 'P-256', x: textOf(second), y: textOf(third) }
  if (kty === 1 && first === 6) return { kty: 'OKP', crv: 'Ed25519', x: textOf(second) }
  return kty === 3 ? { kty: 'RSA', n: textOf(first), e: textOf(second) } : undefined
}

function textOf(bytes: unknown): string {
  if (!(bytes instanceof Uint8Array)) throw new Error('a key in COSE has a number where bytes belong')
  return Buffer.from(bytes).toString('base64url')
}
