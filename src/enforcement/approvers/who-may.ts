import sql from 'sql-template-tag'
import type { Answer } from '../../foundation/domain.ts'
import type { Agreeing } from '../../policy/requirements/requirement.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'

/** The reason for which a person may not give an answer, as PostgreSQL returns it. */
export type WhyNot = keyof typeof WHY_NOT_SENTENCES

/**
 * The refusals as sentences for the person refused. `standing` covers a departure without naming it, so that no person
 * learns a date from it.
 */
export const WHY_NOT_SENTENCES = {
  unknown: 'there is no such enforcement',
  ended: 'you are no longer here',
  role: 'this takes a reviewer, senior or lead',
  restricted: 'you were restricted: you can stop and restore, and others do the rest',
  off_shift: 'you are not on shift, and not on call',
  on_break: 'you are on a break',
  too_soon: 'nobody else is asked here: your own yes counts when you look at it again, a day after you asked for it',
  party: 'you asked for this enforcement, or undid the one before it, so others must judge it',
  loosened:
    'you proposed or agreed to a change that loosened its protection within seven days: another approver must judge it',
  place: 'it is bound to another place of work than yours',
  not_asked: 'nobody is asked about this enforcement',
  not_waiting: 'the enforcement does not wait for this any more',
  not_in_effect: 'the enforcement is not in effect, or needs no confirmation',
  confirmed_already: 'it was confirmed already',
  no_duty: 'somebody else took on to confirm it',
  nothing_to_confirm: 'this enforcement needs no confirmation',
  too_late: 'its time is over',
  answered_already: 'you have answered already, and one person is one answer',
  holds_duty: 'you have promised to confirm it: another person must take that over before you approve',
  revealed: 'you had the action shown to you before your own review: another approver must answer',
  clearance: 'you lack a clearance that its case or account asks for',
  standing: 'your standing does not allow it now',
  too_new: 'a new approver counts from a day after they were added',
  pair: 'you and its proposer agreed to each other’s enforcements and changes three times within seven days: another approver must review it',
  fatigue:
    'you reviewed six enforcements on protected accounts within an hour: another approver must review it, or you later',
  fits_no_clause: 'none of the people it asks for are of your roles',
  incomplete: 'whoever asked for it has yet to write what you would agree to',
  no_independent_review: 'first the desk must offer it to you and you must say what you make of it yourself',
  other_account: 'your review named another account, or none: another approver must answer',
  too_quick: 'you were shown this less than 20 seconds ago: read it first',
} as const

/** Returns the reason for which this person may not give this answer now; null: none. `offer`: being asked at all. */
export async function whyNot(
  db: Queryable,
  enforcementId: string,
  staffId: string,
  answer: Answer | 'offer',
): Promise<WhyNot | null> {
  const { rows } = await db.query<{ why: WhyNot | null }>(prepared('why-not')`
    select why_not_sign(${enforcementId}, ${staffId}, ${answer}) as why`)
  return rows[0]?.why ?? null
}

/** Finds the time from which this person may agree; null: no reading time is required, or it is over. */
export async function findAgreeFrom(db: Queryable, enforcementId: string, staffId: string): Promise<Date | null> {
  const { rows } = await db.query<{ at: Date | null }>(sql`
    select agrees_from(enforcement, ${staffId}) as at from enforcement
    where id = ${enforcementId} and agrees_from(enforcement, ${staffId}) > desk_now()`)
  return rows[0]?.at ?? null
}

/** The answers of one person about an enforcement now: null where they may give one, else the refusal. */
export type Mine = Record<Answer, string | null>

export async function mayNow(db: Queryable, enforcementId: string, staffId: string): Promise<Mine> {
  const row = await db.find<Record<Answer, WhyNot | null>>(prepared('may-now')`
    select why_not_sign(${enforcementId}, ${staffId}, 'agree') as agree, why_not_sign(${enforcementId}, ${staffId}, 'decline') as decline,
      why_not_sign(${enforcementId}, ${staffId}, 'duty') as duty, why_not_sign(${enforcementId}, ${staffId}, 'confirm') as confirm`)
  if (row === undefined) throw new Error('PostgreSQL answered nothing about a person')
  const say = (why: WhyNot | null) => (why === null ? null : WHY_NOT_SENTENCES[why])
  return { agree: say(row.agree), decline: say(row.decline), duty: say(row.duty), confirm: say(row.confirm) }
}

/**
 * Lists the people whose approval counts, and those at work now who may be offered the enforcement. A proposer who may
 * approve alone a day later is among them.
 */
export async function couldApprove(db: Queryable, enforcementId: string): Promise<Agreeing[]> {
  return db.list<Agreeing>(sql`
    select staff_id as "staffId", roles, team, employer from enforcement_agreeing(${enforcementId})
    union
    select id, roles, team, employer from staff
    where id in (select maybe_on_duty()) and coalesce(why_not_sign(${enforcementId}, id, 'offer'), 'too_soon') = 'too_soon'`)
}

/** Lists the people who hold the confirm duty, and those at work now who may take it. */
export async function couldConfirm(db: Queryable, enforcementId: string): Promise<string[]> {
  return db.listValues<string>(sql`
    select id as "staffId" from staff
    where id in (select maybe_on_duty()) and why_not_sign(${enforcementId}, id, 'duty') is null
    union
    select staff_id from approval where enforcement_id = ${enforcementId} and answer = 'duty' and holds_duty(${enforcementId}, staff_id)`)
}
