import sql from 'sql-template-tag'
import { inTransaction } from '../../foundation/database/db.ts'
import { DESK } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Desk } from '../../policy/desk.ts'
import { lockSubject } from '../desired-state/subject-state.ts'
import { endWaiting } from '../end/end-waiting.ts'
import { WAITING } from '../enforcement-state.ts'
import { lockEnforcement } from '../queries.ts'

const BATCH = 100

/**
 * Ends the restrictive enforcements that wait from before the recovery state: they never take effect, because their stop
 * may be among the lost data. Their cases return to the front of the queue, and a new proposal joins none of them. Any
 * number of processes may run this, and after a crash the next run ends the rest.
 */
export async function endEarlier({ db, log }: Pick<Desk, 'db' | 'log'>): Promise<void> {
  let after = ''
  for (;;) {
    const some = await db.list<{ id: string; subject: string }>(sql`
      select id, subject from enforcement
      where is_waiting(state) and is_restrictive(action) and id > ${after}
        and proposed_at < (select max(barred_before) from database_recovery)
      order by id limit ${BATCH}`)
    for (const { id, subject } of some) {
      await inTransaction(db, async (tx) => {
        await lockSubject(tx, subject)
        const enforcement = await lockEnforcement(tx, id)
        if (WAITING.includes(enforcement.state))
          await endWaiting(tx, enforcement, 'expired', DESK, message('alert.ended.earlier'))
      }).catch((error: unknown) => log.error({ enforcementId: id, error }, 'an earlier enforcement was not ended'))
    }
    after = some.at(-1)?.id ?? ''
    if (some.length < BATCH) return
  }
}
