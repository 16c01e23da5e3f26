import sql from 'sql-template-tag'
import {
  descending,
  type ListedRows,
  type PageOf,
  type PageRequest,
  selectPage,
} from '../../foundation/database/select-page.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { type Compared, compareDrills } from './compare-drills.ts'
import type { PlannedDrill } from './plan-drill.ts'
import type { Scenario } from './scenarios.ts'

interface ListedDrill extends PlannedDrill {
  handle: string | null
  enforcementId: string | null
  refused: string | null
  /** The number of accounts of the drill. */
  accounts: number
  /** The number of alerts to people or roles. */
  calls: number
  /**
   * The time from going offline to the request to restore the last account. Null: the restore of some account was not
   * requested yet.
   */
  detectMs: number | null
  /** The time from the last request until read-backs showed all accounts visible. */
  restoreMs: number | null
  /** True when an account of the drill was restored by itself and not by a person. */
  endedAlone: boolean
}

const LISTED_MAX = 100

/** The number of older drills with which those of one page are compared. */
const COMPARED_MAX = 100

/** Lists drills, the newest first, measured like incidents and compared with earlier ones. */
export async function listDrills(db: Queryable, page: PageRequest): Promise<PageOf<ListedDrill & Compared>> {
  const { items, nextCursor } = await selectPage<ListedDrill>(db, DRILLS, page)
  if (nextCursor === null) return { items: compareDrills(items), nextCursor }
  const older = await selectPage<ListedDrill>(db, DRILLS, { limit: COMPARED_MAX, cursor: nextCursor })
  return { items: compareDrills([...items, ...older.items]).slice(0, items.length), nextCursor }
}

const DRILLS: ListedRows = {
  rows: sql`
    with part as (
      select coalesce(run.part_of, run.id) as whole, run.enforcement_id, ordered.in_effect_at, undone.cause, undone.asked_at,
        undone.visible_at
      from drill_run run
      left join enforcement ordered on ordered.id = run.enforcement_id
      left join enforcement_restore undone on undone.enforcement_id = run.enforcement_id
      where run.part_of is null or run.enforcement_id is not null),
    measured as (
      select whole, count(*)::integer as accounts, coalesce(bool_or(cause = 'ended'), false) as "endedAlone",
        case when bool_and(asked_at is not null)
          then floor(extract(epoch from max(asked_at - in_effect_at)) * 1000)::float8 end as "detectMs",
        case when bool_and(visible_at is not null)
          then floor(extract(epoch from max(visible_at - asked_at)) * 1000)::float8 end as "restoreMs",
        (select count(*)::integer from alert where kind = 'drill' and alert.enforcement_id = any (array_agg(part.enforcement_id))) as calls
      from part group by whole)
    select run.id, run.scenario, run.account_id as "accountId", account.handle, run.begins_at as "beginsAt",
      run.enforcement_id as "enforcementId", run.refused, accounts, calls, "endedAlone", "detectMs", "restoreMs"
    from drill_run run join account on account.id = run.account_id join measured on measured.whole = run.id`,
  key: [descending(sql`listed."beginsAt"`, 'time'), descending(sql`listed.id`, 'text')],
}

export interface ListedSchedule {
  id: string
  scenario: Scenario
  accountId: string
  handle: string | null
  everyWeeks: number
  weekday: number
  time: string
  zone: string
  nextAt: Date
  skipped: string | null
  plannedBy: string
}

/** Lists the schedules of drills, the next one first. */
export async function listSchedules(db: Queryable): Promise<ListedSchedule[]> {
  return db.list<ListedSchedule>(sql`
    select plan.id, plan.scenario, plan.account_id as "accountId", account.handle, plan.every_weeks as "everyWeeks", plan.weekday,
      plan.at_time as time, plan.zone, plan.next_at as "nextAt", plan.skipped, staff.pseudonym as "plannedBy"
    from drill_schedule plan join account on account.id = plan.account_id join staff on staff.id = plan.planned_by
    where plan.ended_by is null order by plan.next_at, plan.id limit ${LISTED_MAX}`)
}
