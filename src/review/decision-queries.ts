import { createHash } from 'node:crypto'
import sql from 'sql-template-tag'
import { type Actor, actorKey, type Conclusion } from '../domain.ts'
import { decisionHash } from '../ledger/decision-hash.ts'
import { canonicalJson, type Json } from '../lib/canonical.ts'
import type { Queryable, Tx } from '../lib/db.ts'
import type { DecisionDraft } from './decision-draft.ts'

/** A claimed case, locked, with what a decision on it needs. */
export interface DecidedCase {
  id: string
  subject: string
  claimedAt: Date
}

export interface DecisionRecord {
  id: string
  contentHash: string
}

/** What a draft says, as a hash: the same draft sent again must say the same. */
export function hashDraft(draft: DecisionDraft & { caseId: string }): Buffer {
  const { caseId, conclusion, policyId, rationale, actions } = draft
  return createHash('sha256')
    .update(canonicalJson({ caseId, conclusion, policyId, rationale, actions } as unknown as Json))
    .digest()
}

export async function findCaseSubject(
  db: Queryable,
  caseId: string,
): Promise<{ subject: string; accountId: string | null } | undefined> {
  const { rows } = await db.query<{ subject: string; accountId: string | null }>(sql`
    select subject, account_id as "accountId" from review_case where id = ${caseId}`)
  return rows[0]
}

export interface FoundDecision {
  decisionId: string
  caseId: string
  conclusion: Conclusion
  bodyHash: Buffer
  orders: readonly string[]
  standing: readonly string[]
}

export async function findDecision(
  db: Queryable,
  staffId: string,
  draftId: string,
): Promise<FoundDecision | undefined> {
  const { rows } = await db.query<FoundDecision>(sql`
    select d.id as "decisionId", d.case_id as "caseId", d.conclusion, d.body_hash as "bodyHash",
      array(select o.id from desk_order o where o.decision_id = d.id order by o.proposed_at, o.id) as orders,
      array(select jsonb_array_elements_text(e.detail -> 'standing') from case_event e
        where e.case_id = d.case_id and e.kind = 'decided' and e.detail ->> 'decisionId' = d.id) as standing
    from decision d where d.staff_id = ${staffId} and d.draft_id = ${draftId}`)
  return rows[0]
}

export interface NewDecision extends DecisionDraft {
  caseId: string
  staffId: string
  claimedAt: Date
  shown: readonly { part: string; firstAt: string; seconds: number }[]
}

export async function insertDecision(tx: Tx, decision: NewDecision): Promise<DecisionRecord> {
  const { rows } = await tx.query<{ id: string; seconds: number }>(sql`
    insert into decision (case_id, staff_id, draft_id, body_hash, conclusion, policy_id, rationale, actions, shown, seconds_on_case)
    values (${decision.caseId}, ${decision.staffId}, ${decision.draftId}, ${hashDraft(decision)}, ${decision.conclusion},
      ${decision.policyId ?? null}, ${decision.rationale}, ${JSON.stringify(decision.actions)}, ${JSON.stringify(decision.shown)},
      greatest(0, floor(extract(epoch from desk_now() - ${decision.claimedAt}::timestamptz))))
    returning id, seconds_on_case as seconds`)
  const [row] = rows
  if (row === undefined) throw new Error('PostgreSQL answered no row where one was written')
  const { caseId, staffId, conclusion, policyId, rationale, actions, shown } = decision
  const content = {
    id: row.id,
    caseId,
    staffId,
    conclusion,
    policyId: policyId ?? null,
    rationale,
    actions,
    shown,
    secondsOnCase: row.seconds,
  }
  return { id: row.id, contentHash: decisionHash(content) }
}

/** Closes a locked case with what was decided. */
export async function closeDecidedCase(
  tx: Tx,
  decided: DecidedCase,
  outcome: {
    decisionId: string
    conclusion: Conclusion
    orders: readonly string[]
    standing: readonly string[]
    by: Actor
  },
): Promise<void> {
  const { by, ...detail } = outcome
  await tx.query(sql`
    update review_case set state = 'closed', closed_at = desk_now(), returned = false, claimed_by = null, claimed_at = null,
      claimed_until = null
    where id = ${decided.id}`)
  await tx.query(sql`
    insert into case_event (case_id, kind, by, detail) values (${decided.id}, 'decided', ${actorKey(by)}, ${JSON.stringify(detail)})`)
}
