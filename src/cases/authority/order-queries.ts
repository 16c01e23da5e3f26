import sql, { type Sql } from 'sql-template-tag'
import { only, type Queryable, type Tx } from '../../foundation/database/db.ts'
import {
  ascending,
  descending,
  type PageOf,
  type PageRequest,
  selectPage,
} from '../../foundation/database/select-page.ts'
import { accountKey, contentKey, type Subject } from '../../foundation/domain.ts'
import { AT_THEIR_PLACE, MAY_OPEN } from '../claims/who-fits.ts'
import { SEES_UNBOUND } from '../claims/who-sees.ts'
import type { Document } from './check-document.ts'
import type { Verification } from './order-acts/order-terms.ts'
import type { OrderBody, OrderKind } from './order-body.ts'

export interface AuthorityOrder {
  id: string
  authorityId: string | null
  /** True when the registered authority was revoked since. */
  revoked: boolean
  enteredBy: string | null
  authority: string
  reference: string
  kind: OrderKind
  policyId: string
  contents: string[]
  countries: string[] | null
  receivedAt: Date
  bodyHash: Buffer
  /** The hash of the document, in hex. */
  documentSha256: string | null
  accounts: string[]
  dueAt: Date | null
  silentUntil: Date | null
  /** The end of the silence that is stated, confirmed or not. */
  statedSilence: Date | null
  /** The end of a silence that ends earlier unless another person confirms it. */
  silenceToConfirm: Date | null
  verified: Verification | null
  memberState: string | null
  language: string | null
  contact: string | null
  legalBasis: string | null
  reasons: string | null
  redress: string | null
  unresolved: string[]
  state: 'open' | 'answered' | 'contested'
  erased: boolean
}

/** The state of an order. A person from whom the acts on it are withheld reads of an open one. */
const stateFor = (staffId: string | null): Sql =>
  sql`case when is_order_withheld(known.id, ${staffId}) then 'open' else order_state(known.id) end`

/** The ids that an order names, with those of its addresses that were found later. */
const foundLater = (kind: Subject['kind'], stated: Sql): Sql => sql`(${stated} || array(
  select substr(subject, 9) from authority_order_address
  where order_id = known.id and starts_with(subject, ${`${kind}:`}) and substr(subject, 9) <> all (${stated}) order by place))`

const orderFor = (
  staffId: string | null,
): Sql => sql`known.id, known.authority_id as "authorityId", known.entered_by as "enteredBy", known.authority, known.reference,
  known.kind, known.policy_id as "policyId", ${foundLater('content', sql`known.contents`)} as contents, known.countries, known.received_at as "receivedAt",
  known.body_hash as "bodyHash", encode(known.document_sha256, 'hex') as "documentSha256",
  coalesce((select revoked_at is not null from authority where authority.id = known.authority_id), false) as revoked,
  ${foundLater('account', sql`coalesce(terms.accounts, '{}')`)} as accounts, terms.due_at as "dueAt", silence.*,
  case when terms.verified <> 'not_verified' then terms.verified else coalesce((select ground from authority_order_act
    where order_id = known.id and kind = 'verified'), terms.verified) end as verified,
  terms.member_state as "memberState", terms.language, terms.contact, terms.legal_basis as "legalBasis", terms.reasons,
  terms.redress, unresolved_addresses(known.id) as unresolved, ${stateFor(staffId)} as state,
  known.erased_at is not null as erased`
const FROM = sql`authority_order known left join authority_order_terms terms on terms.order_id = known.id
  cross join lateral (select max(counts_until) as "silentUntil", max(until) as "statedSilence",
    silence_to_confirm(known.id) as "silenceToConfirm" from order_silences(known.id)) silence`

/** An order as it is passed to PostgreSQL, which itself determines the sender. */
export type GivenOrder = Omit<OrderBody, 'document' | 'receivedAt' | 'addresses' | 'contents' | 'accounts'> & {
  bodyHash: string
  receivedAt: string | null
  document: Document | undefined
  contents: readonly string[]
  accounts: readonly string[]
  /** The addresses that no platform knows. */
  unresolved: readonly string[]
  /** The time that its policy gives from the receipt. Null: none. */
  dueMs: number | null
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
  const found = await tx.query<AuthorityOrder>(sql`select ${orderFor(null)} from ${FROM} where known.id = ${stored.id}`)
  return { order: only(found.rows), created: stored.created }
}

/**
 * Builds the condition for orders whose subjects have a case at this person's site, or entered by this person; one that
 * names no known subject is seen by everyone without a site or a platform. `opens`: only cases that they may open.
 */
const isSeen = (staffId: string, { opens }: { opens: boolean }): Sql => sql`(known.entered_by = ${staffId} or exists (
  select from order_subjects(known.id) named (subject) join review_case candidate on candidate.subject = named.subject
    join staff person on person.id = ${staffId}
  where ${opens ? MAY_OPEN : AT_THEIR_PLACE})
  or not exists (select from order_subjects(known.id))
    and (select ${SEES_UNBOUND} and cardinality(limited_roles(person.roles, person.role_platforms, '')) > 0
      from staff person where person.id = ${staffId}))`

interface WantedOrders {
  content: string | undefined
  account: string | undefined
  state: AuthorityOrder['state'] | undefined
  staffId: string
}

const isFound = (subject: string): Sql =>
  sql`exists (select from authority_order_address where order_id = known.id and subject = ${subject})`

/** Lists orders with cases at this person's site, newest first: about one content or account, or all. */
export async function listOrders(
  db: Queryable,
  { content, account, state, staffId }: WantedOrders,
  page: PageRequest,
): Promise<PageOf<AuthorityOrder>> {
  const ofContent =
    content === undefined ? sql`true` : sql`(known.contents @> array[${content}] or ${isFound(contentKey(content))})`
  const ofAccount =
    account === undefined ? sql`true` : sql`(terms.accounts @> array[${account}] or ${isFound(accountKey(account))})`
  const ofState = state === undefined ? sql`true` : sql`${stateFor(staffId)} = ${state}`
  const rows = sql`
    select ${orderFor(staffId)} from ${FROM}
    where ${ofContent} and ${ofAccount} and ${ofState} and ${isSeen(staffId, { opens: false })}`
  const key = [descending(sql`listed."receivedAt"`, 'time'), descending(sql`listed.id`, 'text')]
  return selectPage<AuthorityOrder>(db, { rows, key }, page)
}

/** Finds an order of a case that this person may open. */
export async function findOrder(db: Queryable, orderId: string, staffId: string): Promise<AuthorityOrder | undefined> {
  return db.find<AuthorityOrder>(sql`
    select ${orderFor(staffId)} from ${FROM} where known.id = ${orderId} and ${isSeen(staffId, { opens: true })}`)
}

/** Finds an order for the desk itself. */
export const findOrderById = (db: Queryable, orderId: string): Promise<AuthorityOrder | undefined> =>
  db.find<AuthorityOrder>(sql`select ${orderFor(null)} from ${FROM} where known.id = ${orderId}`)

/** Finds the document of an order. Undefined: it has none. */
export async function findDocument(
  db: Queryable,
  orderId: string,
): Promise<{ mediaType: string; bytes: Buffer } | undefined> {
  return db.find<{ mediaType: string; bytes: Buffer }>(sql`
    select media_type as "mediaType", bytes from authority_order_document where order_id = ${orderId}`)
}

/** Lists the open cases about these subjects. */
export async function listCasesOf(db: Queryable, subjects: readonly string[]): Promise<string[]> {
  return db.listValues<string>(sql`
    select id from review_case
    where subject = any (${subjects}::text[])
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
