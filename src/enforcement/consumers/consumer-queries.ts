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

const PUBLISHED_MAX = 200

/**
 * Lists what is made public, because the platform can't reach every buyer: the texts of half a year, and each correction
 * in the place of the text that it corrects. A text whose restriction was undone is not shown.
 */
export const listPublished = (db: Queryable): Promise<ConsumerNotice[]> =>
  db.list<ConsumerNotice>(sql`
    select published.* from (
      select distinct on (notices."enforcementId") notices.* from (${NOTICES}) notices
      where exists (select from consumer_notice stated cross join lateral (select * from consumer_receipt
          where notice_id = stated.id order by stated_at desc limit 1) last
        where stated.enforcement_id = notices."enforcementId" and stated.kind = 'consumers' and last.without_contact > 0)
      order by notices."enforcementId", notices."madeAt" desc) published
    where product is not null and not "isWithdrawn" and "listedAt" > desk_now() - interval '6 months'
    order by "listedAt" desc limit ${PUBLISHED_MAX}`)

interface Receipt {
  noticeId: string
  keyId: string
  told: number
  withoutContact: number
}

/** Stores what a platform states. False: these are the numbers that it stated last. */
export async function insertReceipt(tx: Tx, { noticeId, keyId, told, withoutContact }: Receipt): Promise<boolean> {
  const stored = await tx.findValue<string>(sql`
    insert into consumer_receipt (notice_id, key_id, told, without_contact)
    select ${noticeId}, ${keyId}, ${told}, ${withoutContact}
    where not exists (
      select from (select * from consumer_receipt where notice_id = ${noticeId} order by stated_at desc limit 1) last
      where last.told = ${told} and last.without_contact = ${withoutContact})
    on conflict do nothing returning notice_id`)
  return stored !== undefined
}
