import sql, { join, type Sql } from 'sql-template-tag'
import type { Tx } from '../../foundation/database/db.ts'
import { prepared, withOnePlan } from '../../foundation/database/prepared.ts'
import {
  type Actor,
  actorKey,
  type EnforcementSource,
  type Fact,
  type Organisation,
  parseSubjectKey,
} from '../../foundation/domain.ts'
import type { Budgeted } from '../../policy/budgets/budgets-file.ts'
import type { CountedAt } from '../../policy/budgets/spent.ts'
import type { Item } from '../../policy/items/item-types.ts'
import { COLUMN_NAMES, type FactColumn, selectColumns } from './fact-columns.ts'

/** The facts in the database about an enforcement to be judged, all read at one moment. */
export interface KnownRow {
  now: Date
  handle: string | null
  displayName: string | null
  /** The domains of the links in the account's description. Null: unknown. */
  bioDomains: readonly string[] | null
  tags: readonly string[] | null
  reachCounted: number | null
  absent: readonly string[] | null
  /** True when the account is protected. Null: the database does not have it. */
  protected: boolean | null
  /** The other accounts that were ever named as the author of a content. */
  otherAuthors: readonly OtherAuthor[]
  reachClass: number
  evidence: string | null
  items: number | null
  ageDays: number | null
  lookalikeReach: number | null
  reachLowest: number | null
  restores: number | null
  pendingEnforcements: number | null
  strikes: number | null
  /** The content's item as the platform gave it. Null: unknown, or not needed. */
  item: Fact<Item>
  declinedMonth: number | null
  overturnedMonth: number | null
  daysHere: number | null
  signedInMinutes: number | null
  lookalikeVouched: boolean | null
  verified: boolean | null
  /** The seconds since the proposer first opened the case. Null: no guard needs them, or there was no case. */
  seenSeconds: number | null
  evidenceAgeHours: number | null
  signInStrength: string | null
  severeDay: number | null
  daysUntilLeaving: number | null
  employment: string | null
  employer: string | null
  frozen: boolean
  breakersOpen: number | null
  /** True when the verified badge means a checked identity. Null: no guard needs it. */
  badgeIsIdentity: boolean | null
  /** The number of other contents of the account whose removal was proposed within a day. Null: no guard needs it. */
  itemsTakenDay: number | null
  /** The share of the account's contents that visitors would not see once this takes effect. Null: not needed. */
  share: { share: number | null; offline: boolean } | null
  reviewSeconds: number | null
  leaving: boolean | null
  minutesOnShift: number | null
  minutesSinceBreak: number | null
  minutesToShiftEnd: number | null
  onDuty: number | null
  offlineEnforcementsHour: number | null
  /** The fewest approvals that people set for this subject. Null: they set none. */
  floorApprovals: number | null
  floorHoldMs: number | null
  organisation: Organisation
  /**
   * The protective tags whose review was due and missed twice. They no longer count as tags, but the account stays
   * protected, as one of high reach.
   */
  lapsedTags: readonly string[]
  shadow: boolean
  /** True when a circuit breaker is open for the proposer. */
  isBreakerOpen: boolean
  isRecovering: boolean
  /** The counts for the requested budgets, without those to which nothing was ever charged. */
  counted: readonly CountedAt[]
}

/** The stored facts of another author. Every field is null when the database does not have the account. */
type OtherAuthor = Pick<KnownRow, 'tags' | 'reachCounted' | 'protected' | 'verified'> & {
  reachAbsent: boolean | null
}

/** A sliding time over which one proposer or source is counted, and the budget whose circuit breaker applies. */
export interface Window {
  of: Budgeted | 'reviewer'
  withinMs: number
  /** The id of the budget. Empty: the count belongs to no budget. */
  budget: string
}

export interface KnownAbout {
  accountId: string | null
  subject: string
  /** The proposer, if it is a person. Null: an API key or the desk proposes, for which no facts about work exist. */
  staffId: string | null
  /** The time at which the proposer opened the case. Null: there was no case. */
  openedAt: Date | null
  /** The actor to whom the enforcement would be charged. */
  by: Actor
  source: EnforcementSource
  windows: readonly Window[]
  /** The expensive columns that a guard needs; the others stay null. */
  needs: ReadonlySet<FactColumn>
  /** False: the proposer's facts at the time of the proposal count, so they are not read again now. */
  readsAsker: boolean
  /** True when the action takes a content out of view. */
  takesContent: boolean
  /**
   * The waiting enforcement that is judged again, its start, and the version of the content about which it was decided.
   * Later proposals do not count against it.
   */
  waiting?: { enforcementId: string; proposedAt: Date; contentVersion: string | null }
}

/** The days until a departure that is not set: a hundred years. */
const NO_END_DAYS = 36_500

/**
 * One name of a prepared statement for each set of needed columns. There are few, because the guards of a desk need the
 * same each time.
 */
const nameOf = (...needed: readonly boolean[]): string => `find-known-facts ${needed.map(Number).join('')}`

/**
 * SQL for one hash of a content's text, media, item and version. The version counts unless the enforcement was decided
 * about a content without one: a platform that names it later shows no change.
 */
const evidenceOf = (contentId: string, waiting: KnownAbout['waiting']): Sql => sql`(
  select encode(sha256(convert_to(coalesce(text, '') || coalesce((
    select string_agg(E'\\n' || reference || ' ' || coalesce(encode(sha256, 'hex'), ''), '' order by place, id)
    from content_media where content_id = content.id and gone_at is null), '')
    || coalesce(E'\\n' || item::text, '')
    || coalesce(E'\\n' || case when ${waiting?.contentVersion !== null}::boolean then version end, ''), 'UTF8')), 'hex')
  from content where id = ${contentId})`

/** SQL for the records of the other accounts that are or were named as the author of a content. */
const otherAuthorsOf = (contentId: string, accountId: string | null): Sql => sql`(
  select coalesce(json_agg(json_build_object('tags', other.tags, 'reachCounted', other.reach_counted, 'protected', other.protected,
    'verified', other.verified, 'reachAbsent', 'reach' = any (other.absent))), '[]')
  from (select account_id from content where id = ${contentId}
    union select account_id from former_author where content_id = ${contentId}) author
  left join account other on other.id = author.account_id
  where author.account_id is distinct from ${accountId})`

const signedInMinutes = (staffId: string | null): Sql => sql`(
  select floor(extract(epoch from moment.now - max(began_at)) / 60)::integer from staff_session
  where staff_id = ${staffId} and ends_at > moment.now and revoked_at is null)`

/**
 * Reads the row in one round trip and as one JSON value: PostgreSQL would describe so many columns with each answer.
 */
export async function findKnown(tx: Tx, about: KnownAbout): Promise<KnownRow> {
  const { accountId, subject, staffId, openedAt, needs, readsAsker, windows } = about
  const { kind, id } = parseSubjectKey(subject)
  const seesAlike = needs.has('lookalikeReach') || needs.has('lookalikeVouched')
  const asked = prepared(nameOf(...COLUMN_NAMES.map((name) => needs.has(name)), readsAsker, kind === 'content'))`
    select row_to_json(known) as known from (
    select moment.now, account.handle, account.display_name as "displayName", account.bio_domains as "bioDomains", account.tags, account.reach_counted as "reachCounted", account.absent,
      account.protected, account.items, account.verified,
      reach_class(account.reach_counted, coalesce('reach' = any (account.absent), false)) as "reachClass",
      ${kind === 'content' ? evidenceOf(id, about.waiting) : sql`null`} as evidence,
      ${kind === 'content' ? otherAuthorsOf(id, accountId) : sql`'[]'::json`} as "otherAuthors",
      floor(extract(epoch from moment.now - account.account_created_at) / 86400)::integer as "ageDays",
      ${join(selectColumns(about), ', ')},
      floor(extract(epoch from moment.now - member.starts_at) / 86400)::integer as "daysHere",
      member.employment, member.employer,
      case when member.id is null then null when member.ends_at is null then ${NO_END_DAYS}
        else greatest(0, floor(extract(epoch from member.ends_at - moment.now) / 86400))::integer end as "daysUntilLeaving",
      frozen_until() is not null as frozen,
      ${readsAsker ? signedInMinutes(staffId) : sql`null`} as "signedInMinutes",
      floor(extract(epoch from moment.now - ${openedAt}::timestamptz))::integer as "reviewSeconds",
      standing.leaving, standing.minutes_on_shift as "minutesOnShift", standing.minutes_since_break as "minutesSinceBreak",
      standing.minutes_to_shift_end as "minutesToShiftEnd",
      case when cardinality(${windows.map(({ budget }) => budget)}::text[]) = 0 then '[]' else
        spent_within(${actorKey(about.by)}, ${about.source}, ${windows.map(({ of }) => of)},
          ${windows.map(({ withinMs }) => withinMs)}, ${windows.map(({ budget }) => budget)}) end as counted,
      breaker_open(${actorKey(about.by)}, ${about.source}) as "isBreakerOpen", in_recovery() as "isRecovering",
      protecting.approvals as "floorApprovals", protecting.hold_ms as "floorHoldMs",
      protecting.lapsed as "lapsedTags", profile.organisation, profile.shadow
    from (select desk_now() as now offset 0) moment
    cross join lateral current_protection(${subject}, ${accountId}) protecting
    cross join current_profile() profile
    left join account on account.id = ${accountId}
    left join staff member on ${readsAsker ? sql`member.id = ${staffId}` : sql`false`}
    left join lateral ${seesAlike ? sql`account_lookalike(account.id)` : sql`(select null as reach, null as vouched)`} alike on true
    left join lateral ${readsAsker ? sql`staff_standing(${staffId}) standing on true` : sql`staff_standing(null) standing on false`}) known`
  const { rows } = await withOnePlan(tx, () => tx.query<{ known: Omit<KnownRow, 'now'> & { now: string } }>(asked))
  const known = rows[0]?.known
  if (known === undefined) throw new Error('PostgreSQL answered nothing about an enforcement')
  return { ...known, now: new Date(known.now) }
}
