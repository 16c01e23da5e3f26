import sql from 'sql-template-tag'
import { inAnsweredTransaction, inTransaction, type Tx } from '../../foundation/database/db.ts'
import { accountKey, DESK, type StaffCaller } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { findDrillNow } from '../../foundation/time/drill-now.ts'
import { isZone } from '../../foundation/time/is-zone.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Desk } from '../../policy/desk.ts'
import { insertRuns, refuseOthers, refuseUnmarked } from './plan-drill.ts'
import type { Scenario } from './scenarios.ts'
import { findTestRefusal } from './test-accounts.ts'

/** The longest interval between two drills. After a longer one the people of the last drill have left. */
export const WEEKS_MAX = 26

interface Repeating {
  scenario: Scenario
  accountId: string
  everyWeeks: number
  /** The day of the week from 1, which is Monday. */
  weekday: number
  /** The time of day, such as 09:30, by the local clock of the zone. */
  time: string
  zone: string
}

/** Records a schedule of drills. Returns the time of its next drill. */
export async function repeatDrill(
  desk: Pick<Desk, 'db'>,
  { scenario, accountId, everyWeeks, weekday, time, zone }: Repeating,
  by: StaffCaller,
): Promise<{ id: string; nextAt: Date }> {
  if (!isZone(zone)) {
    throw invalidField('zone', message('field.zone'))
  }
  return inAnsweredTransaction(desk.db, async (tx) => {
    await refuseOthers(tx, by)
    await refuseUnmarked(tx, accountId)
    const planned = await tx.only<{ id: string; nextAt: Date }>(sql`
      insert into drill_schedule (scenario, account_id, planned_by, every_weeks, weekday, at_time, zone)
      values (${scenario}, ${accountId}, ${by.id}, ${everyWeeks}, ${weekday}, ${time}, ${zone})
      returning id, next_at as "nextAt"`)
    queueEntry(tx, {
      kind: 'drill_scheduled',
      scheduleId: planned.id,
      scenario,
      every: `${everyWeeks} weeks, day ${weekday}, ${time} ${zone}`,
      subject: accountKey(accountId),
      by: { kind: 'staff', id: by.id },
    })
    return planned
  })
}

/** Ends a schedule of drills. */
export async function endRepeating(desk: Pick<Desk, 'db'>, scheduleId: string, by: StaffCaller): Promise<void> {
  await inTransaction(desk.db, async (tx) => {
    await refuseOthers(tx, by)
    const { rowCount } = await tx.query(sql`
      update drill_schedule set ended_by = ${by.id} where id = ${scheduleId} and ended_by is null`)
    if (rowCount !== 1) throw new DeskError('not_found', message('drill.noSchedule', { scheduleId }))
    queueEntry(tx, { kind: 'drill_schedule_ended', scheduleId, by: { kind: 'staff', id: by.id } })
  })
}

interface DueSchedule {
  id: string
  scenario: Scenario
  accountId: string
  plannedBy: string
  isLate: boolean
}

/** Plans the drill of each due schedule, or records the reason to skip it. Returns the number of planned drills. */
export async function planRepeating({ db }: Pick<Desk, 'db'>): Promise<number> {
  return inTransaction(db, async (tx) => {
    const { rows } = await tx.query<DueSchedule>(sql`
      select id, scenario, account_id as "accountId", planned_by as "plannedBy",
        next_at < desk_now() - interval '1 hour' as "isLate"
      from drill_schedule where ended_by is null and next_at <= desk_now()
      order by next_at, id limit 10 for update skip locked`)
    let planned = 0
    for (const due of rows) if (await planOne(tx, due)) planned += 1
    return planned
  })
}

async function planOne(tx: Tx, { id, scenario, accountId, plannedBy, isLate }: DueSchedule): Promise<boolean> {
  const skipped = isLate ? 'the desk did not run at its time' : await findPresentRefusal(tx, accountId)
  await tx.query(sql`update drill_schedule set skipped = ${skipped} where id = ${id}`)
  if (skipped === null) {
    await insertRuns(tx, { scenario, accountId, plannedBy, beginsAt: null, scheduleId: id })
    return true
  }
  queueEntry(tx, { kind: 'drill_skipped', scheduleId: id, why: skipped, subject: accountKey(accountId), by: DESK })
  return false
}

/** Returns the reason to skip a drill now because of a real incident. Null: none. */
async function findPresentRefusal(tx: Tx, accountId: string): Promise<string | null> {
  const { frozen, isBreakerOpen, found } = await tx.only<{
    frozen: boolean
    isBreakerOpen: boolean
    found: boolean
  }>(sql`
    select frozen_until() is not null as frozen, exists (select from breaker where closed_at is null) as "isBreakerOpen",
      exists (select from drift where ended_at is null and closed_at is null) as found`)
  if (frozen) return 'all restrictive actions were frozen'
  if (isBreakerOpen) return 'a breaker was open'
  if (found) return 'drift of a protected account was open'
  if ((await findTestRefusal(tx, accountId)) !== null) return 'its account no longer counts as a test, or is protected'
  return (await findDrillNow(tx)) === null ? null : 'another drill was under way'
}
