import type { Tx } from '../../../foundation/database/db.ts'
import { type Actor, contentKey, DESK } from '../../../foundation/domain.ts'
import { DAY_MS } from '../../../foundation/durations.ts'
import { holdHash } from '../../../ledger/entries/law-hash.ts'
import { queueEntry } from '../../../ledger/queue-entry.ts'
import { insertHold } from '../../legal-holds/hold-queries.ts'
import type { AuthorityOrder } from '../order-queries.ts'

/** The time for which what a removal order names is preserved. Six months have at most 184 days. */
const PRESERVED_MS = 184 * DAY_MS
const REASON = 'Regulation (EU) 2021/784, article 6'

/** An order whose contents are preserved; `until`: as its authority asked. By a person, or by the order itself. */
interface Held {
  order: AuthorityOrder
  until?: Date
  staffId?: string
}

/**
 * Places a legal hold on each content of an order, with what belongs to it: for six months from now, or until the given
 * time. A hold that lasts longer stays.
 */
export async function holdSubjects(tx: Tx, { order, until, staffId }: Held): Promise<void> {
  const by: Actor = staffId === undefined ? DESK : { kind: 'staff', id: staffId }
  for (const subject of order.contents.map(contentKey)) {
    const hold = await insertHold(tx, {
      ...{ subject, reason: REASON, authority: order.authority, reference: order.reference },
      until: until ?? new Date(tx.now.getTime() + PRESERVED_MS),
      ...{ placedBy: staffId ?? null, orderId: order.id },
    })
    const { id: holdId, until: ends } = hold
    queueEntry(tx, {
      kind: 'legal_hold_placed',
      ...{ holdId, until: ends?.toISOString() ?? null, contentHash: holdHash(hold), by, subject },
    })
  }
}
