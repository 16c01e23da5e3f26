import sql from 'sql-template-tag'
import type { Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import type { Evidence } from '../intake/check-evidence.ts'

/** Where the platform has what of these is known to be sealed, by its hash in hex. */
export async function listSealed(tx: Tx, hashes: readonly Buffer[]): Promise<ReadonlyMap<string, string>> {
  if (hashes.length === 0) return new Map()
  const { rows } = await tx.query<{ hash: string; reference: string }>(prepared('list-sealed')`
    select encode(given.hash, 'hex') as hash, known.reference
    from unnest(${hashes}::bytea[]) given(hash) cross join lateral (
      select reference from evidence where sha256 = given.hash and class = 'sealed'
      union all select reference from content_media where sha256 = given.hash and class = 'sealed' limit 1) known`)
  return new Map(rows.map(({ hash, reference }) => [hash, reference]))
}

/** What somebody sent without knowing that it is sealed is kept as what is: by its hash, and where the platform has it. */
export function reduceSealed(piece: Evidence, sealed: ReadonlyMap<string, string>): Evidence {
  const { mediaType, sha256 } = piece
  const reference = piece.class === 'sealed' ? undefined : sealed.get(sha256.toString('hex'))
  return reference === undefined ? piece : { class: 'sealed', mediaType, sha256, reference }
}

/** Has bytes go that came before anybody said that they are sealed. Hashes in hex. */
export function queueBytesDrop(tx: Tx, hashes: readonly string[]): void {
  if (hashes.length > 0)
    tx.queue(sql`select drop_sealed_bytes(${hashes.map((hash) => Buffer.from(hash, 'hex'))}::bytea[])`)
}
