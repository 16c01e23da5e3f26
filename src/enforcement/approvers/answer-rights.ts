import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import type { Answer } from '../../foundation/domain.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import type { Agreeing } from '../../policy/requirements/requirement.ts'

/** The reason for which a person may not give an answer, as the SQL function returns it. */
type ApprovalRefusal = keyof typeof APPROVAL_SENTENCES

/**
 * The refusals as sentences for the refused person. `standing` covers a departure without naming it, so that no person
 * learns its date.
 */
export const APPROVAL_SENTENCES = {
  unknown: message('approval.refusal.unknown'),
  ended: message('approval.refusal.ended'),
  role: message('approval.refusal.role'),
  platform: message('approval.refusal.platform'),
  restricted: message('approval.refusal.restricted'),
  denied_action: message('approval.refusal.denied_action'),
  off_shift: message('approval.refusal.off_shift'),
  on_break: message('approval.refusal.on_break'),
  too_soon: message('approval.refusal.too_soon'),
  party: message('approval.refusal.party'),
  opened: message('approval.refusal.opened'),
  gave_strikes: message('approval.refusal.gave_strikes'),
  replaced: message('approval.refusal.replaced'),
  loosened: message('approval.refusal.loosened'),
  place: message('approval.refusal.place'),
  not_asked: message('approval.refusal.not_asked'),
  not_waiting: message('approval.refusal.not_waiting'),
  not_in_effect: message('approval.refusal.not_in_effect'),
  confirmed_already: message('approval.refusal.confirmed_already'),
  no_duty: message('approval.refusal.no_duty'),
  nothing_to_confirm: message('approval.refusal.nothing_to_confirm'),
  too_late: message('approval.refusal.too_late'),
  answered_already: message('approval.refusal.answered_already'),
  has_duty: message('approval.refusal.has_duty'),
  revealed: message('approval.refusal.revealed'),
  clearance: message('approval.refusal.clearance'),
  standing: message('approval.refusal.standing'),
  too_new: message('approval.refusal.too_new'),
  pair: message('approval.refusal.pair'),
  fatigue: message('approval.refusal.fatigue'),
  fits_no_clause: message('approval.refusal.fits_no_clause'),
  incomplete: message('approval.refusal.incomplete'),
  no_independent_review: message('approval.refusal.no_independent_review'),
  other_account: message('approval.refusal.other_account'),
  too_quick: message('approval.refusal.too_quick'),
} as const

/**
 * Returns the reason for which this person may not give this answer now. Null: none. `offer` asks whether they may be
 * offered the enforcement at all.
 */
export async function findAnswerRefusal(
  db: Queryable,
  enforcementId: string,
  staffId: string,
  answer: Answer | 'offer',
): Promise<ApprovalRefusal | null> {
  return db.onlyValue<ApprovalRefusal | null>(prepared('approval-refusal')`
    select approval_refusal(${enforcementId}, ${staffId}, ${answer}) as why`)
}

/** Finds the time from which this person may approve. Null: no reading time is required, or it is over. */
export async function findAgreeFrom(db: Queryable, enforcementId: string, staffId: string): Promise<Date | null> {
  const { rows } = await db.query<{ at: Date | null }>(sql`
    select earliest_approval_time(enforcement, ${staffId}) as at from enforcement
    where id = ${enforcementId} and earliest_approval_time(enforcement, ${staffId}) > desk_now()`)
  return rows[0]?.at ?? null
}

/** The answers that one person may give about an enforcement now: null where they may, or else the refusal. */
type AnswerRights = Record<Answer, Message | null>

export async function listAnswerRights(db: Queryable, enforcementId: string, staffId: string): Promise<AnswerRights> {
  const row = await db.find<Record<Answer, ApprovalRefusal | null>>(prepared('may-now')`
    select approval_refusal(${enforcementId}, ${staffId}, 'agree') as agree, approval_refusal(${enforcementId}, ${staffId}, 'decline') as decline,
      approval_refusal(${enforcementId}, ${staffId}, 'duty') as duty, approval_refusal(${enforcementId}, ${staffId}, 'confirm') as confirm`)
  if (row === undefined) throw new Error('PostgreSQL answered nothing about a person')
  const toRefusal = (why: ApprovalRefusal | null) => (why === null ? null : APPROVAL_SENTENCES[why])
  return {
    agree: toRefusal(row.agree),
    decline: toRefusal(row.decline),
    duty: toRefusal(row.duty),
    confirm: toRefusal(row.confirm),
  }
}

/**
 * Lists the people whose approval counts, and those on duty who may be offered the enforcement. In a solo organisation
 * its proposer, who may approve it a day later, is among them.
 */
export async function couldApprove(db: Queryable, enforcementId: string): Promise<Agreeing[]> {
  return db.list<Agreeing>(sql`
    select staff_id as "staffId", roles, team, employer from list_agreeing_people(${enforcementId})
    union
    select id, roles, team, employer from staff
    where id in (select list_possibly_on_duty()) and coalesce(approval_refusal(${enforcementId}, id, 'offer'), 'too_soon') = 'too_soon'`)
}

/** Lists the people who promised to confirm the enforcement, and those on duty who may promise it. */
export async function couldConfirm(db: Queryable, enforcementId: string): Promise<string[]> {
  return db.listValues<string>(sql`
    select id as "staffId" from staff
    where id in (select list_possibly_on_duty()) and approval_refusal(${enforcementId}, id, 'duty') is null
    union
    select staff_id from approval where enforcement_id = ${enforcementId} and answer = 'duty' and has_confirm_duty(${enforcementId}, staff_id)`)
}
