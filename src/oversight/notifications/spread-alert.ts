import sql from 'sql-template-tag'
import { type AlertKind, type AlertTable, usesEveryChannel } from '../../policy/stage/alert-kinds.ts'
import type { Desk } from '../../policy/desk.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { type Job, finishJob, queueWakeUp } from '../../foundation/jobs.ts'
import { insertDeliveries, insertDelivery, queueDeliveryJob, takeDigestsDue } from './delivery-queries.ts'
import { DAY_MS } from '../../foundation/durations.ts'

/** Inserts the deliveries of an alert, once for each of its channels, however often this runs. */
export async function spreadAlert(desk: Pick<Desk, 'db'>, job: Job, kinds: AlertTable): Promise<void> {
  await inTransaction(desk.db, async (tx) => {
    const alert = await tx.find<{ kind: AlertKind }>(sql`select kind from alert where id = ${job.key}::bigint`)
    if (alert !== undefined) {
      for (const via of await insertDeliveries(tx, job.key, usesEveryChannel(kinds[alert.kind])))
        queueDeliveryJob(tx, via)
      queueWakeUp(tx, 'notice')
    }
    await finishJob(tx, job)
  })
}

/** Queues the daily digests for people who asked for one and have unread alerts. */
export async function sendDigests({ db }: Pick<Desk, 'db'>): Promise<void> {
  await inTransaction(db, async (tx) => {
    for (const channelId of await takeDigestsDue(tx, DAY_MS)) {
      queueDeliveryJob(tx, (await insertDelivery(tx, channelId, 'digest')).via)
    }
  })
}

/** The days for which sent deliveries are stored. */
const KEPT_DAYS = 30

export async function forgetDeliveries({ db }: Pick<Desk, 'db'>): Promise<void> {
  await db.query(sql`delete from delivery where made_at < desk_now() - ${KEPT_DAYS} * interval '1 day'`)
}
