import sql, { join, type Sql } from 'sql-template-tag'
import { isAtPlatform } from '../../cases/list/at-platform.ts'
import { MAY_OPEN } from '../../cases/claims/who-fits.ts'
import { listHiddenActors } from '../../enforcement/approve/kept-from.ts'
import { type Position, readPosition, writePosition } from '../../foundation/database/page-cursor.ts'
import type { PageOf, PageRequest } from '../../foundation/database/select-page.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import type { Action, Category, Conclusion } from '../../foundation/domain.ts'
import { isLookedAtAgain } from '../quality-review/qa-sample-queries.ts'

interface DecisionFilter {
  from: Date
  to: Date
  queue?: string
  policyId?: string
  action?: Action
  /** Filter: the id of an action of the organisation's own. */
  ownAction?: string
  conclusion?: Conclusion
  language?: string
  /** Filter: the platform of the subject. */
  platform?: string
  category?: Category
  /** Filter: the automation rule that acted. */
  rule?: string
  /** Filter: a guard that fired for one of the enforcements. */
  guard?: string
}

export interface DecisionRow {
  /** The id of a person's decision, or of the enforcement of a rule. */
  id: string
  at: Date
  /** The automation rule that acted. Null: a person decided. */
  rule: string | null
  caseId: string
  subject: string
  accountId: string | null
  handle: string | null
  queue: string
  category: Category
  language: string | null
  conclusion: Conclusion
  policyId: string | null
  actions: Action[]
  /** The ids of those that are the organisation's own. */
  ownActions: string[]
  /** The pseudonym of the person who decided, where the reader is the lead of their team. Null: withheld, or a rule. */
  reviewer: string | null
}

/**
 * Lists the decisions that a person may read, the newest first: those of people and of automation rules, on cases that
 * they may open. It leaves out a decision that the reader is to judge independently, as the history of an account does.
 */
export async function listDecisions(
  db: Queryable,
  staffId: string,
  filter: DecisionFilter,
  { limit, cursor }: PageRequest,
): Promise<PageOf<DecisionRow>> {
  const asked = { staffId, filter, after: readPosition(cursor), size: limit + 1 }
  const found: FoundRow[] = []
  // Each list holds its newest rows, so the newest rows of both are among these.
  if (filter.rule === undefined) found.push(...(await listByPeople(db, asked)))
  if ((filter.conclusion ?? 'violation') === 'violation') found.push(...(await listByRules(db, asked)))
  found.sort((a, b) => b.micros - a.micros || (a.id < b.id ? 1 : -1))
  const last = found.length > limit ? found[limit - 1] : undefined
  const items = found.slice(0, limit).map(({ micros: _micros, ...row }) => row)
  return { items, nextCursor: last === undefined ? null : writePosition(last) }
}

/** A row with its time in microseconds, by which the two lists are joined. */
type FoundRow = DecisionRow & { micros: number }

interface Asked {
  staffId: string
  filter: DecisionFilter
  after: Position | undefined
  size: number
}

/** The reader, and the enforcements that wait for their independent review: few, and read once for all rows. */
const reader = (staffId: string): Sql => sql`
  person as materialized (select * from staff where id = ${staffId}),
  owed as materialized (select waiting.subject, waiting.account_id from enforcement waiting
    where is_waiting(waiting.state) and owes_independent_review(${staffId}, waiting))`

const isBehind = (after: Position | undefined, at: Sql, id: Sql): Sql =>
  after === undefined
    ? sql`true`
    : sql`(${at}, ${id}) < (timestamptz 'epoch' + ${after.micros}::bigint * interval '1 microsecond', ${after.id} collate "C")`

const CASE_COLUMNS = sql`candidate.id as "caseId", candidate.subject, candidate.account_id as "accountId",
  (select account.handle from account where account.id = candidate.account_id) as handle, candidate.queue,
  candidate.category, candidate.language`

/**
 * SQL expression: the pseudonym of an author, for a lead of their own team alone. A team belongs to one employer. A lead
 * who may judge an appeal concludes first.
 */
const REVIEWER = sql`(select author.pseudonym from staff author where author.id = decision.staff_id
  and 'lead' = any (person.roles) and author.team = person.team and author.employer = person.employer
  and not hides_author(person.id, decision.id))`

function listByPeople(db: Queryable, { staffId, filter, after, size }: Asked): Promise<FoundRow[]> {
  const led = sql`from enforcement led where led.decision_id = decision.id`
  const conditions = [
    sql`decision.decided_at >= ${filter.from} and decision.decided_at < ${filter.to}`,
    isBehind(after, sql`decision.decided_at`, sql`decision.id`),
    ...ofCase(filter),
    ...(filter.policyId === undefined ? [] : [sql`decision.policy_id = ${filter.policyId}`]),
    ...(filter.conclusion === undefined ? [] : [sql`decision.conclusion = ${filter.conclusion}`]),
    ...(filter.action === undefined
      ? []
      : [sql`decision.actions @> ${JSON.stringify([{ action: filter.action }])}::jsonb`]),
    ...(filter.ownAction === undefined
      ? []
      : [sql`decision.actions @> ${JSON.stringify([{ own: { id: filter.ownAction } }])}::jsonb`]),
    ...(filter.guard === undefined ? [] : [sql`exists (select ${led} and ${hasFired(filter.guard)})`]),
    isAllowed(
      sql`${isLookedAtAgain(staffId)}`,
      sql`${isOwed} and ('staff:' || decision.staff_id) = any (${hiddenOn(staffId)})`,
      sql`exists (select ${led} and ${isHidden(staffId)})`,
    ),
  ]
  return db.list<FoundRow>(sql`
    with ${reader(staffId)}
    select decision.id, decision.decided_at as at, ${microsOf(sql`decision.decided_at`)} as micros, null as rule,
      ${CASE_COLUMNS}, decision.conclusion, decision.policy_id as "policyId",
      array(select made ->> 'action' from jsonb_array_elements(decision.actions) made) as actions,
      array(select made -> 'own' ->> 'id' from jsonb_array_elements(decision.actions) made where made ? 'own') as "ownActions",
      ${REVIEWER} as reviewer
    from decision join review_case candidate on candidate.id = decision.case_id cross join person
    where ${join(conditions, ' and ')}
    order by decision.decided_at desc, decision.id desc limit ${size}`)
}

function listByRules(db: Queryable, { staffId, filter, after, size }: Asked): Promise<FoundRow[]> {
  const conditions = [
    sql`led.source = 'automation' and led.proposed_at >= ${filter.from} and led.proposed_at < ${filter.to}`,
    isBehind(after, sql`led.proposed_at`, sql`led.id`),
    sql`run.mode = 'live' and run.outcome = 'done'`,
    ...ofCase(filter),
    ...(filter.policyId === undefined ? [] : [sql`led.policy_id = ${filter.policyId}`]),
    ...(filter.action === undefined ? [] : [sql`led.action = ${filter.action}`]),
    ...(filter.ownAction === undefined ? [] : [sql`led.own_action ->> 'action' = ${filter.ownAction}`]),
    ...(filter.rule === undefined ? [] : [sql`run.rule_id = ${filter.rule}`]),
    ...(filter.guard === undefined ? [] : [hasFired(filter.guard)]),
    isAllowed(sql`${isOwed} and led.proposed_by = any (${hiddenOn(staffId)})`, isHidden(staffId)),
  ]
  return db.list<FoundRow>(sql`
    with ${reader(staffId)}
    select led.id, led.proposed_at as at, ${microsOf(sql`led.proposed_at`)} as micros, run.rule_id as rule,
      ${CASE_COLUMNS}, 'violation' as conclusion, led.policy_id as "policyId", array[led.action] as actions,
      array_remove(array[led.own_action ->> 'action'], null) as "ownActions",
      null as reviewer
    from enforcement led join automation_run run on run.enforcement_id = led.id
    join review_case candidate on candidate.id = run.case_id cross join person
    where ${join(conditions, ' and ')}
    order by led.proposed_at desc, led.id desc limit ${size}`)
}

const microsOf = (at: Sql): Sql => sql`(extract(epoch from ${at}) * 1000000)::bigint`

/**
 * SQL condition: the person may open the case, and nothing hides the decision from them. Without the SQL `case` the
 * planner expects hardly any row, and reads all decisions of the period instead of the newest.
 */
const isAllowed = (...hidden: readonly Sql[]): Sql =>
  sql`case when not (${MAY_OPEN}) then false when ${join([...hidden], ' then false when ')} then false else true end`

const ofCase = ({ queue, language, platform, category }: DecisionFilter): Sql[] => [
  ...(queue === undefined ? [] : [sql`candidate.queue = ${queue}`]),
  ...(language === undefined ? [] : [sql`lower(candidate.language) = lower(${language})`]),
  ...(platform === undefined ? [] : [isAtPlatform(sql`candidate.subject`, platform)]),
  ...(category === undefined ? [] : [sql`candidate.category = ${category}`]),
]

const hasFired = (guard: string): Sql => sql`exists (select from verdict judged
  where judged.enforcement_id = led.id and judged.fired @> ${JSON.stringify([{ id: guard }])}::jsonb)`

const hiddenOn = (staffId: string): Sql => listHiddenActors(staffId, sql`candidate.subject`, sql`candidate.account_id`)

/** SQL condition: an enforcement on the subject or its account waits for the person's independent review. */
const isOwed = sql`exists (select from owed where owed.subject = candidate.subject or owed.account_id = candidate.account_id)`

/** SQL condition: the action of `led` is withheld from the person until their independent review. */
const isHidden = (staffId: string): Sql => sql`(exists (select from owed where owed.subject = led.subject)
  and (hides_action(${staffId}, led) or is_withheld_from_reviewer(${staffId}, led)))`
