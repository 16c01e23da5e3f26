import { DESK } from '../../foundation/domain.ts'
import type { Json } from '../../foundation/canonical.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Desk } from '../../policy/desk.ts'
import { collectErasure, finishErasure, listBegunErasures } from './erasure-queries.ts'

const ERASURES_AT_ONCE = 10
const ENTRIES_AT_ONCE = 2_000
/** The time for which one erasure reads the ledger at a time. */
const READ_MS = 2_000

/**
 * Carries out the erasures that two people agreed to. The ledger is read in steps that lock nothing; then one
 * transaction erases rows and payloads together, so that the ledger verifies at every moment. After a crash the next
 * run goes on from the stored place.
 */
export async function runErasures({ db }: Pick<Desk, 'db'>): Promise<void> {
  for (const erasureId of await listBegunErasures(db, ERASURES_AT_ONCE)) {
    const until = performance.now() + READ_MS
    let isRead = false
    while (!isRead && performance.now() < until) isRead = await collectErasure(db, erasureId, ENTRIES_AT_ONCE)
    if (isRead) await eraseAtOnce({ db }, erasureId)
  }
}

async function eraseAtOnce({ db }: Pick<Desk, 'db'>, erasureId: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    const finished = await finishErasure(tx, erasureId)
    if (finished === undefined) return
    const { person, changeId, numbers, restated, erased } = finished
    queueEntry(tx, { kind: 'person_erased', erasureId, person, changeId, rows: erased, by: DESK })
    if (numbers.length > 0) queueEntry(tx, { kind: 'payload_erased', numbers: numbers.map(Number), rows: [], by: DESK })
    for (const { number, leafId, entry } of restated) {
      const { subject, enforcementId } = entry
      const whose = { ...(subject !== undefined && { subject }), ...(enforcementId !== undefined && { enforcementId }) }
      queueEntry(tx, { kind: 'entry_restated', number, leafId, entry: entry as Json, ...whose, by: DESK })
    }
  })
}
