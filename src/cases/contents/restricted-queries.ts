import sql from 'sql-template-tag'
import type { Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import type { Evidence } from '../intake/check-evidence.ts'

/** Maps the hashes of known restricted material, in hex, to references on the platform. */
export async function listRestricted(tx: Tx, hashes: readonly Buffer[]): Promise<ReadonlyMap<string, string>> {
  if (hashes.length === 0) return new Map()
  const { rows } = await tx.query<{ hash: string; reference: string }>(prepared('list-restricted')`
    select encode(given.hash, 'hex') as hash, known.reference
    from unnest(${hashes}::bytea[]) given(hash) cross join lateral (
      select reference from evidence where sha256 = given.hash and class = 'restricted'
      union all select reference from content_media where sha256 = given.hash and class = 'restricted' limit 1) known`)
  return new Map(rows.map(({ hash, reference }) => [hash, reference]))
}

/** Replaces evidence whose bytes are known to be restricted by its hash and a reference on the platform. */
export function reduceRestricted(piece: Evidence, restricted: ReadonlyMap<string, string>): Evidence {
  const { mediaType, sha256 } = piece
  const reference = piece.class === 'restricted' ? undefined : restricted.get(sha256.toString('hex'))
  return reference === undefined ? piece : { class: 'restricted', mediaType, sha256, reference }
}

/** Deletes stored bytes that were classified as restricted later. Hashes in hex. */
export function queueBytesDrop(tx: Tx, hashes: readonly string[]): void {
  if (hashes.length > 0)
    tx.queue(sql`select drop_restricted_bytes(${hashes.map((hash) => Buffer.from(hash, 'hex'))}::bytea[])`)
}
