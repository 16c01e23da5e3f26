import { createHash } from 'node:crypto'
import sql from 'sql-template-tag'
import { queueOutcomeJob } from '../../cases/queue/count-reporter-outcome.ts'
import type { Enforcement } from '../../enforcement/queries.ts'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import { type Queryable, sqlState, type Tx, UNIQUE_VIOLATION } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import { type Actor, actorKey, type Conclusion } from '../../foundation/domain.ts'
import { decisionHash } from '../../ledger/entries/decision-hash.ts'
import { queueAnswerJob } from '../public/status/answer-notices.ts'
import { queueSampleEnd } from '../quality-review/qa-sample-queries.ts'
import { type DecisionDraft, type Question, toKept } from './decision-draft.ts'

/** A locked, claimed case with the fields that a decision needs. */
export interface DecidedCase {
  id: string
  subject: string
  claimedAt: Date
}

export interface DecisionRecord {
  id: string
  contentHash: string
}

/** Returns the hash of a draft: a repeated draft must have the same one. */
export function hashDraft(draft: DecisionDraft & { caseId: string }): Buffer {
  const { caseId, conclusion, policyId, rationale, assessment, escalateTo, urgency, basis } = draft
  const actions = draft.actions.map(toKept)
  return createHash('sha256')
    .update(
      canonicalJson({
        caseId,
        conclusion,
        policyId,
        rationale,
        actions,
        assessment,
        escalateTo,
        urgency,
        basis,
      } as unknown as Json),
    )
    .digest()
}

interface CaseSubject {
  subject: string
  accountId: string | null
  /** True when the desk has facts about the account. */
  isKnown: boolean
  /** False: the person's reviewing roles are limited to other platforms. */
  isTheirs: boolean
}

export async function findCaseSubject(
  db: Queryable,
  caseId: string,
  staffId: string,
): Promise<CaseSubject | undefined> {
  return db.find<CaseSubject>(prepared('find-case-subject')`
    select subject, account_id as "accountId", exists (select from account where id = account_id) as "isKnown",
      acts_at('staff:' || ${staffId}::text, subject) as "isTheirs"
    from review_case where id = ${caseId}`)
}

interface FoundDecision {
  decisionId: string
  caseId: string
  conclusion: Conclusion
  bodyHash: Buffer
  enforcements: readonly string[]
  unsigned: readonly string[]
  joined: readonly string[]
  standing: readonly string[]
}

export async function findDecision(
  db: Queryable,
  staffId: string,
  draftId: string,
): Promise<FoundDecision | undefined> {
  return db.find<FoundDecision>(prepared('find-decision')`
    select d.id as "decisionId", d.case_id as "caseId", d.conclusion, d.body_hash as "bodyHash",
      array(select o.id from enforcement o where o.decision_id = d.id order by o.proposed_at, o.id) as enforcements,
      array(select o.id from enforcement o where o.decision_id = d.id and is_waiting(o.state) and lacks_proposer_signature(o)) as unsigned,
      array(select jsonb_array_elements_text(e.detail -> 'joined') from case_event e
        where e.case_id = d.case_id and e.kind = 'decided' and e.detail ->> 'decisionId' = d.id) as joined,
      array(select jsonb_array_elements_text(e.detail -> 'standing') from case_event e
        where e.case_id = d.case_id and e.kind = 'decided' and e.detail ->> 'decisionId' = d.id) as standing
    from decision d where d.staff_id = ${staffId} and d.draft_id = ${draftId}`)
}

/** Lists those of these enforcements that wait for their proposer's signature. */
export async function listUnsigned(
  tx: Tx,
  enforcements: readonly Pick<Enforcement, 'id' | 'state'>[],
): Promise<string[]> {
  const owing = enforcements.filter(({ state }) => state === 'proposed').map(({ id }) => id)
  if (owing.length === 0) return []
  return tx.listValues<string>(sql`
    select id from enforcement where id = any (${owing}) and lacks_proposer_signature(enforcement) order by id`)
}

interface NewDecision extends DecisionDraft {
  caseId: string
  staffId: string
  claimedAt: Date
  question: Question | undefined
  shown: readonly { part: string; firstAt: string; seconds: number }[]
}

export async function insertDecision(tx: Tx, decision: NewDecision): Promise<DecisionRecord> {
  const { caseId, staffId, conclusion, policyId = null, rationale, assessment = null, basis = null, shown } = decision
  const actions = decision.actions.map(toKept)
  const standing = conclusion === 'newsworthy_exception' ? 'proposed' : 'final'
  const { to: escalatedTo = null, urgency = null } = decision.question ?? {}
  const row = await tx.find<{ id: string; seconds: number }>(prepared('insert-decision')`
    insert into decision (case_id, staff_id, draft_id, body_hash, conclusion, standing, policy_id, rationale, actions, shown,
      assessment, escalated_to, urgency, basis, seconds_on_case)
    values (${caseId}, ${staffId}, ${decision.draftId}, ${hashDraft(decision)}, ${conclusion}, ${standing}, ${policyId},
      ${rationale}, ${JSON.stringify(actions)}, ${JSON.stringify(shown)}, ${assessment && JSON.stringify(assessment)},
      ${escalatedTo}, ${urgency}, ${basis && JSON.stringify(basis)},
      greatest(0, floor(extract(epoch from desk_now() - ${decision.claimedAt}::timestamptz))))
    returning id, seconds_on_case as seconds`)
  if (row === undefined) throw new Error('PostgreSQL answered no row where one was written')
  const told = {
    caseId,
    staffId,
    conclusion,
    policyId,
    rationale,
    actions,
    shown,
    assessment,
    escalatedTo,
    urgency,
    basis,
  } as const
  return { id: row.id, contentHash: decisionHash({ ...told, id: row.id, secondsOnCase: row.seconds }) }
}

/** True when the insert failed because this person already has a decision of the same draft. */
export const isDraftTaken = (error: unknown): boolean =>
  sqlState(error) === UNIQUE_VIOLATION &&
  error instanceof Error &&
  'constraint' in error &&
  error.constraint === 'decision_staff_id_draft_id_key'

/** Closes a locked case with its decision. */
export function queueDecidedCaseClose(
  tx: Tx,
  decided: DecidedCase,
  outcome: {
    decisionId: string
    conclusion: Conclusion
    enforcements: readonly string[]
    joined: readonly string[]
    standing: readonly string[]
    by: Actor
  },
): void {
  const { by, ...detail } = outcome
  queueCaseClose(tx, decided.id)
  tx.queue(prepared('insert-decided-event')`
    insert into case_event (case_id, kind, by, detail) values (${decided.id}, 'decided', ${actorKey(by)}, ${JSON.stringify(detail)})`)
  queueOutcomeJob(tx, decided.id)
}

/** Closes a locked case: it has no holder and no open question any more. */
export function queueCaseClose(tx: Tx, caseId: string): void {
  tx.queue(prepared('close-case')`
    update review_case set state = 'closed', closed_at = desk_now(), returned = false, claimed_by = null, claimed_at = null,
      claimed_until = null, reserved_for = null, reserved_until = null, escalation_id = null, not_for = '{}', rank_boost_hours = 0
    where id = ${caseId}`)
  queueSampleEnd(tx, caseId)
  queueAnswerJob(tx, caseId)
}
