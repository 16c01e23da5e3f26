import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { findDeadEnd, alertUnapprovable } from '../leads-alert.ts'
import { findEnforcement, lockEnforcement } from '../queries.ts'
import { lockSubject } from '../desired-state/subject-state.ts'
import { requirementOf } from '../approve/is-needed.ts'

const AT_ONCE_MAX = 100

/**
 * Alerts leads once about each waiting enforcement that the people on duty cannot approve or confirm: shifts end and
 * people are restricted after the proposal.
 */
export async function alertDeadEnds({ db }: Pick<Desk, 'db'>): Promise<void> {
  const { rows } = await db.query<{ id: string }>(sql`
    select id from enforcement where state = 'awaiting_approval' and material_hash is not null and needs_attention is null
    order by expires_at, id limit ${AT_ONCE_MAX}`)
  for (const { id } of rows) {
    // Most waiting enforcements can still be completed, so they are skipped without a lock.
    if ((await findDeadEnd(db, id, await requirementOf(db, id))) !== null) await alertDeadEnd({ db }, id)
  }
}

async function alertDeadEnd({ db }: Pick<Desk, 'db'>, enforcementId: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    const found = await findEnforcement(tx, enforcementId)
    if (found === undefined) return
    await lockSubject(tx, found.subject)
    const enforcement = await lockEnforcement(tx, enforcementId)
    if (enforcement.state !== 'awaiting_approval' || enforcement.needsAttention !== null) return
    await alertUnapprovable(tx, enforcement, await requirementOf(tx, enforcementId))
  })
}
