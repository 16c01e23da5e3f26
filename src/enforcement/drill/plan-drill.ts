import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import { accountKey, CHANGING_ROLES, type StaffCaller } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inAnsweredTransaction, inTransaction, type Queryable, type Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { refuseGone } from '../../people/staff/standing.ts'
import { type Scenario, scenarioOf } from './scenarios.ts'
import { listTestAccounts, findTestRefusal } from './test-accounts.ts'

/** The most accounts of one drill: it tests the response of people, which more accounts would not change. */
const WAVE_MAX = 5

export interface PlannedDrill {
  id: string
  scenario: Scenario
  accountId: string
  beginsAt: Date
}

/** Plans a drill, on record. It begins by itself, only on an account that two people marked as a test. */
export async function planDrill(
  desk: Pick<Desk, 'db'>,
  { scenario, accountId, beginsAt, by }: { scenario: Scenario; accountId: string; beginsAt?: Date; by: StaffCaller },
): Promise<PlannedDrill> {
  return inAnsweredTransaction(desk.db, async (tx) => {
    await refuseOthers(tx, by)
    await refuseUnmarked(tx, accountId)
    return insertRuns(tx, { scenario, accountId, plannedBy: by.id, beginsAt: beginsAt ?? null, scheduleId: null })
  })
}

/** Refuses people who may neither plan nor cancel a drill. */
export async function refuseOthers(tx: Tx, { id, roles }: StaffCaller): Promise<void> {
  await refuseGone(tx, { kind: 'staff', id })
  if (!roles.some((role) => CHANGING_ROLES.includes(role))) throw new DeskError('not_allowed', message('drill.role'))
}

/** Refuses an account that two people have not marked as a test, or that is protected. */
export async function refuseUnmarked(db: Queryable, accountId: string): Promise<void> {
  switch (await findTestRefusal(db, accountId)) {
    case null:
      return
    case 'unmarked':
      throw new DeskError('not_allowed', message('drill.unmarked', { accountId }))
    case 'protected':
      throw new DeskError('not_allowed', message('drill.protected', { accountId }))
  }
}

interface NewRun {
  scenario: Scenario
  accountId: string
  plannedBy: string
  /** The time at which the drill begins. Null: now. */
  beginsAt: Date | null
  scheduleId: string | null
}

/**
 * Records a planned drill. A scenario on several accounts adds other marked accounts. Returns the first account's
 * drill.
 */
export async function insertRuns(tx: Tx, run: NewRun): Promise<PlannedDrill> {
  const first = await insertRun(tx, run, null)
  if (scenarioOf(run.scenario).takesSeveral !== true) return first
  const others = (await listTestAccounts(tx)).filter(({ id }) => id !== run.accountId)
  for (const { id } of others.slice(0, WAVE_MAX - 1)) await insertRun(tx, { ...run, accountId: id }, first.id)
  return first
}

async function insertRun(
  tx: Tx,
  { scenario, accountId, plannedBy, beginsAt, scheduleId }: NewRun,
  partOf: string | null,
): Promise<PlannedDrill> {
  const drill = await tx.only<PlannedDrill>(sql`
    insert into drill_run (scenario, account_id, part_of, schedule_id, planned_by, begins_at)
    values (${scenario}, ${accountId}, ${partOf}, ${scheduleId}, ${plannedBy}, greatest(desk_now(), ${beginsAt}::timestamptz))
    returning id, scenario, account_id as "accountId", begins_at as "beginsAt"`)
  queueEntry(tx, {
    kind: 'drill_planned',
    drillId: drill.id,
    scenario,
    beginsAt: drill.beginsAt.toISOString(),
    subject: accountKey(accountId),
    by: { kind: 'staff', id: plannedBy },
  })
  return drill
}

/** Cancels a drill that has not begun. */
export async function callOffDrill(desk: Pick<Desk, 'db'>, drillId: string, by: StaffCaller): Promise<void> {
  await inTransaction(desk.db, async (tx) => {
    await refuseOthers(tx, by)
    const { rows } = await tx.query<{ id: string; accountId: string }>(sql`
      update drill_run set refused = ${`called off by ${by.pseudonym}`}
      where coalesce(part_of, id) = ${drillId} and enforcement_id is null and refused is null
      returning id, account_id as "accountId"`)
    if (rows.length === 0) throw new DeskError('conflict', message('drill.notPlanned', { drillId }))
    for (const { id, accountId } of rows)
      queueEntry(tx, {
        kind: 'drill_refused',
        drillId: id,
        subject: accountKey(accountId),
        by: { kind: 'staff', id: by.id },
      })
  })
}
