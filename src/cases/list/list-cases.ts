import sql, { join, raw, type Sql } from 'sql-template-tag'
import { isAtPlatform } from './at-platform.ts'
import { type PageOf, type PageRequest, selectPage } from '../../foundation/database/select-page.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import type { Category } from '../../foundation/domain.ts'
import { CASE_KEYS, type CaseSort, ORDER_COLUMNS } from './case-sorts.ts'
import { CASE, type CaseRow } from '../queue/queries.ts'
import { MAY_OPEN } from '../claims/who-fits.ts'

export interface CaseFilter {
  queue?: string
  state?: CaseRow['state']
  subject?: string
  claimedBy?: string
  late?: boolean
  /** Filter: the kind of action against which the case's appeal is. */
  bulkAction?: string
  language?: string
  category?: Category
  /** Filter: the item type. */
  item?: string
  escalated?: boolean
  appeal?: boolean
  returned?: boolean
  /** Filter: the platform of the subject. */
  platform?: string
  /** Filter: the source of a signal about the subject, or any source. */
  signal?: string
  /** Filter: a power of ten of the reach. An unknown reach counts as 100,000. */
  reachAtLeast?: number
  /** Filter: the pseudonym of the person who holds the case or for whom it is reserved. Null: no person. */
  assignee?: string | null
  /** Filter: the beginning of a handle or a name, words of them, or the id of a case. */
  text?: string
}

export type ListedCaseRow = CaseRow & {
  claimant: string | null
  reservedFor: string | null
  snoozedUntil: Date | null
  handle: string | null
  displayName: string | null
  reach: number | null
  verified: boolean | null
  protected: boolean
  item: string | null
}

/** The account of a case, as lists name it. An account that the desk does not know counts as protected. */
export const LISTED = raw(`account.handle, account.display_name as "displayName",
  coalesce(account.reach_counted, account.reach) as reach, account.verified, coalesce(account.protected, true) as protected,
  (select type from case_item where case_item.case_id = candidate.id) as item,
  case when candidate.snoozed_until > desk_now() then candidate.snoozed_until end as "snoozedUntil"`)

/** The holder of a case and the person for whom it is reserved, with its account. */
export const WITH_PEOPLE = raw(`left join account on account.id = candidate.account_id
  left join staff claimant on claimant.id = candidate.claimed_by and candidate.claimed_until > desk_now()
  left join staff reserved on reserved.id = candidate.reserved_for and candidate.reserved_until > desk_now()`)

/** Lists one page of the cases that a person may open, in an order that an index serves. */
export async function listCases(
  db: Queryable,
  staffId: string,
  { sort, ...filter }: CaseFilter & { sort: CaseSort },
  page: PageRequest,
): Promise<PageOf<ListedCaseRow>> {
  const rows = sql`
    select ${CASE}, ${LISTED}, ${ORDER_COLUMNS}, claimant.pseudonym as claimant, reserved.pseudonym as "reservedFor"
    from review_case candidate join staff person on person.id = ${staffId} ${WITH_PEOPLE}
    where ${join([IS_ALLOWED, ...conditionsOf(filter)], ' and ')}`
  return selectPage<ListedCaseRow>(db, { rows, key: CASE_KEYS[sort] }, page)
}

/**
 * The right to open the case, as one condition. Without the SQL `case` the planner multiplies the probabilities of its
 * parts, expects hardly any row, and reads all cases of a filter instead of the first in order.
 */
const IS_ALLOWED = sql`case when ${MAY_OPEN} then true else false end`
const IS_OPEN = sql`candidate.state = 'open'`
/** The last Unicode character: each text that begins with a prefix sorts before the prefix followed by it. */
const LAST = raw('chr(1114111)')
/** The most accounts whose cases are listed for the beginning of a name; the reader of a longer list types more. */
const ACCOUNTS_MAX = 500

function conditionsOf(filter: CaseFilter): Sql[] {
  const conditions: Sql[] = []
  if (filter.queue) conditions.push(sql`candidate.queue = ${filter.queue}`)
  if (filter.state) conditions.push(sql`candidate.state = ${filter.state}`)
  if (filter.bulkAction) conditions.push(sql`candidate.bulk_action_id = ${filter.bulkAction}`)
  if (filter.subject) conditions.push(sql`candidate.subject = ${filter.subject}`)
  if (filter.claimedBy)
    conditions.push(sql`candidate.claimed_until > desk_now()
      and candidate.id in (select case_id from case_claim where staff_id = ${filter.claimedBy})`)
  if (filter.language) conditions.push(sql`lower(candidate.language) = lower(${filter.language})`)
  if (filter.category) conditions.push(sql`candidate.category = ${filter.category}`)
  if (filter.item) conditions.push(sql`candidate.id in (select case_id from case_item where type = ${filter.item})`)
  if (filter.platform) conditions.push(isAtPlatform(sql`candidate.subject`, filter.platform))
  if (filter.reachAtLeast !== undefined)
    conditions.push(sql`candidate.reach_class >= reach_class(${filter.reachAtLeast}::bigint, false)`)
  if (filter.signal)
    conditions.push(sql`exists (select from signal where signal.subject = candidate.subject
      and ${filter.signal === 'any' ? sql`true` : sql`signal.source = ${filter.signal}`})`)
  if (filter.assignee !== undefined) conditions.push(isAssigned(filter.assignee))
  if (filter.text) conditions.push(isCalled(filter.text))
  return [...conditions, ...flagsOf(filter)]
}

/** The condition also holds for closed cases when the flag is not wanted, which the index allows. */
function flagsOf({ late, escalated, appeal, returned }: CaseFilter): Sql[] {
  const flags: Sql[] = []
  if (late === true) flags.push(sql`${IS_OPEN} and candidate.missed_due_at is not null`)
  if (late === false) flags.push(sql`(candidate.state <> 'open' or candidate.missed_due_at is null)`)
  if (escalated === true) flags.push(sql`${IS_OPEN} and candidate.escalation_id is not null`)
  if (escalated === false) flags.push(sql`candidate.escalation_id is null`)
  if (appeal === true) flags.push(sql`candidate.appeal_id is not null`)
  if (appeal === false) flags.push(sql`candidate.appeal_id is null`)
  if (returned === true) flags.push(sql`${IS_OPEN} and candidate.returned`)
  if (returned === false) flags.push(sql`not candidate.returned`)
  return flags
}

const isAssigned = (pseudonym: string | null): Sql =>
  pseudonym === null
    ? sql`(candidate.claimed_until is null or candidate.claimed_until <= desk_now())
        and (candidate.reserved_until is null or candidate.reserved_until <= desk_now())`
    : sql`candidate.id in (
        select held.id from staff holder join case_claim on case_claim.staff_id = holder.id
          join review_case held on held.id = case_claim.case_id and held.claimed_until > desk_now()
        where holder.pseudonym = ${pseudonym}
        union select kept.id from staff holder join review_case kept on kept.reserved_for = holder.id
          and kept.state = 'open' and kept.reserved_until > desk_now()
        where holder.pseudonym = ${pseudonym})`

/** SQL condition: the case has that id, or its account has that name, found by the indexes of accounts first. */
function isCalled(text: string): Sql {
  const handle = text.replace(/^@/, '')
  return sql`(candidate.id = ${text} or candidate.account_id = any (array(
    (select id from account where search_handle(handle) collate "C" >= search_handle(${handle})
      and search_handle(handle) collate "C" < search_handle(${handle}) || ${LAST} limit ${ACCOUNTS_MAX})
    union (select id from account where search_name(display_name) collate "C" >= search_name(${text})
      and search_name(display_name) collate "C" < search_name(${text}) || ${LAST} limit ${ACCOUNTS_MAX})
    union (select id from account where search_words(coalesce(handle, '') || ' ' || coalesce(display_name, ''))
      @@ search_query(${text}) limit ${ACCOUNTS_MAX}))))`
}
