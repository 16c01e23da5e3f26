import { staffKey } from '../../foundation/domain.ts'
import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'

/** The counts of one person's shift and its current state. */
interface ShiftSummary {
  beganAt: Date
  endedAt: Date | null
  casesDecided: number
  enforcementsAnswered: number
  proposed: number
  agreed: number
  declined: number
  overturned: number
  waitsForMe: number
  waitsForAgreement: number
  waitsForHold: number
  waitsForConfirmation: number
  waitsForAnswer: number
  casesHeld: number
  asked: number
  transferred: number
  givenBack: number
  /** The number of severe cases in the last 24 hours, across shifts. */
  severeToday: number
  /** The limit on severe cases within 24 hours. Null: none. */
  severeADay: number | null
}

type Shift = Pick<ShiftSummary, 'beganAt' | 'endedAt'>

/** Returns the summary of a person's latest shift. Undefined: they have begun none, or it was erased. */
export async function findShiftSummary(db: Queryable, staffId: string): Promise<ShiftSummary | undefined> {
  const shift = await findShift(db, staffId)
  if (shift === undefined) return undefined
  const enforcements = await countEnforcements(db, staffId, shift)
  return { ...shift, ...enforcements, ...(await countCases(db, staffId, shift)) }
}

/** Finds the latest shift of a person. A shift without an end event ends after twelve hours. */
async function findShift(db: Queryable, staffId: string): Promise<Shift | undefined> {
  return db.find<Shift>(sql`
    select began.at as "beganAt", case
        when latest.kind = 'end' then latest.at
        when began.at + interval '12 hours' <= desk_now() then began.at + interval '12 hours' end as "endedAt"
    from (select at from shift_event where staff_id = ${staffId} and kind = 'start' order by at desc, id desc limit 1) began,
      (select kind, at from shift_event where staff_id = ${staffId} order by at desc, id desc limit 1) latest`)
}

type EnforcementCounts = Pick<
  ShiftSummary,
  | 'proposed'
  | 'agreed'
  | 'declined'
  | 'overturned'
  | 'waitsForMe'
  | 'waitsForAgreement'
  | 'waitsForHold'
  | 'waitsForConfirmation'
>

/**
 * Counts the enforcements of a shift. A stop or restore counts as overturned only by another person: undoing one's own
 * act is no judgement.
 */
async function countEnforcements(
  db: Queryable,
  staffId: string,
  { beganAt, endedAt }: Shift,
): Promise<EnforcementCounts> {
  const me = staffKey(staffId)
  return db.only<EnforcementCounts>(sql`
    select count(*) as proposed,
      count(*) filter (where state not in ('proposed', 'awaiting_approval', 'declined')
        and exists (select from approval where enforcement_id = own.id and answer = 'agree')) as agreed,
      count(*) filter (where state = 'declined') as declined,
      count(*) filter (where state = 'stopped' and moved_by <> ${me}
        or restore.cause in ('mistake', 'appeal', 'undo') and restore.by <> ${me}) as overturned,
      count(*) filter (where state = 'proposed') as "waitsForMe",
      count(*) filter (where state = 'awaiting_approval') as "waitsForAgreement",
      count(*) filter (where state = 'held') as "waitsForHold",
      count(*) filter (where state = 'in_effect' and confirm_by is not null) as "waitsForConfirmation"
    from enforcement own left join enforcement_restore restore on restore.enforcement_id = own.id
    where proposed_by = ${me} and proposed_at >= ${beganAt} and proposed_at <= coalesce(${endedAt}, desk_now())`)
}

type CaseCounts = Omit<ShiftSummary, keyof Shift | keyof EnforcementCounts>

async function countCases(db: Queryable, staffId: string, { beganAt, endedAt }: Shift): Promise<CaseCounts> {
  return db.only<CaseCounts>(sql`
    select decided."casesDecided", answered."enforcementsAnswered", question.asked, question."waitsForAnswer", moved.transferred,
      moved."givenBack", held."casesHeld", count_severe_today(${staffId}) as "severeToday",
      (select severe_a_day from exposure_limit) as "severeADay"
    from (select ${beganAt}::timestamptz as began, coalesce(${endedAt}, desk_now()) as ended) shift,
      lateral (select count(distinct case_id) as "casesDecided" from decision
        where staff_id = ${staffId} and conclusion <> 'escalate' and decided_at between began and ended) decided,
      lateral (select count(distinct enforcement_id) as "enforcementsAnswered" from approval
        where staff_id = ${staffId} and answer in ('agree', 'decline') and signed_at between began and ended) answered,
      lateral (select count(*) as asked, count(*) filter (where answered_at is null) as "waitsForAnswer" from case_escalation
        where asked_by = ${staffId} and asked_at between began and ended) question,
      lateral (select count(*) filter (where kind = 'transferred') as transferred,
          count(*) filter (where kind = 'released') as "givenBack" from case_event
        where by = ${staffKey(staffId)} and kind in ('transferred', 'released') and at between began and ended) moved,
      lateral (select count(*) as "casesHeld" from case_claim join review_case on review_case.id = case_claim.case_id
        where case_claim.staff_id = ${staffId} and claimed_until > desk_now()) held`)
}
