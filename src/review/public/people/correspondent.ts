import { randomBytes } from 'node:crypto'
import sql from 'sql-template-tag'
import type { Json } from '../../../foundation/canonical.ts'
import type { Queryable, Tx } from '../../../foundation/database/db.ts'
import type { PublicLanguage } from '../../../foundation/messages/render-message.ts'
import type { Seal } from '../../../foundation/outgoing/seal.ts'

/** The personal details of a person outside, as one notice or appeal states them. */
export interface Contact {
  name: string | null
  email: string | null
  signature: string | null
  /** The postal address and the telephone number of the sender of a counter-notice. Left out: not given. */
  address?: string | null
  phone?: string | null
}

/**
 * Stores the details of a person outside, sealed. They are in one row, so that the person can be forgotten by it alone.
 * Returns the id of the row.
 */
export async function insertCorrespondent(
  tx: Tx,
  seal: Seal,
  contact: Contact,
  language: PublicLanguage,
): Promise<string> {
  const id = await tx.onlyValue<string>(sql`select 'corr_' || nextval('correspondent_seq') as id`)
  const mark = contact.email === null ? null : markOf(seal, contact.email)
  await tx.query(sql`
    insert into correspondent (id, mark, sealed, language)
    values (${id}, ${mark}, ${seal.close(JSON.stringify(contact), ownerOf(id))}, ${language})`)
  return id
}

/** Returns the mark of an e-mail address: the same for every spelling that reaches one mailbox at most servers. */
export const markOf = (seal: Seal, email: string): Buffer => seal.mark(email.toLowerCase(), 'correspondent')

/** Reads the details of a person outside. Undefined: they were erased, or sealed with another key. */
export async function findContact(db: Queryable, seal: Seal, id: string): Promise<Contact | undefined> {
  const found = await db.find<{ sealed: Buffer | null }>(sql`select sealed from correspondent where id = ${id}`)
  if (found?.sealed === undefined || found.sealed === null) return undefined
  try {
    return JSON.parse(seal.open(found.sealed, ownerOf(id)))
  } catch {
    return undefined
  }
}

/** Opens the details of every row of a person outside, whom an erasure names so (`findContactId`). */
export async function listContacts(db: Queryable, seal: Seal, contact: string): Promise<Json[]> {
  const opened: Json[] = []
  for (const id of await db.listValues<string>(sql`select rows_of_contact(${contact}) as id order by 1`)) {
    const found = await findContact(db, seal, id)
    if (found !== undefined) opened.push({ id, ...found })
  }
  return opened
}

const NAME_BYTES = 16

/**
 * Returns the name of a person outside in reports: the same for every notice from one confirmed address. Undefined: this
 * row has no confirmed address. The name is random and no hash of the address, so that nothing leads from a report to
 * the person once their rows are erased.
 */
export async function findSenderName(db: Queryable, correspondentId: string): Promise<string | undefined> {
  await db.query(sql`
    insert into notice_sender (id, mark)
    select ${`sender:${randomBytes(NAME_BYTES).toString('hex')}`}, mark from correspondent
    where id = ${correspondentId} and confirmed_at is not null and mark is not null
    on conflict (mark) do nothing`)
  return db.findValue<string>(sql`
    select sender.id from correspondent join notice_sender sender on sender.mark = correspondent.mark
    where correspondent.id = ${correspondentId} and confirmed_at is not null`)
}

/**
 * A person outside as an erasure names them, by the number of a notice or the id of a counter-notice: by the mark of
 * their address, or by their one row.
 */
export async function findContactId(db: Queryable, reference: string): Promise<string | undefined> {
  return db.findValue<string>(sql`
    select case when confirmed_at is null then correspondent.id else coalesce(encode(mark, 'hex'), correspondent.id) end
    from (select correspondent_id from notice where reference = ${reference.toUpperCase()}
      union select correspondent_id from counter_notice where id = ${reference.toLowerCase()}) named
      join correspondent on correspondent.id = correspondent_id`)
}

const ownerOf = (id: string): string => `correspondent ${id}`
