import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import { type ActingGround, accountKey } from '../../foundation/domain.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { type Job, finishJob, queueWakeUp, postponeJob } from '../../foundation/jobs.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import { queueAlert } from '../../alerts/alert.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { groundMessage } from './ground-names.ts'

const ALERT_EVERY_MS = 15 * 60_000
/** In a solo organisation the only person reviews the act again a day later, and could not answer an earlier alert. */
const ALERT_SOLO_EVERY_MS = 24 * 3_600_000

interface Unconfirmed {
  ground: ActingGround
  contents: number
  isSolo: boolean
}

/**
 * Enqueues the alerts about an account on which one person acted alone. There is one job per account, so that twenty
 * contents do not page twenty times. The job repeats until no enforcement on the account is unconfirmed. Its row is
 * locked, so an alert in progress cannot end it unnoticed.
 */
export function queueUnconfirmedJob(tx: Tx, accountId: string): void {
  tx.queue(prepared('enqueue-unconfirmed')`
    insert into job (kind, key, priority) values ('unconfirmed', ${accountId}, 'background')
    on conflict (kind, key) do update set due_at = job.due_at`)
  queueWakeUp(tx, 'background')
}

/** Alerts the person on call about the unconfirmed enforcements of an account. The job repeats until none is left. */
export async function alertUnconfirmed({ db }: Pick<Desk, 'db'>, job: Job): Promise<void> {
  await inTransaction(db, async (tx) => {
    await tx.query(sql`select from job where kind = 'unconfirmed' and key = ${job.key} for update`)
    const { rows } = await tx.query<Unconfirmed>(sql`
      select ground, count(*)::integer as contents, not has_second_person() as "isSolo" from enforcement
      where account_id = ${job.key} and is_unconfirmed(enforcement) group by ground order by ground`)
    const [first] = rows
    if (first === undefined) return finishJob(tx, job)
    queueAlert(tx, {
      kind: 'acts_alone',
      to: 'on_call',
      why: message('alert.alone.account', { accountId: job.key, acts: { as: 'commas', list: rows.map(actMessage) } }),
      subject: accountKey(job.key),
    })
    return postponeJob(tx, job, first.isSolo ? ALERT_SOLO_EVERY_MS : ALERT_EVERY_MS)
  })
}

function actMessage({ ground, contents }: Unconfirmed): Message {
  if (ground === 'hijack') return message('alert.alone.hijack')
  return message('alert.alone.contents', { contents, ground: groundMessage(ground) })
}
