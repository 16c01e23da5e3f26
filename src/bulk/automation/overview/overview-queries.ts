import sql, { join } from 'sql-template-tag'
import { descending, type PageOf, type PageRequest, selectPage } from '../../../foundation/database/select-page.ts'
import { listHiddenActors } from '../../../enforcement/approve/kept-from.ts'
import type { Conclusion, EnforcementState } from '../../../foundation/domain.ts'
import type { Queryable } from '../../../foundation/database/db.ts'
import type { Deed, Mode } from '../../../policy/automation/automation-file.ts'
import type { RunRow } from '../rule-queries.ts'

/** The days over which the runs of automation rules are counted. */
export const COUNTED_DAYS = 7

/** A rule's outcomes within those days, in shadow mode and live. */
interface RuleCounts {
  ruleId: string
  would: number
  done: number
  stands: number
  left: number
  unknown: number
  /** The rule's actions that people undid or declined. */
  overturned: number
  /** Cases of the rule that a reviewer later closed without a violation, and those closed with one. */
  foundNothing: number
  foundWrong: number
}

// True for a rule's enforcement that people declined or stopped, or restored as a mistake.
const OVERTURNED = sql`coalesce(run.outcome = 'done' and (asked.state in ('declined', 'stopped') or exists (
  select from enforcement_restore undone where undone.enforcement_id = run.enforcement_id and undone.cause in ('mistake', 'appeal', 'undo'))), false)`
// The conclusion on the case after the rule ran. Open cases are left out: their reader may be asked for an independent
// review.
const DECIDED = sql`(select conclusion from decision join review_case on review_case.id = decision.case_id
  where decision.case_id = run.case_id and decided_at > run.at and review_case.state = 'closed'
  order by decided_at desc limit 1)`

export async function countRuns(db: Queryable): Promise<ReadonlyMap<string, RuleCounts>> {
  const { rows } = await db.query<RuleCounts>(sql`
    select run.rule_id as "ruleId", count(*) filter (where outcome = 'would') as would, count(*) filter (where outcome = 'done') as done,
      count(*) filter (where outcome = 'stands') as stands, count(*) filter (where outcome = 'left') as left,
      count(*) filter (where outcome = 'unknown') as unknown, count(*) filter (where ${OVERTURNED}) as overturned,
      count(*) filter (where outcome in ('would', 'done') and ${DECIDED} = 'no_violation') as "foundNothing",
      count(*) filter (where outcome in ('would', 'done') and ${DECIDED} = 'violation') as "foundWrong"
    from automation_run run left join enforcement asked on asked.id = run.enforcement_id
    where run.at > desk_now() - ${COUNTED_DAYS} * interval '1 day' group by run.rule_id`)
  return new Map(rows.map((row) => [row.ruleId, row]))
}

interface SourceCounts {
  source: string
  signals: number
  lastSignalAt: Date | null
}

export async function countSignals(db: Queryable): Promise<ReadonlyMap<string, SourceCounts>> {
  const { rows } = await db.query<SourceCounts>(sql`
    select source, count(*) as signals, max(received_at) as "lastSignalAt" from signal
    where received_at > desk_now() - ${COUNTED_DAYS} * interval '1 day' group by source`)
  return new Map(rows.map((row) => [row.source, row]))
}

/** Counts the actions of each source within its budget's time. */
export async function listSpent(
  db: Queryable,
  sources: readonly { id: string; withinMs: number }[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<{ id: string; acts: number }>(sql`
    select asked.id, count(run.id) as acts
    from unnest(${sources.map(({ id }) => id)}::text[], ${sources.map(({ withinMs }) => withinMs)}::bigint[]) asked (id, within_ms)
    left join automation_run run on run.source = asked.id and run.mode = 'live' and run.outcome = 'done'
      and run.at > desk_now() - asked.within_ms * interval '1 ms'
    group by asked.id`)
  return new Map(rows.map(({ id, acts }) => [id, acts]))
}

/** Returns the time since which each of these versions of a rule is evaluated. */
export async function listAskedSince(db: Queryable, hashes: readonly string[]): Promise<ReadonlyMap<string, Date>> {
  const { rows } = await db.query<{ hash: string; since: Date }>(sql`
    select rule_hash as hash, asked_since as since from automation_rule where rule_hash = any (${hashes})`)
  return new Map(rows.map(({ hash, since }) => [hash, since]))
}

/** Returns those of these people who have not left. */
export async function listHere(db: Queryable, pseudonyms: readonly string[]): Promise<ReadonlySet<string>> {
  const here = await db.listValues<string>(sql`
    select pseudonym from staff where pseudonym = any (${pseudonyms}) and ended_at is null`)
  return new Set(here)
}

export interface Run {
  id: number
  rule: string
  source: string
  mode: Mode
  does: Deed['kind']
  subject: string
  caseId: string | null
  outcome: RunRow['outcome']
  why: string | null
  enforcementId: string | null
  enforcementState: EnforcementState | null
  overturned: boolean
  decided: Conclusion | null
  at: Date
}

/**
 * Lists runs of rules, without those on subjects where this person may still be asked to judge the rule's enforcement:
 * they judge first.
 */
export async function listRuns(
  db: Queryable,
  staffId: string,
  { rule, source }: { rule?: string; source?: string },
  page: PageRequest,
): Promise<PageOf<Run>> {
  const isKept = sql`'source:' || run.source = any (${listHiddenActors(staffId, sql`run.subject`, sql`asked.account_id`)})`
  const wanted = [
    sql`not ${isKept}`,
    ...(rule === undefined ? [] : [sql`run.rule_id = ${rule}`]),
    ...(source === undefined ? [] : [sql`run.source = ${source}`]),
  ]
  const rows = sql`
    select run.id, run.rule_id as rule, run.source, run.mode, run.does, run.subject, run.case_id as "caseId", run.outcome, run.why,
      run.enforcement_id as "enforcementId", asked.state as "enforcementState", ${OVERTURNED} as overturned, ${DECIDED} as decided, run.at
    from automation_run run left join enforcement asked on asked.id = run.enforcement_id
    where ${join(wanted, ' and ')}`
  return selectPage<Run>(db, { rows, key: [descending(sql`listed.id`, 'number')] }, page)
}
