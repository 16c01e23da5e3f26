import sql, { raw, type Sql } from 'sql-template-tag'
import { PLATFORM_SOURCE } from '../../cases/accounts/facts-queries.ts'
import { actorKey } from '../../foundation/domain.ts'
import type { FactName } from '../../policy/guards/facts.ts'
import type { KnownAbout } from './queries.ts'

/** A column that is expensive to compute: the facts that depend on it, and its SQL. */
interface Column {
  facts: readonly FactName[]
  /**
   * True for a fact about the proposer. It is not read where the proposer's facts at the time of the proposal count.
   */
  ofAsker?: true
  sql: (about: KnownAbout) => Sql
}

/**
 * Columns that need a query of their own, each read only where a guard needs a fact that depends on it. In `sql`,
 * `moment.now` is the desk's time, `member` the proposer, `account` the account and `alike` its look-alikes.
 */
const FACT_COLUMNS = {
  lookalikeReach: { facts: ['account.lookalike_reach'], sql: () => sql`alike.reach` },
  lookalikeVouched: { facts: ['account.lookalike_vouched'], sql: () => sql`alike.vouched` },
  reachLowest: {
    facts: ['account.reach_growth_30d', 'account.reach_bought'],
    sql: () => sql`(select min(reach) from account_reach
      where account_id = account.id and day > (moment.now - interval '30 days')::date)`,
  },
  restores: {
    facts: ['account.restores'],
    sql: ({
      accountId,
    }) => sql`(select count(*) from enforcement undone join enforcement_restore on enforcement_id = undone.id
      where undone.account_id = ${accountId} and cause in ('mistake', 'appeal', 'unconfirmed'))`,
  },
  pendingEnforcements: {
    facts: ['account.pending_enforcements'],
    sql: ({ accountId }) => sql`(select count(*) from enforcement pending where pending.account_id = ${accountId}
      and is_waiting(state))`,
  },
  strikes: {
    facts: ['account.strikes'],
    sql: ({ accountId }) => sql`case when ${accountId}::text is not null then strike_points(${accountId}) end`,
  },
  declinedMonth: {
    facts: ['actor.declined_30d'],
    ofAsker: true,
    sql: ({ by }) => sql`(select count(*) from enforcement mine where mine.proposed_by = ${actorKey(by)}
      and state = 'declined' and moved_at > moment.now - interval '30 days')`,
  },
  overturnedMonth: {
    facts: ['actor.overturned_share_30d'],
    ofAsker: true,
    sql: ({ by }) => sql`(select count(*) from enforcement mine join enforcement_restore on enforcement_id = mine.id
      where mine.proposed_by = ${actorKey(by)} and source <> 'bulk_action' and is_undone(state)
        and moved_at > moment.now - interval '30 days' and cause in ('mistake', 'appeal'))`,
  },
  signInStrength: {
    facts: ['actor.sign_in_strength'],
    ofAsker: true,
    sql: ({ staffId }) => sql`sign_in_strength(${staffId})`,
  },
  severeDay: {
    facts: ['actor.severe_cases_24h'],
    ofAsker: true,
    sql: ({ staffId }) => sql`case when member.id is not null then count_severe_today(${staffId}) end`,
  },
  evidenceAgeHours: {
    facts: ['enforcement.evidence_age_hours'],
    sql: ({ subject }) => sql`(select floor(extract(epoch from moment.now - max(reported_at)) / 3600)::integer
      from review_case where subject = ${subject})`,
  },
  seenSeconds: {
    facts: ['enforcement.seen_seconds'],
    sql: ({ staffId, subject, openedAt }) => sql`case when ${openedAt}::timestamptz is not null then coalesce((
      select floor(extract(epoch from moment.now - min(at)))::integer from staff_view seen
      where seen.staff_id = ${staffId} and seen.subject = ${subject} and seen.kind = 'case' and seen.at >= ${openedAt}), 0) end`,
  },
  badgeIsIdentity: { facts: ['desk.badge_is_identity'], sql: () => sql`badge_is_identity()` },
  breakersOpen: {
    facts: ['desk.breakers_open'],
    sql: () => sql`(select count(*) from breaker where closed_at is null)`,
  },
  onDuty: {
    facts: ['desk.on_duty'],
    sql: ({ staffId, subject }) => sql`(select count(*) from list_available_approvers() person
      where person.id is distinct from ${staffId} and may_review(roles_at(person, ${subject})))`,
  },
  offlineEnforcementsHour: {
    facts: ['desk.offline_enforcements_1h'],
    sql: () => sql`(select count(*) from enforcement
      where takes_offline(action) and source <> 'bulk_action' and released_at > moment.now - interval '1 hour')`,
  },
  // Only as the platform itself gave it: a key with the scope facts may state an item, and no guard reads that.
  item: {
    facts: ['item.type', 'item.price', 'item.currency', 'item.people'],
    sql: ({ subject }) => sql`(select item from content
      where id = subject_id(${subject}, 'content') and source = ${PLATFORM_SOURCE})`,
  },
  // A proposal that takes one more content locks the account, so the count is exact.
  itemsTakenDay: {
    facts: ['enforcement.account_items_24h'],
    sql: ({ accountId, subject }) => sql`(
      select count(distinct taking.subject) filter (where taking.proposed_at > moment.now - interval '1 day') from enforcement taking
      where taking.account_id = ${accountId} and taking.subject <> ${subject} and taking.action in ('hide', 'remove')
        and (is_waiting(taking.state) or is_acting(taking.state)))`,
  },
  // The count comes from the SQL function against which every release is checked.
  share: {
    facts: ['enforcement.account_items_share'],
    sql: ({ accountId, subject, takesContent, waiting }) => {
      const [enforcementId, proposedAt] = waiting ? [waiting.enforcementId, waiting.proposedAt] : ['', 'infinity']
      return sql`(select row_to_json(counted)
        from account_share(${accountId}, ${takesContent ? subject : null}, ${proposedAt}, ${enforcementId}) counted)`
    },
  },
} as const satisfies Record<string, Column>

export type FactColumn = keyof typeof FACT_COLUMNS

const COLUMNS = Object.entries(FACT_COLUMNS) as [FactColumn, Column][]
export const COLUMN_NAMES = COLUMNS.map(([name]) => name)

/** The facts that depend on these columns. */
export const COLUMN_FACTS = COLUMNS.flatMap(([, { facts }]) => facts)

/** The columns that these facts need. */
export const columnsOf = (reads: ReadonlySet<FactName>, readsAsker: boolean): FactColumn[] =>
  COLUMNS.filter(([, { facts, ofAsker }]) => (readsAsker || !ofAsker) && facts.some((fact) => reads.has(fact))).map(
    ([name]) => name,
  )

/**
 * Returns the columns for a select list. A column that is not needed is null and costs nothing, not even to prepare.
 */
export const selectColumns = (about: KnownAbout): Sql[] =>
  COLUMNS.map(([name, column]) => sql`${about.needs.has(name) ? column.sql(about) : sql`null`} as ${raw(`"${name}"`)}`)
