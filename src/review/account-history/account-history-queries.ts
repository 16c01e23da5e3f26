import sql, { raw, type Sql } from 'sql-template-tag'
import { AT_THEIR_PLACE, MAY_OPEN } from '../../cases/claims/who-fits.ts'
import { SEES_UNBOUND } from '../../cases/claims/who-sees.ts'
import { listHiddenActors } from '../../enforcement/approve/kept-from.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import type { Position } from '../../foundation/database/page-cursor.ts'
import {
  type Action,
  accountKey,
  type Conclusion,
  type EnforcementState,
  type RestoreCause,
} from '../../foundation/domain.ts'
import { ownActionReply } from '../../policy/items/own-action-reply.ts'
import type { StoredAction } from '../../policy/items/own-actions.ts'
import { doneBy } from '../case/case-queries.ts'
import { isBeforeQaSample, isLookedAtAgain } from '../quality-review/qa-sample-queries.ts'

/** The requested page of an account's history, and its reader. */
export interface HistoryWindow {
  accountId: string
  staffId: string
  page: { after: Position | undefined; size: number }
}

/** A person's rights to an account, with or without stored facts about it. */
interface AccountAccess {
  clearedForProtected: boolean
  seesUnbound: boolean
  hasCase: boolean
  hasEnforcement: boolean
}

export async function findAccountAccess(db: Queryable, accountId: string, staffId: string): Promise<AccountAccess> {
  const row = await db.find<AccountAccess>(sql`
    select 'protected' = any (person.clearances) as "clearedForProtected", ${SEES_UNBOUND} and sees_platform(person.roles, person.role_platforms, ${accountKey(accountId)}) as "seesUnbound",
      exists (select from review_case candidate where candidate.account_id = ${accountId} and ${AT_THEIR_PLACE}) as "hasCase",
      exists (select from enforcement where account_id = ${accountId}) as "hasEnforcement"
    from staff person where person.id = ${staffId}`)
  if (row === undefined) throw new Error(`${staffId} was let in and does not exist`)
  return row
}

/** Selects the cases of the account and its contents that the person may open. */
const openableCases = ({ accountId, staffId }: Omit<HistoryWindow, 'page'>): Sql => sql`
  select candidate.id, candidate.subject, candidate.report_count
  from review_case candidate join staff person on person.id = ${staffId}
  where candidate.account_id = ${accountId} and ${MAY_OPEN}`

/** SQL condition: the row comes after the beginning of the page, by time and id, newest first. */
const isBehind = ({ after }: HistoryWindow['page'], at: Sql, id: Sql): Sql =>
  after === undefined
    ? sql`true`
    : sql`(${at}, ${id}) < (timestamptz 'epoch' + ${after.micros}::bigint * interval '1 microsecond', ${after.id} collate "C")`

const microsOf = (at: Sql): Sql => sql`(extract(epoch from ${at}) * 1000000)::bigint`

/**
 * Returns the people whose acts on the account and its contents are hidden from the reader until their independent
 * review.
 */
const keptOf = ({ accountId, staffId }: Omit<HistoryWindow, 'page'>): Sql =>
  listHiddenActors(staffId, sql`${accountKey(accountId)}`, sql`${accountId}`)

/** SQL condition: the reader judges this decision in no independent review that they still owe. */
const isTold = (of: Omit<HistoryWindow, 'page'>): Sql =>
  sql`(not ${isLookedAtAgain(of.staffId)} and ('staff:' || decision.staff_id) <> all (${keptOf(of)}))`

interface HistoryCounts {
  violations: number
  reports: number
}

/**
 * SQL condition: a decision's enforcements were all declined, stopped, expired, failed, overturned on appeal, restored
 * as a mistake or left unconfirmed, so it counts as no violation.
 */
export const CAME_TO_NOTHING = raw(`(exists (select from enforcement where decision_id = decision.id) and not exists (
  select from enforcement led left join enforcement_restore taken_back on taken_back.enforcement_id = led.id
  where led.decision_id = decision.id and led.state not in ('declined', 'stopped', 'expired', 'failed')
    and coalesce(taken_back.cause, 'ended') not in ('mistake', 'appeal', 'unconfirmed', 'left', 'undo')))`)

/** Counts what the reader is told of: a decision that waits for their review would tell its conclusion. */
export async function countHistory(db: Queryable, of: Omit<HistoryWindow, 'page'>): Promise<HistoryCounts> {
  const { rows } = await db.query<HistoryCounts>(sql`
    with openable as materialized (${openableCases(of)})
    select (select coalesce(sum(report_count), 0)::bigint from openable) as reports,
      (select count(*) from openable join decision on decision.case_id = openable.id
        where decision.conclusion = 'violation' and ${isTold(of)} and not ${CAME_TO_NOTHING}) as violations`)
  return rows[0] ?? { violations: 0, reports: 0 }
}

export async function countEnforcements(
  db: Queryable,
  { accountId, staffId }: Omit<HistoryWindow, 'page'>,
): Promise<Partial<Record<EnforcementState, number>>> {
  const { rows } = await db.query<{ state: EnforcementState; count: number }>(sql`
    select state, count(*) as count from enforcement where account_id = ${accountId} and not is_withheld_from_reviewer(${staffId}, enforcement)
    group by state`)
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}

/** The position of an entry in time; the id separates entries of one moment. */
interface Placed {
  id: string
  at: Date
  micros: number
}

export interface DecisionEntry extends Placed {
  kind: 'decision'
  caseId: string
  subject: string
  conclusion: Conclusion
  policyId: string | null
  rationale: string
  by: string
}

export async function listDecisionEntries(db: Queryable, window: HistoryWindow): Promise<DecisionEntry[]> {
  return db.list<DecisionEntry>(sql`
    with openable as materialized (${openableCases(window)})
    select 'decision' as kind, decision.id, decision.decided_at as at, ${microsOf(sql`decision.decided_at`)} as micros,
      openable.id as "caseId", openable.subject, decision.conclusion, decision.policy_id as "policyId", decision.rationale,
      author.pseudonym as by
    from openable join decision on decision.case_id = openable.id join staff author on author.id = decision.staff_id
    where ${isBehind(window.page, sql`decision.decided_at`, sql`decision.id`)}
      and ${isTold(window)}
    order by decision.decided_at desc, decision.id desc limit ${window.page.size}`)
}

export const CASE_TURNS = ['opened', 'escalated', 'answered', 'decided', 'returned'] as const

export interface CaseEntry extends Placed {
  kind: 'case'
  turn: (typeof CASE_TURNS)[number]
  caseId: string
  subject: string
  /** The actor. Null, like the reason, until the reader's independent review. */
  by: string | null
  why: string | null
}

/** Lists the openings, escalations, decisions and returns of cases. */
export async function listCaseEntries(db: Queryable, window: HistoryWindow): Promise<CaseEntry[]> {
  const id = sql`('event_' || event.id) collate "C"`
  const told = sql`event.by <> all (${keptOf(window)})`
  return db.list<CaseEntry>(sql`
    with openable as materialized (${openableCases(window)})
    select 'case' as kind, ${id} as id, event.at, ${microsOf(sql`event.at`)} as micros, event.kind as turn,
      openable.id as "caseId", openable.subject, case when ${told} then ${doneBy('event.by')} end as by,
      case when ${told} and event.kind = 'returned' then event.detail ->> 'why' end as why
    from openable join case_event event on event.case_id = openable.id
    where event.kind = any (${[...CASE_TURNS]}) and not ${isBeforeQaSample(window.staffId)} and ${isBehind(window.page, sql`event.at`, id)}
    order by event.at desc, ${id} desc limit ${window.page.size}`)
}

export interface ReportsEntry extends Placed {
  kind: 'reports'
  count: number
}

/**
 * Counts reports by day, in UTC. A day's entry has the time of its beginning, so it keeps its place while more arrive.
 * The index of each case answers it.
 */
export async function listReportDays(db: Queryable, window: HistoryWindow): Promise<ReportsEntry[]> {
  const id = sql`('day_' || to_char(day at time zone 'UTC', 'YYYYMMDD')) collate "C"`
  const { after } = window.page
  const until =
    after === undefined
      ? sql`'infinity'`
      : sql`date_trunc('day', timestamptz 'epoch' + ${after.micros}::bigint * interval '1 microsecond', 'UTC') + interval '1 day'`
  return db.list<ReportsEntry>(sql`
    with openable as materialized (${openableCases(window)}),
    days as (
      select counted.day, sum(counted.count)::bigint as count
      from openable cross join lateral (
        select date_trunc('day', report.received_at, 'UTC') as day, count(*) as count
        from report where report.case_id = openable.id and report.received_at < ${until}
        group by 1) counted
      group by 1)
    select 'reports' as kind, ${id} as id, day as at, ${microsOf(sql`day`)} as micros, count
    from days where ${isBehind(window.page, sql`day`, id)}
    order by day desc limit ${window.page.size}`)
}

export interface EnforcementEntry extends Placed {
  kind: 'enforcement'
  subject: string
  caseId: string | null
  /** The action. Null: the reader reviews it independently. */
  action: Action | null
  own: ReturnType<typeof ownActionReply>
  label: string | null
  durationMs: number | null
  /** The policy. Null until the reader's independent review. */
  policyId: string | null
  state: EnforcementState
  restore: {
    cause: RestoreCause
    by: string | null
    reason: string | null
    askedAt: Date
    restoredAt: Date | null
  } | null
}

interface EnforcementRow extends Omit<EnforcementEntry, 'restore' | 'own'> {
  ownAction: StoredAction | null
  restoreCause: RestoreCause | null
  restoredBy: string | null
  restoreReason: string | null
  restoreAskedAt: Date
  restoredAt: Date | null
}

/** Lists enforcements on the account and its contents, each at the time of its proposal. */
export async function listEnforcementEntries(db: Queryable, window: HistoryWindow): Promise<EnforcementEntry[]> {
  const kept = keptOf(window)
  const told = sql`restore.by <> all (${kept})`
  const { rows } = await db.query<EnforcementRow>(sql`
    select 'enforcement' as kind, placed.id, placed.proposed_at as at, ${microsOf(sql`placed.proposed_at`)} as micros,
      placed.subject, placed.case_id as "caseId", case when not hidden then placed.action end as action,
      case when not hidden then placed.own_action end as "ownAction", case when not hidden then placed.label end as label, case when not hidden then placed.duration_ms end as "durationMs",
      case when not hidden and placed.proposed_by <> all (${kept}) then placed.policy_id end as "policyId", placed.state,
      restore.cause as "restoreCause", case when ${told} then ${doneBy('restore.by')} end as "restoredBy",
      case when ${told} then restore.reason end as "restoreReason", restore.asked_at as "restoreAskedAt", restore.restored_at as "restoredAt"
    from enforcement placed cross join lateral hides_action(${window.staffId}, placed) hidden left join enforcement_restore restore on restore.enforcement_id = placed.id
    where placed.account_id = ${window.accountId} and not is_withheld_from_reviewer(${window.staffId}, placed)
      and ${isBehind(window.page, sql`placed.proposed_at`, sql`placed.id`)}
    order by placed.proposed_at desc, placed.id desc limit ${window.page.size}`)
  return rows.map(({ restoreCause, restoredBy, restoreReason, restoreAskedAt, restoredAt, ownAction, ...entry }) => {
    const how = { by: restoredBy, reason: restoreReason, askedAt: restoreAskedAt, restoredAt }
    const restore = restoreCause === null ? null : { cause: restoreCause, ...how }
    return { ...entry, own: ownActionReply(ownAction), restore }
  })
}

export interface EnforcementMove {
  enforcementId: string
  from: EnforcementState | null
  to: EnforcementState
  by: string | null
  at: Date
}

/** Lists every move of these enforcements in order. */
export async function listMoves(
  db: Queryable,
  enforcementIds: readonly string[],
  of: Omit<HistoryWindow, 'page'>,
): Promise<EnforcementMove[]> {
  if (enforcementIds.length === 0) return []
  return db.list<EnforcementMove>(sql`
    select move.enforcement_id as "enforcementId", move.from_state as "from", move.to_state as "to", move.at,
      case when move.by <> all (${keptOf(of)}) then ${doneBy('move.by')} end as by
    from enforcement_move move where move.enforcement_id = any (${enforcementIds}) order by move.enforcement_id, move.id`)
}
