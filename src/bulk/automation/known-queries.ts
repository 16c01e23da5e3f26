import sql from 'sql-template-tag'
import { parseSubjectKey } from '../../foundation/domain.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import type { KnownSubject } from './plan-rules.ts'
import { listSignals } from '../../cases/signals/signal-queries.ts'
import type { RuleFactName, RuleFacts } from '../../policy/automation/vocabulary.ts'

/** The most reports of a case that are read, the newest first; older ones don't change the facts much. */
const REPORTS_READ_MAX = 1_000

interface KnownRow {
  now: Date
  accountId: string | null
  isKnown: boolean
  caseId: string | null
  case: RuleFacts | null
  account: RuleFacts | null
}

/** A subject about which automation rules are evaluated, and its account. */
export type FoundSubject = KnownSubject & {
  subject: string
  accountId: string | null
  isKnown: boolean
  caseId: string | null
}

/** Reads all stored facts about a subject that a rule may use, at one moment. */
export async function findSubject(db: Queryable, subject: string): Promise<FoundSubject> {
  const { kind, id } = parseSubjectKey(subject)
  const {
    case: ofCase,
    account,
    ...known
  } = await db.only<KnownRow>(sql`
    select moment.now, whose.id as "accountId", account.id is not null as "isKnown", open.id as "caseId",
      case when open.id is not null then jsonb_build_object(
        'case.queue', open.queue, 'case.category', open.category, 'case.severity', open.severity,
        'case.age_minutes', floor(extract(epoch from moment.now - open.opened_at) / 60)::integer,
        'report.count', open.report_count, 'report.reporters', open.reporter_count,
        'report.count_1h', (select count(*) from report where case_id = open.id and received_at > moment.now - interval '1 hour'),
        'report.categories', coalesce((select jsonb_agg(distinct category) from (
          select category from report where case_id = open.id order by received_at desc limit ${REPORTS_READ_MAX}) newest), '[]')) end as case,
      case when account.id is not null then jsonb_build_object(
        'account.reach', account.reach_counted, 'account.tags', account.tags, 'account.protected', account.protected,
        'account.age_days', floor(extract(epoch from moment.now - account.account_created_at) / 86400)::integer,
        'account.restores', (select count(*) from enforcement undone join enforcement_restore on enforcement_id = undone.id
          where undone.account_id = account.id and cause in ('mistake', 'appeal', 'unconfirmed'))) end as account
    from (select desk_now() as now) moment
    left join review_case open on open.subject = ${subject} and open.closed_at is null and open.appeal_id is null
    left join content on content.id = ${kind === 'content' ? id : null}
    cross join lateral (select coalesce(${kind === 'account' ? id : null}, open.account_id, content.account_id) as id) whose
    left join account on account.id = whose.id`)
  const facts: Partial<Record<RuleFactName, unknown>> = { ...ofCase, ...account }
  return { ...known, subject, facts, hasCase: known.caseId !== null, signals: await listSignals(db, subject) }
}
