import { staffKey } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { nameActors } from '../../people/staff/name-actors.ts'
import { FREEZES_A_DAY_MAX } from './freeze.ts'
import { queueAlert } from '../../alerts/alert.ts'

type StopKind = 'stop' | 'decline' | 'restore' | 'freeze'

interface Pulled {
  staffId: string
  kind: StopKind
  count: number
  /** The latest acts, at most LISTED_MAX. */
  which: string[]
}

const LISTED_MAX = 40
/** Leads are alerted about the same person no more often than this. */
const AGAIN_MS = 3_600_000

/**
 * Alerts leads, with a list, about each person who stops, declines, restores or freezes more often than their budget.
 * It blocks nothing: the acts stay, and enforcements can be resubmitted.
 */
export async function alertFrequentStops(desk: Pick<Desk, 'db' | 'policies'>): Promise<void> {
  const { withinMs, stops, declines, restores } = desk.policies.budgets.stopLimits
  const { rows } = await desk.db.query<Pulled>(sql`
    with pulled as (
      select actor_id(by, 'staff') as staff_id, case to_state when 'stopped' then 'stop' when 'declined' then 'decline' else 'restore' end as kind,
        enforcement_id as which, id
      from enforcement_move
      where to_state in ('stopped', 'declined', 'restoring') and actor_kind(by) = 'staff'
        and at > desk_now() - ${withinMs} * interval '1 ms'
      union all
      select by, 'freeze', 'freeze ' || id, id from enforcement_freeze where at > desk_now() - interval '1 day')
    select staff_id as "staffId", kind, count(*) as count, (array_agg(which order by id desc))[1:${LISTED_MAX}] as which
    from pulled group by staff_id, kind
    having count(*) > case kind when 'stop' then ${stops} when 'decline' then ${declines} when 'restore' then ${restores}
        else ${FREEZES_A_DAY_MAX} end::bigint
      and not exists (select from stop_alarm alarm where alarm.staff_id = pulled.staff_id and alarm.kind = pulled.kind
        and alarm.at > desk_now() - ${AGAIN_MS} * interval '1 ms')`)
  for (const pulled of rows) await inTransaction(desk.db, (tx) => alertLeads(tx, pulled))
}

async function alertLeads(tx: Tx, { staffId, kind, count, which }: Pulled): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('frequent stops ' || ${kind} || ${staffId}, 0))`)
  const { rowCount } = await tx.query(sql`
    insert into stop_alarm (staff_id, kind)
    select ${staffId}, ${kind} where not exists (
      select from stop_alarm where staff_id = ${staffId} and kind = ${kind} and at > desk_now() - ${AGAIN_MS} * interval '1 ms')`)
  if (rowCount === 0) return
  const who = (await nameActors(tx, [staffKey(staffId)]))(staffKey(staffId))
  const more = count > which.length ? message('alert.more', { count: count - which.length }) : ''
  const why = message(`alert.frequent.${kind}`, { who, count, which: { as: 'commas', list: which }, more })
  queueAlert(tx, { kind: 'budget', to: { role: 'lead' }, why })
}
