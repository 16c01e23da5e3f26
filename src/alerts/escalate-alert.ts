import sql from 'sql-template-tag'
import { inTransaction, type Tx } from '../foundation/database/db.ts'
import { finishJob, type Job } from '../foundation/jobs.ts'
import type { Desk } from '../policy/desk.ts'
import { ACKNOWLEDGE_MS, queueAlertEntry } from './alert.ts'

interface Unseen {
  root: number
  tier: 'primary' | 'secondary' | 'leads' | null
  why: string
  subject: string | null
  enforcementId: string | null
  seen: boolean
}

/**
 * Pages the next tier when no recipient acknowledged an alert in time: first the secondary on-call, then all leads. An
 * acknowledgement of any alert of the chain ends it.
 */
export async function escalateAlert(desk: Pick<Desk, 'db'>, job: Job): Promise<void> {
  await inTransaction(desk.db, async (tx) => {
    const alert = await findUnseen(tx, job.key)
    if (alert !== undefined && !alert.seen && alert.tier !== null && alert.tier !== 'leads')
      await alertNextTier(tx, alert)
    await finishJob(tx, job)
  })
}

async function findUnseen(tx: Tx, alertId: string): Promise<Unseen | undefined> {
  await tx.query(sql`select from alert where id = ${alertId}::bigint for update`)
  return tx.find<Unseen>(sql`
    select coalesce(escalated_from, id) as root, tier, why, subject, enforcement_id as "enforcementId", exists (
        select from alert other where coalesce(other.escalated_from, other.id) = coalesce(alert.escalated_from, alert.id)
          and other.seen_at is not null) as seen
    from alert where id = ${alertId}::bigint`)
}

async function alertNextTier(tx: Tx, { root, tier, why, subject, enforcementId }: Unseen): Promise<void> {
  const told = await tx.find<{ to: string }>(sql`
    with called as (
      select staff_id, turn from on_call_at(desk_now())
      where ${tier} = 'primary' and turn = 'secondary'
        and not is_alert_of_own_act(staff_id, ${enforcementId}, ${subject}) order by staff_id limit 1),
    told as (
      insert into alert (kind, to_staff, to_role, why, message, subject, enforcement_id, drift_id, tier, escalated_from)
      select root.kind, called.staff_id, case when called.staff_id is null then 'lead' end, root.why, root.message, root.subject, root.enforcement_id, root.drift_id,
        coalesce(called.turn, 'leads'), root.id
      from alert root left join called on true where root.id = ${root}
      on conflict do nothing returning id, tier, to_staff, to_role),
    made as (
      insert into job (kind, key, priority, due_at)
      select 'alert', id::text, 'notice', desk_now() from told
      union all select 'escalate', id::text, 'background', desk_now() + ${ACKNOWLEDGE_MS} * interval '1 ms' from told
        where tier <> 'leads')
    select coalesce(to_staff, 'role:' || to_role) as to from told`)
  if (told === undefined) return
  const about = { ...(subject === null ? {} : { subject }), ...(enforcementId === null ? {} : { enforcementId }) }
  queueAlertEntry(tx, { why, ...about }, told.to)
}
