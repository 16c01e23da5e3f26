import sql, { type Sql } from 'sql-template-tag'
import { type Actor, actorKey, type House, type OrderSource, parseSubjectKey } from '../../foundation/domain.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { prepared, withOnePlan } from '../../foundation/database/prepared.ts'
import type { Budgeted } from '../../policy/budgets/budgets-file.ts'
import type { CountedAt } from '../../policy/budgets/spent.ts'

/** What the desk itself knows of an order that is about to be judged, all read at one moment. */
export interface KnownRow {
  now: Date
  handle: string | null
  displayName: string | null
  /** Null: not known. */
  bioDomains: readonly string[] | null
  tags: readonly string[] | null
  reachCounted: number | null
  absent: readonly string[] | null
  /** Null: the desk never heard of the account. */
  protected: boolean | null
  /** Of a content: each other account that was ever named as its author. */
  otherAuthors: readonly OtherAuthor[]
  reachClass: number
  evidence: string | null
  items: number | null
  ageDays: number | null
  lookalikeReach: number | null
  reachLowest: number | null
  restores: number | null
  pendingOrders: number | null
  declinedMonth: number | null
  overturnedMonth: number | null
  daysHere: number | null
  signedInMinutes: number | null
  lookalikeVouched: boolean | null
  verified: boolean | null
  /** Null: nobody asked, or there was no case. */
  seenSeconds: number | null
  evidenceAgeHours: number | null
  signInStrength: string | null
  severeDay: number | null
  daysUntilLeaving: number | null
  employment: string | null
  employer: string | null
  frozen: boolean
  breakersOpen: number | null
  /** Null: nobody asked. */
  badgeIsIdentity: boolean | null
  /** Null: nobody asked. */
  itemsTakenDay: number | null
  /** Of the account's own contents, the share that visitors don't see once this takes effect. Null: nobody asked. */
  share: { share: number | null; offline: boolean } | null
  reviewSeconds: number | null
  leaving: boolean | null
  minutesOnShift: number | null
  minutesSinceBreak: number | null
  minutesToShiftEnd: number | null
  onDuty: number | null
  darkOrdersHour: number | null
  /** Null: nothing was put under this subject. */
  floorApprovals: number | null
  floorHoldMs: number | null
  house: House
  /** Protecting tags that nobody looked at again when that was due, twice. */
  lapsedTags: readonly string[]
  shadow: boolean
  /** A breaker is open for whoever asks. */
  isShut: boolean
  /** Of whichever was asked for and was ever spent of. */
  counted: readonly CountedAt[]
}

/** What is on record of another author; every field is null where there is no row of the account. */
export type OtherAuthor = Pick<KnownRow, 'tags' | 'reachCounted' | 'protected' | 'verified'> & {
  reachAbsent: boolean | null
}

/** Some time of some account, and which budget's breaker bears on it. */
export interface Window {
  of: Budgeted | 'reviewer'
  withinMs: number
  /** Empty: no budget's. */
  budget: string
}

export interface Needs {
  /** How whoever asks stands. */
  asker: boolean
  onDuty: boolean
  darkOrders: boolean
  lookalikes: boolean
  items: boolean
  share: boolean
  growth: boolean
  past: boolean
  record: boolean
  evidence: boolean
  person: boolean
  breakers: boolean
  badge: boolean
}

export interface KnownAbout {
  accountId: string | null
  subject: string
  /** Null: not a person, so nothing is known of how they stand. */
  staffId: string | null
  /** When they opened the case; null: there was none. */
  openedAt: Date | null
  /** On whose account it would be. */
  by: Actor
  source: OrderSource
  windows: readonly Window[]
  /** Dear ones, read only where a guard asks for them. */
  needs: Needs
  /** It takes a content from view. */
  takesContent: boolean
  /** Of an order that waits already: what was asked for later doesn't count against it. */
  waiting?: { orderId: string; proposedAt: Date }
}

/** What stands for no end: as many days as a hundred years have. */
const NO_END_DAYS = 36_500

/** Only what is needed is part of the statement: what it leaves out costs nothing, not even to prepare. */
const ifNeeded = (needed: boolean, part: Sql): Sql => (needed ? part : sql`null`)

/** One name for each choice of what is needed: a few in all, since the guards of a desk need the same each time. */
const nameOf = (...needed: readonly boolean[]): string => `find-known-facts ${needed.map(Number).join('')}`

/** Of how many contents of an account something was asked for lately. Whoever asks for one more holds the account. */
const itemsTaken = (accountId: string | null, subject: string): Sql => sql`
  select count(distinct taking.subject) filter (where taking.proposed_at > moment.now - interval '1 day') as day
  from desk_order taking
  where taking.account_id = ${accountId} and taking.subject <> ${subject} and taking.action in ('hide', 'remove')
    and (is_waiting(taking.state) or is_acting(taking.state))`

/** How much of the account would be hidden, counted by the function that every release is held to. */
function shareOf({ accountId, subject, takesContent, waiting }: KnownAbout): Sql {
  const [orderId, proposedAt] = waiting ? [waiting.orderId, waiting.proposedAt] : ['', 'infinity']
  return sql`(select row_to_json(counted)
    from account_share(${accountId}, ${takesContent ? subject : null}, ${proposedAt}, ${orderId}) counted)`
}

/** What a content says and shows, as one hash. */
const evidenceOf = (contentId: string): Sql => sql`(
  select encode(sha256(convert_to(coalesce(text, '') || coalesce((
    select string_agg(E'\\n' || reference || ' ' || coalesce(encode(sha256, 'hex'), ''), '' order by place, id)
    from content_media where content_id = content.id and gone_at is null), ''), 'UTF8')), 'hex')
  from content where id = ${contentId})`

/** What is on record of every account but this one that is or was named as the author of a content. */
const otherAuthorsOf = (contentId: string, accountId: string | null): Sql => sql`(
  select coalesce(json_agg(json_build_object('tags', other.tags, 'reachCounted', other.reach_counted, 'protected', other.protected,
    'verified', other.verified, 'reachAbsent', 'reach' = any (other.absent))), '[]')
  from (select account_id from content where id = ${contentId}
    union select account_id from former_author where content_id = ${contentId}) author
  left join account other on other.id = author.account_id
  where author.account_id is distinct from ${accountId})`

/** In one round trip, and as one value: so many columns would be described anew with each answer. */
export async function findKnown(tx: Tx, about: KnownAbout): Promise<KnownRow> {
  const { accountId, subject, staffId, openedAt, needs, windows } = about
  const { kind, id } = parseSubjectKey(subject)
  const sees = needs.evidence && openedAt !== null
  const asked = prepared(nameOf(...Object.values(needs), sees, kind === 'content'))`
    select row_to_json(known) as known from (
    select moment.now, account.handle, account.display_name as "displayName", account.bio_domains as "bioDomains", account.tags, account.reach_counted as "reachCounted", account.absent,
      account.protected, account.items, account.verified,
      reach_class(account.reach_counted, coalesce('reach' = any (account.absent), false)) as "reachClass",
      ${ifNeeded(kind === 'content', evidenceOf(id))} as evidence,
      ${kind === 'content' ? otherAuthorsOf(id, accountId) : sql`'[]'::json`} as "otherAuthors",
      floor(extract(epoch from moment.now - account.account_created_at) / 86400)::integer as "ageDays",
      alike.reach as "lookalikeReach", alike.vouched as "lookalikeVouched",
      ${ifNeeded(
        needs.growth,
        sql`(select min(reach) from account_reach
        where account_id = account.id and day > (moment.now - interval '30 days')::date)`,
      )} as "reachLowest",
      ${ifNeeded(
        needs.past,
        sql`(select count(*) from desk_order undone join order_restore on order_id = undone.id
        where undone.account_id = ${accountId} and cause in ('mistake', 'appeal', 'unconfirmed'))`,
      )} as restores,
      ${ifNeeded(
        needs.past,
        sql`(select count(*) from desk_order pending where pending.account_id = ${accountId}
        and is_waiting(state))`,
      )} as "pendingOrders",
      ${ifNeeded(
        needs.record,
        sql`(select count(*) from desk_order mine where mine.proposed_by = ${actorKey(about.by)}
        and state = 'declined' and moved_at > moment.now - interval '30 days')`,
      )} as "declinedMonth",
      ${ifNeeded(
        needs.record,
        sql`(select count(*) from desk_order mine join order_restore on order_id = mine.id
        where mine.proposed_by = ${actorKey(about.by)} and source <> 'campaign' and is_undone(state)
          and moved_at > moment.now - interval '30 days' and cause in ('mistake', 'appeal'))`,
      )} as "overturnedMonth",
      floor(extract(epoch from moment.now - member.starts_at) / 86400)::integer as "daysHere",
      member.employment, member.employer,
      case when member.id is null then null when member.ends_at is null then ${NO_END_DAYS}
        else greatest(0, floor(extract(epoch from member.ends_at - moment.now) / 86400))::integer end as "daysUntilLeaving",
      ${ifNeeded(needs.person, sql`sign_in_strength(${staffId})`)} as "signInStrength",
      ${ifNeeded(needs.person, sql`case when member.id is not null then severe_today(${staffId}) end`)} as "severeDay",
      ${ifNeeded(
        needs.evidence,
        sql`(select floor(extract(epoch from moment.now - max(reported_at)) / 3600)::integer
        from review_case where subject = ${subject})`,
      )} as "evidenceAgeHours",
      ${ifNeeded(
        sees,
        sql`coalesce((
        select floor(extract(epoch from moment.now - min(at)))::integer from staff_view seen
        where seen.staff_id = ${staffId} and seen.subject = ${subject} and seen.kind = 'case' and seen.at >= ${openedAt}), 0)`,
      )} as "seenSeconds",
      frozen_until() is not null as frozen,
      ${ifNeeded(needs.badge, sql`badge_is_identity()`)} as "badgeIsIdentity",
      ${ifNeeded(needs.breakers, sql`(select count(*) from breaker where closed_at is null)`)} as "breakersOpen",
      ${ifNeeded(
        needs.asker,
        sql`(select floor(extract(epoch from moment.now - max(began_at)) / 60)::integer from staff_session
        where staff_id = ${staffId} and ends_at > moment.now and revoked_at is null)`,
      )} as "signedInMinutes",
      taken.day as "itemsTakenDay",
      ${ifNeeded(needs.share, shareOf(about))} as share,
      floor(extract(epoch from moment.now - ${openedAt}::timestamptz))::integer as "reviewSeconds",
      standing.leaving, standing.minutes_on_shift as "minutesOnShift", standing.minutes_since_break as "minutesSinceBreak",
      standing.minutes_to_shift_end as "minutesToShiftEnd",
      ${ifNeeded(needs.onDuty, sql`(select count(*) from could_agree_now() where id is distinct from ${staffId})`)} as "onDuty",
      ${ifNeeded(
        needs.darkOrders,
        sql`(select count(*) from desk_order
        where takes_offline(action) and source <> 'campaign' and released_at > moment.now - interval '1 hour')`,
      )} as "darkOrdersHour",
      case when cardinality(${windows.map(({ budget }) => budget)}::text[]) = 0 then '[]' else
        spent_within(${actorKey(about.by)}, ${about.source}, ${windows.map(({ of }) => of)},
          ${windows.map(({ withinMs }) => withinMs)}, ${windows.map(({ budget }) => budget)}) end as counted,
      is_shut(${actorKey(about.by)}, ${about.source}) as "isShut",
      protecting.approvals as "floorApprovals", protecting.hold_ms as "floorHoldMs",
      protecting.lapsed as "lapsedTags", profile.house, profile.shadow
    from (select desk_now() as now offset 0) moment
    cross join lateral standing_protection(${subject}, ${accountId}) protecting
    cross join standing_profile() profile
    left join account on account.id = ${accountId}
    left join staff member on ${needs.asker ? sql`member.id = ${staffId}` : sql`false`}
    left join lateral ${needs.lookalikes ? sql`account_lookalike(account.id)` : sql`(select null as reach, null as vouched)`} alike on true
    left join lateral ${needs.asker ? sql`staff_standing(${staffId}) standing on true` : sql`staff_standing(null) standing on false`}
    left join lateral (${needs.items ? itemsTaken(accountId, subject) : sql`select null as day`}) taken on true) known`
  const { rows } = await withOnePlan(tx, () => tx.query<{ known: Omit<KnownRow, 'now'> & { now: string } }>(asked))
  const known = rows[0]?.known
  if (known === undefined) throw new Error('PostgreSQL answered nothing about an order')
  return { ...known, now: new Date(known.now) }
}
