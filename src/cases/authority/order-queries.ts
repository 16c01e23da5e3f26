import sql, { type Sql } from 'sql-template-tag'
import {
  ascending,
  descending,
  type PageOf,
  type PageRequest,
  selectPage,
} from '../../foundation/database/select-page.ts'
import { only, type Queryable, type Tx } from '../../foundation/database/db.ts'
import { AT_THEIR_PLACE, MAY_OPEN } from '../claims/who-fits.ts'
import type { Document } from './check-document.ts'
import type { OrderBody } from './order-body.ts'

export interface AuthorityOrder {
  id: string
  authorityId: string | null
  /** True when the registered authority was revoked since. */
  revoked: boolean
  enteredBy: string | null
  authority: string
  reference: string
  kind: OrderBody['kind']
  policyId: string
  contents: string[]
  countries: string[] | null
  receivedAt: Date
  bodyHash: Buffer
  /** The hash of the document, in hex. */
  documentSha256: string | null
}

const ORDER = sql`known.id, known.authority_id as "authorityId", known.entered_by as "enteredBy", known.authority, known.reference,
  known.kind, known.policy_id as "policyId", known.contents, known.countries, known.received_at as "receivedAt",
  known.body_hash as "bodyHash", encode(known.document_sha256, 'hex') as "documentSha256",
  coalesce((select revoked_at is not null from authority where authority.id = known.authority_id), false) as revoked`

/** An order as it is passed to PostgreSQL, which itself determines the sender. */
export type GivenOrder = Omit<OrderBody, 'document' | 'receivedAt'> & {
  bodyHash: string
  receivedAt: string | null
  document: Document | undefined
}

type Stored = { order: AuthorityOrder; created: boolean }

/** Stores an order under the API key with which it came. Undefined: the key belongs to no registered authority. */
export const insertSent = (tx: Tx, bearer: string, given: GivenOrder): Promise<Stored | undefined> =>
  store(tx, given, (said, file) => sql`receive_authority_order(${bearer}, ${said}::jsonb, ${file})`)

/** Stores an order that a person enters, with its document. */
export async function insertEntered(tx: Tx, staffId: string, given: GivenOrder): Promise<Stored> {
  const stored = await store(tx, given, (said, file) => sql`enter_authority_order(${staffId}, ${said}::jsonb, ${file})`)
  if (stored === undefined) throw new Error('PostgreSQL answered nothing about an order that was entered')
  return stored
}

async function store(
  tx: Tx,
  { document, ...given }: GivenOrder,
  call: (said: string, file: Buffer | null) => Sql,
): Promise<Stored | undefined> {
  const said = JSON.stringify({ ...given, documentName: document?.name, mediaType: document?.mediaType })
  const { rows } = await tx.query<{ id: string; created: boolean }>(sql`
    select order_id as id, created from ${call(said, document?.bytes ?? null)}`)
  const [stored] = rows
  if (stored === undefined) return undefined
  const found = await tx.query<AuthorityOrder>(sql`select ${ORDER} from authority_order known where id = ${stored.id}`)
  return { order: only(found.rows), created: stored.created }
}

/**
 * Builds the condition for orders about contents with a case at this person's site, or entered by this person. `opens`:
 * only cases that they may open.
 */
const isSeen = (staffId: string, { opens }: { opens: boolean }): Sql => sql`(known.entered_by = ${staffId} or exists (
  select from review_case candidate join staff person on person.id = ${staffId}
  where candidate.subject in (select 'content:' || content from unnest(known.contents) content)
    and ${opens ? MAY_OPEN : AT_THEIR_PLACE}))`

interface WantedOrders {
  content: string | undefined
  staffId: string
}

/** Lists orders with cases at this person's site, newest first: about one content, or all. */
export async function listOrders(
  db: Queryable,
  { content, staffId }: WantedOrders,
  page: PageRequest,
): Promise<PageOf<AuthorityOrder>> {
  const about = content === undefined ? sql`true` : sql`known.contents @> array[${content}]`
  const rows = sql`select ${ORDER} from authority_order known where ${about} and ${isSeen(staffId, { opens: false })}`
  const key = [descending(sql`listed."receivedAt"`, 'time'), descending(sql`listed.id`, 'text')]
  return selectPage<AuthorityOrder>(db, { rows, key }, page)
}

/** Finds an order of a case that this person may open. */
export async function findOrder(db: Queryable, orderId: string, staffId: string): Promise<AuthorityOrder | undefined> {
  return db.find<AuthorityOrder>(sql`
    select ${ORDER} from authority_order known where known.id = ${orderId} and ${isSeen(staffId, { opens: true })}`)
}

/** Finds the document of an order. Undefined: it has none. */
export async function findDocument(
  db: Queryable,
  orderId: string,
): Promise<{ mediaType: string; bytes: Buffer } | undefined> {
  return db.find<{ mediaType: string; bytes: Buffer }>(sql`
    select media_type as "mediaType", bytes from authority_order_document where order_id = ${orderId}`)
}

/** Lists the cases about the contents of an order, open ones first. */
export async function listCasesOf(db: Queryable, contents: readonly string[]): Promise<string[]> {
  return db.listValues<string>(sql`
    select id from review_case
    where subject = any (select 'content:' || content from unnest(${contents}::text[]) content)
      and closed_at is null and appeal_id is null
    order by subject collate "C"`)
}

interface ListedAuthority {
  id: string
  name: string
  country: string
  contact: string
  registeredAt: Date
  revokedAt: Date | null
}

/** Lists every authority ever registered, active ones first. */
export async function listAuthorities(db: Queryable, page: PageRequest): Promise<PageOf<ListedAuthority>> {
  const rows = sql`
    select id, name, country, contact, registered_at as "registeredAt", revoked_at as "revokedAt" from authority`
  const key = [
    ascending(sql`(listed."revokedAt" is not null)::integer`, 'number'),
    ascending(sql`lower(listed.name)`, 'text'),
    ascending(sql`listed.id`, 'text'),
  ]
  return selectPage<ListedAuthority>(db, { rows, key }, page)
}
