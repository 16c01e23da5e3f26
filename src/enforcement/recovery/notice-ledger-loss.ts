import { inTransaction } from '../../foundation/database/db.ts'
import { findLedgerLoss } from '../../ledger/find-ledger-loss.ts'
import type { Desk } from '../../policy/desk.ts'
import { listUnrecorded, recordLosses } from './recovery-queries.ts'

/**
 * Begins the recovery state when the file of checkpoints proves entries that the database lacks: it was restored from a
 * backup, or its ledger was cut or replaced. Any number of processes may do this, each with a file of its own.
 */
export async function noticeLedgerLoss({ db, log }: Pick<Desk, 'db' | 'log'>, file: string): Promise<void> {
  const loss = await findLedgerLoss(db, file, (checkpoints) => listUnrecorded(db, checkpoints))
  if (loss === undefined) return
  const { kept, lost, lines } = loss
  log.error(
    { file, kept, lost, lines: lines.length },
    'the database is older than the checkpoints: nothing restrictive takes effect',
  )
  await inTransaction(db, (tx) => recordLosses(tx, [loss]))
}
