import sql from 'sql-template-tag'
import type { Desk } from '../desk.ts'
import type { StaffCaller } from '../domain.ts'
import { append } from '../ledger/append.ts'
import { inTransaction, only, type Queryable } from '../lib/db.ts'
import { DeskError } from '../lib/errors.ts'

/** Each says what is done to the test account, and what people are then to do. */
export const SCENARIOS = {
  'wrong-takedown': 'the test account goes dark by an order of one person; somebody finds it and brings it back',
} as const
export type Scenario = keyof typeof SCENARIOS

export interface PlannedDrill {
  id: string
  scenario: Scenario
  accountId: string
  beginsAt: Date
}

const PLANNING_ROLES = ['lead', 'policy', 'admin'] as const

/** Plans a drill, on record. It begins by itself, on an account that two people marked as a test and on no other. */
export async function planDrill(
  desk: Pick<Desk, 'db'>,
  { scenario, accountId, beginsAt, by }: { scenario: Scenario; accountId: string; beginsAt?: Date; by: StaffCaller },
): Promise<PlannedDrill> {
  if (!by.roles.some((role) => PLANNING_ROLES.some((known) => known === role)))
    throw new DeskError('not_allowed', 'Nothing was planned: this takes the role policy, lead or admin.')
  return inTransaction(desk.db, async (tx) => {
    const { rows: marked } = await tx.query<{ isProtected: boolean }>(sql`
      select account.protected as "isProtected" from drill_account join account on account.id = account_id
      where account_id = ${accountId}`)
    if (marked[0] === undefined) throw new DeskError('not_allowed', sayUnmarked(accountId))
    if (marked[0].isProtected)
      throw new DeskError(
        'not_allowed',
        `Nothing was planned: account ${accountId} is protected by now, and no drill is on it.`,
      )
    const { rows } = await tx.query<PlannedDrill>(sql`
      insert into drill_run (scenario, account_id, planned_by, begins_at)
      values (${scenario}, ${accountId}, ${by.id}, greatest(desk_now(), ${beginsAt ?? null}::timestamptz))
      returning id, scenario, account_id as "accountId", begins_at as "beginsAt"`)
    const drill = only(rows)
    append(tx, {
      kind: 'drill_planned',
      drillId: drill.id,
      scenario,
      beginsAt: drill.beginsAt.toISOString(),
      subject: `account:${accountId}`,
      by: { kind: 'staff', id: by.id },
    })
    return drill
  })
}

const sayUnmarked = (accountId: string): string =>
  `Nothing was planned: account ${accountId} is not marked as a test. countersign drill mark asks for it, and somebody else must agree.`

export interface ListedDrill extends PlannedDrill {
  handle: string | null
  orderId: string | null
  refused: string | null
  /** From going dark until somebody set about bringing it back. */
  detectMs: number | null
  /** From then until it was read to be visible. */
  restoreMs: number | null
  /** Nobody did, and it ended by itself. */
  endedAlone: boolean
}

const LISTED_MAX = 100

/** Drills as they went, the newest first, measured as incidents are. */
export async function listDrills(db: Queryable): Promise<ListedDrill[]> {
  const { rows } = await db.query<ListedDrill>(sql`
    select run.id, run.scenario, run.account_id as "accountId", account.handle, run.begins_at as "beginsAt",
      run.order_id as "orderId", run.refused, coalesce(undone.cause = 'ended', false) as "endedAlone",
      floor(extract(epoch from undone.asked_at - ordered.in_effect_at) * 1000)::float8 as "detectMs",
      floor(extract(epoch from undone.visible_at - undone.asked_at) * 1000)::float8 as "restoreMs"
    from drill_run run join account on account.id = run.account_id
    left join desk_order ordered on ordered.id = run.order_id
    left join order_restore undone on undone.order_id = run.order_id
    order by run.begins_at desc, run.id desc limit ${LISTED_MAX}`)
  return rows
}
