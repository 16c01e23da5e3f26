import { message } from '../../src/foundation/messages/message.ts'
import type { Pool } from 'pg'
import sql from 'sql-template-tag'
import { proposeChange } from '../../src/admin/change/propose-change.ts'
import type { Desk } from '../../src/policy/desk.ts'
import type { StaffCaller } from '../../src/foundation/domain.ts'
import { DeskError } from '../../src/foundation/errors.ts'
import { agreeSigned } from '../support/changes.ts'

/** One person proposes to close each open circuit breaker; the other, if there is one, agrees to each. */
export async function closeBreakers(desk: Desk, by: StaffCaller, other: StaffCaller | null) {
  const { rows } = await desk.db.query<{ id: number }>(sql`select id from breaker where closed_at is null order by id`)
  for (const { id: breakerId } of rows) {
    const { id } = await proposeChange(desk, { wanted: { kind: 'breaker', breakerId }, reason: 'so', by })
    if (other === null) throw new DeskError('not_allowed', message('change.noOther'))
    await agreeSigned(desk, id, other)
  }
  return { enforcementId: undefined, how: 'closed' }
}

/** All shifts end, and one of these people is on call around the clock. */
export async function goHome(db: Pool, people: readonly StaffCaller[], onCall: StaffCaller): Promise<void> {
  await endShifts(db, people)
  await db.query(sql`
    insert into rota_entry (staff_id, turn, zone, days, begins, ends, from_day, added_by)
    values (${onCall.id}, 'primary', 'UTC', '{1,2,3,4,5,6,7}', '00:00', '00:00', '2020-01-01', ${onCall.id})`)
}

/**
 * Takes all people off call and begins a shift for each who still works here. A running shift ends first: none begins
 * within another.
 */
export async function startAllShifts(db: Pool, people: readonly StaffCaller[]): Promise<void> {
  await endShifts(db, people)
  const ids = people.map(({ id }) => id)
  await db.query(sql`
    with off as (
      update rota_entry set removed_by = staff_id, removed_at = desk_now()
      where staff_id = any (${ids}) and removed_at is null)
    insert into shift_event (staff_id, kind, planned_minutes)
    select id, 'start', 720 from staff where id = any (${ids}) and ended_at is null`)
}

/** Ends the shifts that run; PostgreSQL refuses an end of any other. */
async function endShifts(db: Pool, people: readonly StaffCaller[]): Promise<void> {
  await db.query(sql`
    insert into shift_event (staff_id, kind)
    select staff_id, 'end' from staff_shift
    where staff_id = any (${people.map(({ id }) => id)}) and kind <> 'end' and started_at + interval '12 hours' > desk_now()`)
}

/** One person proposes shadow mode, or its end; the other, if there is one, agrees. */
export async function setShadow(desk: Desk, shadow: boolean, [by, other]: readonly [StaffCaller, StaffCaller | null]) {
  const { id, state } = await proposeChange(desk, { wanted: { kind: 'profile', shadow }, reason: 'so', by })
  if (state === 'applied') return { enforcementId: undefined, how: 'applied' }
  if (other === null) throw new DeskError('not_allowed', message('change.noOther'))
  return { enforcementId: undefined, how: (await agreeSigned(desk, id, other)).state }
}
