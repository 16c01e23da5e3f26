import sql from 'sql-template-tag'
import { COUNTER_NOTICE_STATES, type CounterNoticeState } from '../../../enforcement/statements/statement-queries.ts'
import type { Queryable, Tx } from '../../../foundation/database/db.ts'

export type CounterNoticeEnd = Exclude<CounterNoticeState, 'open'>
export const COUNTER_NOTICE_ENDS = COUNTER_NOTICE_STATES.filter((state): state is CounterNoticeEnd => state !== 'open')

/** The grounds for which a restriction is not lifted by time alone. */
export type ReferralGround = 'legal_duty' | 'order' | 'two_grounds' | 'other_report' | 'new_notice' | 'not_told'

/** The reasons for which no counter-notice is received about a statement. */
export type CounterNoticeRefusal = 'not_in_effect' | 'received' | 'no_case' | 'no_notice'

export interface CounterNotice {
  id: string
  statementId: string
  enforcementId: string
  subject: string
  keyId: string
  clientId: string
  /** Null: erased. */
  bodyHash: Buffer | null
  correspondentId: string
  policyId: string
  law: string
  /** Null: erased. */
  words: string | null
  discloses: boolean
  receivedAt: Date
  /** The time at which the restriction is lifted, if nothing comes in between. */
  liftAt: Date
  state: CounterNoticeState
  movedAt: Date | null
  referredFor: ReferralGround | null
  /** The notice by whose page, or the API key by which, a court action was stated. */
  filedBy: string | null
  filedReference: string | null
}

const COUNTER_NOTICE = sql`countered.id, countered.statement_id as "statementId", countered.enforcement_id as "enforcementId",
  enforcement.subject, countered.key_id as "keyId", countered.client_id as "clientId", countered.body_hash as "bodyHash",
  countered.correspondent_id as "correspondentId", countered.policy_id as "policyId", countered.law, countered.words,
  countered.discloses, countered.received_at as "receivedAt", countered.lift_at as "liftAt", countered.state,
  countered.moved_at as "movedAt", countered.referred_for as "referredFor", countered.filed_by as "filedBy",
  countered.filed_reference as "filedReference"
  from counter_notice countered join enforcement on enforcement.id = countered.enforcement_id`

export const findCounterNotice = (db: Queryable, id: string): Promise<CounterNotice | undefined> =>
  db.find<CounterNotice>(sql`select ${COUNTER_NOTICE} where countered.id = ${id}`)

export const findCounterNoticeOf = (db: Queryable, statementId: string): Promise<CounterNotice | undefined> =>
  db.find<CounterNotice>(sql`select ${COUNTER_NOTICE} where countered.statement_id = ${statementId}`)

/** Lists the counter-notices against restrictions to which a rights holder's notice led, the oldest first. */
export const listCounterNoticesAgainst = (db: Queryable, noticeId: string): Promise<CounterNotice[]> =>
  db.list<CounterNotice>(sql`
    select ${COUNTER_NOTICE} where enforcement.subject = (select review_case.subject from notice
        join review_case on review_case.id = notice.case_id where notice.id = ${noticeId})
      and exists (select from rights_notices(countered.enforcement_id) told where told.id = ${noticeId})
    order by countered.received_at, length(countered.id), countered.id`)

/** Locks a counter-notice until the transaction ends. The caller has locked its enforcement. */
export async function lockCounterNotice(tx: Tx, id: string): Promise<CounterNotice | undefined> {
  await tx.query(sql`select from counter_notice where id = ${id} for update`)
  return findCounterNotice(tx, id)
}

/** A statement against which a counter-notice may come, with the policy by which it was decided. */
export interface Counterable {
  statementId: string
  enforcementId: string
  subject: string
  policyId: string
  refusal: CounterNoticeRefusal | null
}

export const findCounterable = (
  db: Queryable,
  of: { statementId: string } | { enforcementId: string },
): Promise<Counterable | undefined> =>
  db.find<Counterable>(sql`
    select statement.id as "statementId", enforcement.id as "enforcementId", enforcement.subject,
      enforcement.policy_id as "policyId", counter_notice_refusal(statement.id) as refusal
    from statement join enforcement on enforcement.id = statement.enforcement_id
    where statement.kind = 'restriction'
      and ${'statementId' in of ? sql`statement.id = ${of.statementId}` : sql`enforcement.id = ${of.enforcementId}`}`)

export interface NewCounterNotice {
  statementId: string
  enforcementId: string
  keyId: string
  clientId: string
  bodyHash: Buffer
  correspondentId: string
  policyId: string
  law: string
  words: string
  salt: Buffer
  saidHash: Buffer
  discloses: boolean
  businessDays: number
}

/** Stores a counter-notice, and returns its id. PostgreSQL sets its times, and refuses one against anything else. */
export const insertCounterNotice = (tx: Tx, made: NewCounterNotice): Promise<string> =>
  tx.onlyValue<string>(sql`
    insert into counter_notice (statement_id, enforcement_id, key_id, client_id, body_hash, correspondent_id, policy_id, law,
      words, salt, said_hash, discloses, business_days, lift_at)
    values (${made.statementId}, ${made.enforcementId}, ${made.keyId}, ${made.clientId}, ${made.bodyHash},
      ${made.correspondentId}, ${made.policyId}, ${made.law}, ${made.words}, ${made.salt}, ${made.saidHash}, ${made.discloses},
      ${made.businessDays}, desk_now())
    returning id`)

/** Finds what a key sent under an id. */
export const findSentCounterNotice = (
  db: Queryable,
  keyId: string,
  clientId: string,
): Promise<CounterNotice | undefined> =>
  db.find<CounterNotice>(
    sql`select ${COUNTER_NOTICE} where countered.key_id = ${keyId} and countered.client_id = ${clientId}`,
  )

/** The notices of rights holders that led to an enforcement, each with the row of its sender if it is not erased. */
export const listRightsNotices = (
  db: Queryable,
  enforcementId: string,
): Promise<{ noticeId: string; correspondentId: string | null }[]> =>
  db.list(sql`
    select told.id as "noticeId", correspondent.id as "correspondentId" from rights_notices(${enforcementId}) told
      left join correspondent on correspondent.id = told.correspondent_id and correspondent.mark is not null
    order by told.id`)

/** The end of a counter-notice with what it rests on. */
export type Ending =
  | { state: 'withdrawn' | 'lifted' | 'ended' }
  | { state: 'referred'; referredFor: ReferralGround }
  | { state: 'action_filed'; filedBy: string; filedReference: string }

/**
 * Ends an open counter-notice, and returns the hash of the reference of an action. PostgreSQL sets the time, and refuses an
 * end without the rows that justify it.
 */
export function updateCounterNoticeEnd(tx: Tx, id: string, ending: Ending): Promise<string | null> {
  const { filedBy = null, filedReference = null } = ending.state === 'action_filed' ? ending : {}
  return tx.onlyValue<string | null>(sql`
    update counter_notice set state = ${ending.state}, filed_by = ${filedBy}, filed_reference = ${filedReference},
      referred_for = ${ending.state === 'referred' ? ending.referredFor : null}
    where id = ${id} and state = 'open' returning encode(filed_hash, 'hex')`)
}

/** Returns the ground for which a restriction is not lifted by time alone. Null: it is lifted. */
export const findReferralGround = (tx: Tx, id: string): Promise<ReferralGround | null> =>
  tx.onlyValue<ReferralGround | null>(sql`
    select counter_notice_bar(countered) as bar from counter_notice countered where countered.id = ${id}`)

/** Lists open counter-notices whose time is over, or whose restriction ended for another reason. */
export const listOverCounterNotices = (
  db: Queryable,
  atMost: number,
): Promise<{ id: string; enforcementId: string }[]> =>
  db.list(sql`
    select countered.id, countered.enforcement_id as "enforcementId" from counter_notice countered
      join enforcement on enforcement.id = countered.enforcement_id
    where countered.state = 'open'
      and (countered.lift_at <= desk_now() or not is_effective(enforcement.state))
    order by countered.lift_at limit ${atMost}`)
