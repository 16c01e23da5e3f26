import { createHash } from 'node:crypto'
import sql from 'sql-template-tag'
import {
  ascending,
  type ListedRows,
  type PageOf,
  type PageRequest,
  selectAll,
  selectPage,
} from '../../foundation/database/select-page.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'

/** The stored columns of a passkey, without those that the desk derives. */
export interface NewPasskey {
  id: string
  staffId: string
  publicKey: Buffer
  counter: number
  backupEligible: boolean
  backedUp: boolean
  transports: readonly string[]
  aaguid: string
  label: string
}

export interface Passkey extends NewPasskey {
  software: boolean
  addedAt: Date
  countsFrom: Date
  removedAt: Date | null
  /** SQL condition: the passkey was not removed, and the time from which its signatures count has passed. */
  counts: boolean
}

const COLUMNS = sql`id, staff_id as "staffId", public_key as "publicKey", counter, backup_eligible as "backupEligible",
  backed_up as "backedUp", transports, aaguid, label, software, added_at as "addedAt", counts_from as "countsFrom",
  removed_at as "removedAt", removed_at is null and counts_from <= desk_now() as counts`

/** Finds a passkey by credential id, including a removed one. */
export async function findPasskey(db: Queryable, credentialId: string): Promise<Passkey | undefined> {
  return db.find<Passkey>(sql`select ${COLUMNS} from passkey where id = ${credentialId}`)
}

/** Lists a person's passkeys that were not removed, oldest first: all, or a page of them. */
export const listPasskeys = (db: Queryable, staffId: string): Promise<Passkey[]> =>
  selectAll<Passkey>(db, passkeyRows(staffId))

export const listPasskeyPage = (db: Queryable, staffId: string, page: PageRequest): Promise<PageOf<Passkey>> =>
  selectPage<Passkey>(db, passkeyRows(staffId), page)

const passkeyRows = (staffId: string): ListedRows => ({
  rows: sql`select ${COLUMNS} from passkey where staff_id = ${staffId} and removed_at is null`,
  key: [ascending(sql`listed."addedAt"`, 'time'), ascending(sql`listed.id`, 'text')],
})

/**
 * Stores the signature counter and backup state of a verified assertion. Returns false when a concurrent assertion
 * stored an equal or higher counter, so this one is refused.
 */
export async function updatePasskeyUse(
  tx: Tx,
  credentialId: string,
  { counter, backedUp }: { counter: number; backedUp: boolean },
): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    update passkey set counter = ${counter}, backed_up = ${backedUp}
    where id = ${credentialId} and removed_at is null and (counter < ${counter} or counter = 0 and ${counter} = 0)`)
  return rowCount === 1
}

/** Stores a software key; PostgreSQL refuses it except in a demo or driven database. */
export async function insertSoftwarePasskey(
  tx: Tx,
  {
    aaguid,
    publicKey,
    privateKey,
    ...key
  }: Pick<NewPasskey, 'id' | 'staffId' | 'publicKey' | 'aaguid' | 'label'> & {
    privateKey: Buffer
    countsFrom?: Date
  },
): Promise<{ addedAt: Date; countsFrom: Date }> {
  const { rows } = await tx.query<{ addedAt: Date; countsFrom: Date }>(sql`
    insert into passkey (id, staff_id, public_key, backup_eligible, backed_up, aaguid, label, software, counts_from)
    values (${key.id}, ${key.staffId}, ${publicKey}, false, false, ${aaguid}, ${key.label}, true,
      coalesce(${key.countsFrom ?? null}, desk_now()))
    returning added_at as "addedAt", counts_from as "countsFrom"`)
  await tx.query(sql`insert into software_key (credential_id, private_key) values (${key.id}, ${privateKey})`)
  const [row] = rows
  if (row === undefined) throw new Error('the insert answered no row')
  return row
}

/** Finds a person's oldest software key that counts, with its private half. */
export async function findSoftwareKey(
  db: Queryable,
  staffId: string,
): Promise<{ credentialId: string; privateKey: Buffer } | undefined> {
  return db.find<{ credentialId: string; privateKey: Buffer }>(sql`
    select passkey.id as "credentialId", private_key as "privateKey"
    from passkey join software_key on software_key.credential_id = passkey.id
    where staff_id = ${staffId} and removed_at is null and counts_from <= desk_now() order by added_at, id limit 1`)
}

/** Formats sixteen hex digits in groups of four: enough to compare two keys by telephone. */
export const fingerprintOf = (publicKey: Buffer): string =>
  createHash('sha256')
    .update(publicKey)
    .digest('hex')
    .slice(0, 16)
    .replace(/.{4}(?=.)/g, '$& ')
