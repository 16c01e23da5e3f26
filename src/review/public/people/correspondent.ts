import sql from 'sql-template-tag'
import type { Queryable, Tx } from '../../../foundation/database/db.ts'
import type { PublicLanguage } from '../../../foundation/messages/render-message.ts'
import type { Seal } from '../../../foundation/outgoing/seal.ts'

/** The personal details of a person outside, as one notice or appeal states them. */
export interface Contact {
  name: string | null
  email: string | null
  signature: string | null
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

const ownerOf = (id: string): string => `correspondent ${id}`
