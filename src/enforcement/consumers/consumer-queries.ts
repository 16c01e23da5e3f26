import sql from 'sql-template-tag'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { ascending, type PageOf, type PageRequest, selectPage } from '../../foundation/database/select-page.ts'
import type { Item } from '../../policy/items/item-types.ts'
import type { ConsumerKind } from '../../policy/notices/variables.ts'

/** A text for consumers that is due. The platform stated its item. A correction has none: it repeats the names. */
export type DueNotice = { enforcementId: string } & (
  | { kind: Extract<ConsumerKind, 'consumers'>; item: Item }
  | { kind: Extract<ConsumerKind, 'correction'>; item: null }
)

const LOOKED_AT_ONCE_MAX = 200

/**
 * Looks at the next restrictions whose time came. Returns the texts that are due about items of these types, and whether
 * more restrictions may wait. Restrictions of other items are forgotten.
 */
export async function lookAtDuties(
  db: Queryable,
  offers: readonly string[],
): Promise<{ due: DueNotice[]; more: boolean }> {
  const looked = await db.list<DueNotice | { kind: null }>(sql`
    select enforcement_id as "enforcementId", kind, item from look_at_consumer_duties(${offers}, ${LOOKED_AT_ONCE_MAX})`)
  // A correction is found by each restriction of its text, and made once.
  const due = new Map(looked.flatMap((each) => (each.kind === null ? [] : [[each.enforcementId, each]])))
  return { due: [...due.values()], more: looked.length === LOOKED_AT_ONCE_MAX }
}

interface NewNotice {
  enforcementId: string
  kind: ConsumerKind
  /** Null: that of the text which it corrects. */
  product: string | null
  noticesHash: string
}

/** Stores a text for consumers and returns its facts. PostgreSQL refuses one that is not due, or no longer. */
export const insertNotice = (tx: Tx, { enforcementId, kind, product, noticesHash }: NewNotice) =>
  tx.only<{ id: string; product: string; trader: string; law: string | null }>(sql`
    insert into consumer_notice (enforcement_id, kind, product, notices_hash)
    values (${enforcementId}, ${kind}, ${product}, decode(${noticesHash}, 'hex'))
    returning id, product, trader, law`)

/**
 * Lists the text again that a restriction repeats: one about the same offer with the same words. Returns its id.
 * Undefined: there is none.
 */
export const repeatNotice = (tx: Tx, enforcementId: string, product: string) =>
  tx.findValue<string>(sql`
    select repeated from repeat_consumer_notice(${enforcementId}, ${product}) repeated where repeated is not null`)

/** Returns the time from which buyers are told of a restriction of an item of these types. Undefined: no text waits. */
export const findToldFrom = (db: Queryable, enforcementId: string, offers: readonly string[]) =>
  db.findValue<Date>(sql`
    select consumers_told_from(enforcement) from consumer_duty join enforcement on enforcement.id = enforcement_id
    where enforcement_id = ${enforcementId} and item ->> 'type' = any (${offers}) and is_effective(enforcement.state)`)

/** The facts of a text for consumers, and what the platform stated last of telling them. */
export interface ConsumerNotice {
  id: string
  enforcementId: string
  kind: ConsumerKind
  subject: string
  madeAt: Date
  /** A later restriction of the offer listed it again. */
  listedAt: Date
  /** No restriction of it stands, and the last one was undone otherwise than by its end. */
  isWithdrawn: boolean
  soldFrom: Date
  countries: string[] | null
  law: string | null
  /** The names as the platform stated them. Null: erased. */
  product: string | null
  trader: string | null
  told: number | null
  withoutContact: number | null
  statedAt: Date | null
}

const NOTICES = sql`
  select notice.id, enforcement_id as "enforcementId", notice.kind, enforcement.subject, notice.made_at as "madeAt",
    sold_from as "soldFrom", enforcement.countries, law, product, trader, told, without_contact as "withoutContact",
    stated_at as "statedAt", notice.listed_at as "listedAt",
    notice.kind = 'consumers' and notice_withdrawn_by(notice.id) is not null as "isWithdrawn"
  from consumer_notice notice join enforcement on enforcement.id = enforcement_id
    left join lateral (select * from consumer_receipt where notice_id = notice.id order by stated_at desc limit 1) receipt
      on true`

/** Lists the texts of a platform, in the order in which they were listed last. */
export const listNotices = (db: Queryable, platform: string, page: PageRequest): Promise<PageOf<ConsumerNotice>> =>
  selectPage<ConsumerNotice>(
    db,
    {
      rows: sql`${NOTICES} where platform_of_id(subject_id(enforcement.subject, 'content')) = ${platform}`,
      key: [ascending(sql`listed."listedAt"`, 'time'), ascending(sql`listed.id`, 'text')],
    },
    page,
  )

/** Lists the texts about an enforcement, the oldest first. One that repeats a text has that and its correction. */
export const listNoticesOf = (db: Queryable, enforcementId: string): Promise<ConsumerNotice[]> =>
  db.list<ConsumerNotice>(sql`
    ${NOTICES} where enforcement_id in (
      select ${enforcementId}
      union all select repeated.enforcement_id from consumer_duty duty join consumer_notice repeated on repeated.id = duty.notice_id
      where duty.enforcement_id = ${enforcementId})
    order by notice.made_at, notice.id`)

export const findNotice = (db: Queryable, id: string): Promise<ConsumerNotice | undefined> =>
  db.find<ConsumerNotice>(sql`${NOTICES} where notice.id = ${id}`)

/** No more texts are made public: the newest are. */
const PUBLISHED_MAX = 10_000

/** A text that is made public, with the time at which it was listed last, in microseconds since 1970. */
export interface PublishedNotice {
  id: string
  micros: string
}

/**
 * Lists what is made public, because the platform can't reach every buyer: the texts of half a year, the newest first, and
 * each correction in the place of the text that it corrects.
 */
export const listPublished = (db: Queryable): Promise<PublishedNotice[]> =>
  db.list<PublishedNotice>(sql`
    select id, (extract(epoch from listed_at) * 1000000)::bigint::text as micros from (
      select coalesce(corrected.id, told.id) as id, coalesce(corrected.listed_at, told.listed_at) as listed_at
      from consumer_notice told left join consumer_notice corrected
        on corrected.enforcement_id = told.enforcement_id and corrected.kind = 'correction'
      where told.kind = 'consumers' and told.product is not null
        and greatest(told.listed_at, corrected.listed_at) > desk_now() - interval '6 months'
        and (select without_contact from consumer_receipt where notice_id = told.id order by stated_at desc limit 1) > 0
        and (corrected.id is not null or notice_withdrawn_by(told.id) is null)) published
    order by published.listed_at desc, id desc limit ${PUBLISHED_MAX}`)

/** Reads those of these texts that may be shown now, the newest first: none that was withdrawn or erased since. */
export const listShown = (db: Queryable, ids: readonly string[]): Promise<ConsumerNotice[]> =>
  db.list<ConsumerNotice>(sql`
    select * from (${NOTICES} where notice.id = any (${ids})) shown
    where product is not null and not "isWithdrawn" order by "listedAt" desc, id desc`)

/** Lets the receipts of a text be stored one after another, until the end of the transaction. */
export const queueReceiptLock = (tx: Tx, noticeId: string): void =>
  tx.queue(sql`select pg_advisory_xact_lock(hashtextextended('countersign consumer receipt ' || ${noticeId}, 0))`)

interface Receipt {
  noticeId: string
  keyId: string
  told: number
  withoutContact: number
}

/** Stores what a platform states. False: this key stated numbers of the text within the last minute. */
export async function insertReceipt(tx: Tx, { noticeId, keyId, told, withoutContact }: Receipt): Promise<boolean> {
  const stored = await tx.findValue<string>(sql`
    insert into consumer_receipt (notice_id, key_id, told, without_contact)
    select ${noticeId}, ${keyId}, ${told}, ${withoutContact}
    where not exists (select from consumer_receipt
      where notice_id = ${noticeId} and key_id = ${keyId} and stated_at > desk_now() - interval '1 minute')
    on conflict do nothing returning notice_id`)
  return stored !== undefined
}
