import sql from 'sql-template-tag'
import { DESK, type Actor } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import type { AdoptedName } from '../change/wanted.ts'

/** A file in force. */
export interface Adopted {
  id: number
  name: AdoptedName
  text: string
  /** SHA-256, in hex, of its text. */
  hash: string
}

/** Which files are in force; none before the first start. */
export async function listAdopted(db: Queryable): Promise<Partial<Record<AdoptedName, Adopted>>> {
  const { rows } = await db.query<Adopted>(sql`
    select distinct on (name) id, name, text, encode(hash, 'hex') as hash from adopted_policy order by name, id desc`)
  return Object.fromEntries(rows.map((row) => [row.name, row]))
}

/** The text of a file that was in force at some time, by its hash. */
export async function findAdoptedText(db: Queryable, name: AdoptedName, hash: string): Promise<string | undefined> {
  const { rows } = await db.query<{ text: string }>(sql`
    select text from adopted_policy where name = ${name} and hash = decode(${hash}, 'hex') order by id desc limit 1`)
  return rows[0]?.text
}

/** Grows with every adoption, so that whoever remembers it knows when to read again. */
export async function findLatestAdoption(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ id: number }>(sql`select coalesce(max(id), 0) as id from adopted_policy`)
  return rows[0]?.id ?? 0
}

/** Whether the desk is set up: from then on what loosens takes two people. */
export async function isSetUp(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ done: boolean }>(sql`select exists (select from setup_end) as done`)
  return rows[0]?.done === true
}

/** Puts a file in force while the desk is being set up; PostgreSQL refuses it later. */
export async function adoptAtSetup(tx: Tx, name: AdoptedName, text: string, by: Actor = DESK): Promise<void> {
  const { rows } = await tx.query<{ hash: string }>(sql`
    insert into adopted_policy (name, text, hash) values (${name}, ${text}, sha256(convert_to(${text}, 'UTF8')))
    returning encode(hash, 'hex') as hash`)
  queueEntry(tx, { kind: 'policy_adopted', name, hash: rows[0]?.hash ?? '', by })
}

/** Those who adopt at the same moment wait for each other. */
export async function lockAdoption(tx: Tx): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtext('adopted_policy'))`)
}
