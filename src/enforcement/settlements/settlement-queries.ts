import sql from 'sql-template-tag'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { descending, type PageOf, type PageRequest, selectPage } from '../../foundation/database/select-page.ts'

/** The outcomes of a body for out-of-court settlement: for the person, for the platform, or an agreement of both. */
export const SETTLEMENT_OUTCOMES = ['appellant', 'platform', 'settled'] as const
export type SettlementOutcome = (typeof SETTLEMENT_OUTCOMES)[number]

export interface NewSettlement {
  body: string
  reference: string
  /** The day of the decision, as YYYY-MM-DD. */
  decidedOn: string
  outcome: SettlementOutcome
  follows: boolean
  reason: string
}

export interface Settlement extends NewSettlement {
  id: string
  enforcementId: string | null
  decisionId: string | null
  appealId: string | null
  subject: string
  recordedBy: string
  recordedAt: Date
  /** The record that this one corrects, and the change to which two people agreed. Null: it is a first record. */
  corrects: string | null
  changeId: string | null
  /** The record that corrects this one. */
  correctedBy: string | null
}

/** A settlement concerns an enforcement, or a decision that led to nothing. */
export interface Contested {
  enforcementId: string | null
  decisionId: string | null
  appealId: string | null
  subject: string
}

const SETTLEMENT = sql`settlement.id, settlement.enforcement_id as "enforcementId", settlement.decision_id as "decisionId",
  settlement.appeal_id as "appealId", settlement.body, settlement.reference,
  to_char(settlement.decided_on, 'YYYY-MM-DD') as "decidedOn", settlement.outcome, settlement.follows, settlement.reason,
  settlement.recorded_by as "recordedBy", settlement.recorded_at as "recordedAt", settlement.corrects, settlement.change_id as "changeId",
  (select id from appeal_settlement later where later.corrects = settlement.id) as "correctedBy", coalesce(enforcement.subject, review_case.subject) as subject`
const OF = sql`appeal_settlement settlement left join enforcement on enforcement.id = settlement.enforcement_id
  left join decision on decision.id = settlement.decision_id left join review_case on review_case.id = decision.case_id`

/** Finds the enforcement by its id, with its latest appeal. It took effect: no body decides about others. */
export const findContestedEnforcement = (db: Queryable, enforcementId: string): Promise<Contested | undefined> =>
  db.find<Contested>(sql`
    select id as "enforcementId", null as "decisionId", subject,
      (select id from appeal where enforcement_id = enforcement.id order by received_at desc, id desc limit 1) as "appealId"
    from enforcement where id = ${enforcementId} and in_effect_at is not null`)

/**
 * Finds the enforcement that still restricts, or is about to: the given one, or the one by which it was resubmitted.
 * Undefined: none does.
 */
export const findStanding = (db: Queryable, enforcementId: string): Promise<string | undefined> =>
  db.findValue<string>(sql`
    with recursive chain as (
      select id, state from enforcement where id = ${enforcementId}
      union all select next.id, next.state from chain join enforcement next on next.successor_of = chain.id)
    select id from chain where is_waiting(state) or is_acting(state) limit 1`)

/** True when this person took part in what a body decided about, or judged an appeal against it. */
export const isContestedParty = (
  db: Queryable,
  { enforcementId, decisionId }: Contested,
  staffId: string,
): Promise<boolean> =>
  db.onlyValue<boolean>(sql`select is_contested_party(${enforcementId}, ${decisionId}, ${staffId}) as "isParty"`)

/** Finds what an appeal contests. */
export const findContestedByAppeal = (db: Queryable, appealId: string): Promise<Contested | undefined> =>
  db.find<Contested>(sql`
    select enforcement_id as "enforcementId", decision_id as "decisionId", id as "appealId", subject
    from appeal where id = ${appealId}`)

/** Stores a decision of a body under its reference. False: one is stored already. */
export async function insertSettlement(
  tx: Tx,
  { enforcementId, decisionId, appealId }: Contested,
  given: NewSettlement,
  staffId: string,
): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    insert into appeal_settlement (enforcement_id, decision_id, appeal_id, body, reference, decided_on, outcome, follows, reason, recorded_by)
    values (${enforcementId}, ${decisionId}, ${appealId}, ${given.body}, ${given.reference}, ${given.decidedOn}::date,
      ${given.outcome}, ${given.follows}, ${given.reason}, ${staffId})
    on conflict (coalesce(enforcement_id, decision_id), body, reference) where corrects is null do nothing`)
  return rowCount === 1
}

export const findSettlement = (
  db: Queryable,
  { enforcementId, decisionId }: Contested,
  { body, reference }: NewSettlement,
): Promise<Settlement | undefined> =>
  db.find<Settlement>(sql`
    select ${SETTLEMENT} from ${OF}
    where coalesce(settlement.enforcement_id, settlement.decision_id) = ${enforcementId ?? decisionId}
      and settlement.body = ${body} and settlement.reference = ${reference} and settlement.corrects is null`)

/** Finds a record by its id, or the one that a change stored. */
export const findSettlementBy = (
  db: Queryable,
  { settlementId, changeId }: { settlementId?: string; changeId?: string },
): Promise<Settlement | undefined> =>
  db.find<Settlement>(sql`
    select ${SETTLEMENT} from ${OF}
    where settlement.id = ${settlementId ?? null} or settlement.change_id = ${changeId ?? null}`)

interface SettlementFilter {
  readerId: string
  enforcementId: string | undefined
  appealId: string | undefined
}

/**
 * Lists recorded decisions of bodies, newest first. Those about an enforcement or a decision on which the reader may still be
 * asked for an opinion of their own are left out: they tell what others found.
 */
export async function listSettlements(
  db: Queryable,
  { readerId, enforcementId, appealId }: SettlementFilter,
  page: PageRequest,
): Promise<PageOf<Settlement>> {
  const rows = sql`
    select ${SETTLEMENT} from ${OF}
    where (${enforcementId ?? null}::text is null or settlement.enforcement_id = ${enforcementId ?? null})
      and (${appealId ?? null}::text is null or settlement.appeal_id = ${appealId ?? null})
      and (enforcement.id is null or not exists (select list_actors_hidden_on(${readerId}, enforcement)))
      and not hides_author(${readerId}, coalesce(settlement.decision_id, enforcement.decision_id))`
  const key = [descending(sql`listed."recordedAt"`, 'time'), descending(sql`listed.id`, 'text')]
  return selectPage<Settlement>(db, { rows, key }, page)
}
