import sql from 'sql-template-tag'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import type { Mode, Rule } from '../../policy/automation/automation-file.ts'

/** Returns those of these rules, by their hash, that ran in shadow mode for a day and on at least one subject. */
export async function listTried(db: Queryable, hashes: readonly string[]): Promise<ReadonlySet<string>> {
  if (hashes.length === 0) return new Set()
  const tried = await db.listValues<string>(sql`
    select hash from unnest(${hashes}::text[]) hash where rule_is_tried(hash)`)
  return new Set(tried)
}

/** Records since when these versions of rules are evaluated: the first evaluation starts their day in shadow mode. */
export async function recordRules(db: Queryable, rules: readonly Rule[]): Promise<void> {
  if (rules.length === 0) return
  await db.query(sql`
    insert into automation_rule (rule_hash, rule_id, source)
    select * from unnest(${rules.map(({ hash }) => hash)}::text[], ${rules.map(({ id }) => id)}::text[],
      ${rules.map(({ source }) => source)}::text[]) order by 1 on conflict do nothing`)
}

export interface RunRow {
  rule: Rule
  mode: Mode
  subject: string
  caseId: string | null
  signalId: string | null
  outcome: 'would' | 'done' | 'stands' | 'left' | 'unknown'
  why: string | null
  enforcementId: string | null
}

/** True when this version of the rule has already run on this case, or on this signal where there is no case. */
export async function hasRun(
  tx: Tx,
  run: Pick<RunRow, 'rule' | 'mode' | 'subject' | 'caseId' | 'signalId'>,
): Promise<boolean> {
  const { rows } = await tx.query(sql`
    select from automation_run where rule_hash = ${run.rule.hash} and mode = ${run.mode} and subject = ${run.subject}
      and coalesce(case_id, signal_id, '') = ${run.caseId ?? run.signalId ?? ''} and outcome <> 'unknown'`)
  return rows.length > 0
}

/** Stores a run of a rule. Undefined: an equal run is stored already. */
export async function insertRun(tx: Tx, run: RunRow): Promise<number | undefined> {
  const { rule, mode, subject, caseId, signalId, outcome, why, enforcementId } = run
  return tx.findValue<number>(sql`
    insert into automation_run (rule_id, rule_hash, source, mode, does, subject, case_id, signal_id, outcome, why, enforcement_id)
    values (${rule.id}, ${rule.hash}, ${rule.source}, ${mode}, ${rule.does.kind}, ${subject}, ${caseId}, ${signalId}, ${outcome},
      ${why}, ${enforcementId})
    on conflict do nothing returning id`)
}

/**
 * True when people's latest judgement about these subjects is that nothing is wrong: a final decision of no violation,
 * or a restore as a mistake, with no violation found since.
 */
export async function isFoundRight(tx: Tx, subjects: readonly string[]): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    select from (
      select decided_at as at, conclusion = 'no_violation' as is_right from decision join review_case on review_case.id = case_id
      where review_case.subject = any (${subjects}) and conclusion in ('violation', 'no_violation') and standing = 'final'
      union all
      select asked_at, true from enforcement_restore join enforcement on enforcement.id = enforcement_id
      where enforcement.subject = any (${subjects}) and cause in ('mistake', 'appeal', 'undo')
      order by at desc limit 1) last_word
    where is_right`)
  return rowCount === 1
}

/**
 * Counts the actions of a signal source within a time. An advisory lock makes concurrent counts wait for each other. It
 * is the last lock taken, except for those of the budgets.
 */
export async function countActs(tx: Tx, source: string, withinMs: number): Promise<number> {
  tx.queue(sql`select pg_advisory_xact_lock(hashtextextended('automation ' || ${source}, 0))`)
  return tx.onlyValue<number>(sql`
    select count(*) as acts from automation_run where source = ${source} and mode = 'live' and outcome = 'done'
      and at > desk_now() - ${withinMs} * interval '1 ms'`)
}

/** Finds the person who answers for a source, by their pseudonym. Null: the source names no person. */
export async function findOwnerId(tx: Tx, pseudonym: string | undefined): Promise<string | null> {
  if (pseudonym === undefined) return null
  return (await tx.findValue<string>(sql`select id from staff where pseudonym = ${pseudonym}`)) ?? null
}
