import sql from 'sql-template-tag'
import type { Json } from '../../foundation/canonical.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import type { Actor } from '../../foundation/domain.ts'
import { DeskError, requireFound } from '../../foundation/errors.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { wakeHeld } from '../../enforcement/gate-queries.ts'
import { findRecovery, listLedgerLosses } from '../../enforcement/recovery/recovery-queries.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Change } from '../change/change-queries.ts'
import type { Described, Wanted } from '../change/wanted.ts'

/**
 * Describes the end of the recovery state. The change names the last sign of lost data, so PostgreSQL refuses it when
 * more was found than two people agreed to.
 */
export async function describeRecoveryEnd(
  db: Queryable,
  { recoveryId }: Extract<Wanted, { kind: 'recovery_end' }>,
): Promise<{ described: Described; body: Json }> {
  const recovery = requireFound(await findRecovery(db, recoveryId), message('databaseRecovery.unknown', { recoveryId }))
  if (recovery.endedAt !== null) throw new DeskError('conflict', message('databaseRecovery.over', { recoveryId }))
  const lost: Message[] = [
    ...(await listLedgerLosses(db, recoveryId)).map(({ keptNumber, lostNumber, lostChain }) =>
      message('databaseRecovery.ledger', { kept: keptNumber, lost: lostNumber, chain: lostChain }),
    ),
    ...(await listCounts(db, recoveryId)),
  ]
  return {
    described: {
      says: message('described.recovery', { recoveryId, lost: { as: 'lines', list: lost } }),
      direction: 'looser',
    },
    body: { recoveryId, lastLossId: recovery.lastLossId },
  }
}

/** Counts the subjects that changed since the backup, and what takes effect again with the end of the recovery state. */
async function listCounts(db: Queryable, recoveryId: number): Promise<Message[]> {
  const { subjects, changes, people } = await db.only<{ subjects: number; changes: number; people: number }>(sql`
    select (select count(*) from database_loss where recovery_id = ${recoveryId} and subject is not null) as subjects,
      (select count(*) from desk_change where state = 'agreed' and direction <> 'stricter') as changes,
      (select count(*) from staff where ended_at is null) as people`)
  return [
    ...(subjects === 0 ? [] : [message('databaseRecovery.subjects', { count: subjects })]),
    ...(changes === 0 ? [] : [message('databaseRecovery.changes', { count: changes })]),
    message('databaseRecovery.people', { count: people }),
  ]
}

/** Records the end of a recovery state with what was lost. What waited for it is judged again. */
export async function recordRecoveryEnd(tx: Tx, { id: changeId, body }: Change, by: Actor): Promise<void> {
  const recoveryId = Number(JSON.parse(body).recoveryId)
  queueEntry(tx, { kind: 'recovery_ended', recoveryId, changeId, lost: await listLedgerLosses(tx, recoveryId), by })
  await wakeHeld(tx)
}
