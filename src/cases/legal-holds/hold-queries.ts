import sql, { type Sql } from 'sql-template-tag'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import {
  ascending,
  descending,
  type PageOf,
  type PageRequest,
  selectPage,
} from '../../foundation/database/select-page.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { seesPlatform } from '../claims/who-fits.ts'
import { SEES_UNBOUND } from '../claims/who-sees.ts'

export interface NewHold {
  subject: string
  reason: string
  authority: string | null
  reference: string | null
  until: Date | null
  /** The person who placed it. Null: a removal order did. */
  placedBy: string | null
  /** The order of an authority on which it rests. Null: none. */
  orderId: string | null
}

/** A legal hold: a duty to preserve the stored facts about a subject. */
export interface Hold extends NewHold {
  id: string
  /** The account of the subject, as known when the legal hold was placed. */
  accountId: string | null
  placedAt: Date
  liftedAt: Date | null
  /** A pending change that would lift the hold. Null: none. */
  lifting: string | null
  stands: boolean
}

const HOLD = sql`id, subject, account_id as "accountId", reason, authority, reference, until, placed_by as "placedBy", order_id as "orderId",
  placed_at as "placedAt", lifted_at as "liftedAt", lifted_at is null and (until is null or until > desk_now()) as stands,
  (select change.id from desk_change change where change.kind = 'legal_hold' and change.state in ('proposed', 'agreed')
    and change.body::jsonb ->> 'holdId' = legal_hold.id limit 1) as lifting`

export async function insertHold(tx: Tx, hold: NewHold): Promise<Hold> {
  return tx.only<Hold>(sql`
    insert into legal_hold (subject, account_id, reason, authority, reference, until, placed_by, order_id)
    values (${hold.subject}, coalesce((select account_id from content where 'content:' || id = ${hold.subject}),
        subject_id(${hold.subject}, 'account')),
      ${hold.reason}, ${hold.authority}, ${hold.reference}, ${hold.until}, ${hold.placedBy},
      ${hold.orderId})
    returning ${HOLD}`)
}

export async function findHold(db: Queryable, holdId: string): Promise<Hold | undefined> {
  return (await db.query<Hold>(sql`select ${HOLD} from legal_hold where id = ${holdId}`)).rows[0]
}

const seesHolds = (staffId: string): Sql => sql`(select ${SEES_UNBOUND} and ${seesPlatform('legal_hold.subject')}
  from staff person where person.id = ${staffId})`

/** Finds a legal hold that this person may see. */
export async function findHoldOf(db: Queryable, holdId: string, staffId: string): Promise<Hold | undefined> {
  return db.find<Hold>(sql`
    select ${HOLD} from legal_hold where id = ${holdId} and ${seesHolds(staffId)}`)
}

/**
 * Lists active legal holds first, then the newest; optionally of one account and its contents. People at a vendor's
 * site see none.
 */
export async function listHolds(
  db: Queryable,
  { account, staffId }: { account: string | undefined; staffId: string },
  page: PageRequest,
): Promise<PageOf<Hold>> {
  const rows = sql`
    select ${HOLD} from legal_hold
    where ${seesHolds(staffId)}
      and (${account ?? null}::text is null or account_id = ${account ?? null})`
  const key = [
    descending(sql`listed.stands::integer`, 'number'),
    descending(sql`listed."placedAt"`, 'time'),
    ascending(sql`listed.id`, 'text'),
  ]
  return selectPage<Hold>(db, { rows, key }, page)
}

export function holdMessage({ reason, authority, reference, until }: NewHold): Message {
  const whom = [authority, reference].filter((each) => each !== null)
  const asked = whom.length === 0 ? '' : message('described.hold.asked', { whom: { as: 'commas', list: whom } })
  const end = until === null ? message('described.hold.noEnd') : message('described.hold.until', { until })
  return message('described.hold.says', { reason, asked, end })
}
