import sql from 'sql-template-tag'
import { descending, type PageOf, type PageRequest, selectPage } from '../../foundation/database/select-page.ts'
import type { Queryable } from '../../foundation/database/db.ts'

/** One shift, as planned and as worked. */
export interface WorkedShift {
  staffId: string
  pseudonym: string
  team: string
  beganAt: Date
  plannedUntil: Date
  /** The end of the shift. Null: it is active. A shift without an end event ends after twelve hours. */
  endedAt: Date | null
  breakMinutes: number
  onBreak: boolean
}

/** The most shifts that are summed at once. */
export const SHIFTS_TOGETHER_MAX = 10_000

/** Lists the shifts of the last days, of all people or of one, newest first. Shifts older than 30 days are erased. */
export async function listShifts(
  db: Queryable,
  { days, staffId }: { days: number; staffId: string | undefined },
  page: PageRequest,
): Promise<PageOf<WorkedShift>> {
  const rows = sql`
    select shift.id, shift.staff_id as "staffId", member.pseudonym, member.team, shift.at as "beganAt",
      shift.at + shift.planned_minutes * interval '1 minute' as "plannedUntil", ended.at as "endedAt",
      floor(rest.ms / 60000)::integer as "breakMinutes", ended.at is null and rest.goes_on as "onBreak"
    from shift_event shift join staff member on member.id = shift.staff_id
    cross join lateral (
      select case when last.at <= desk_now() then last.at end as at from (
        select least(shift.at + interval '12 hours', member.ended_at, (
          select min(event.at) from shift_event event
          where event.staff_id = shift.staff_id and event.kind in ('end', 'start')
            and (event.at, event.id) > (shift.at, shift.id))) as at) last) ended
    cross join lateral (
      select coalesce(sum(extract(epoch from least(event.until, coalesce(ended.at, desk_now())) - event.at)) * 1000, 0) as ms,
        coalesce(bool_or(event.until is null), false) as goes_on
      from (
        select each.kind, each.at, lead(each.at) over (order by each.at, each.id) as until from shift_event each
        where each.staff_id = shift.staff_id and each.at >= shift.at
          and each.at <= coalesce(ended.at, desk_now())) event
      where event.kind = 'break') rest
    where shift.kind = 'start' and shift.at > desk_now() - ${days} * interval '1 day'
      and (${staffId ?? null}::text is null or shift.staff_id = ${staffId ?? null})`
  const key = [descending(sql`listed."beganAt"`, 'time'), descending(sql`listed.id`, 'number')]
  return selectPage<WorkedShift>(db, { rows, key }, page)
}
