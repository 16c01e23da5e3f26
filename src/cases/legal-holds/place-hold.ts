import type { Desk } from '../../policy/desk.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { holdHash } from '../../ledger/entries/law-hash.ts'
import { inAnsweredTransaction } from '../../foundation/database/db.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { type Hold, insertHold, type NewHold } from './hold-queries.ts'

type PersonsHold = Omit<NewHold, 'placedBy' | 'orderId'> & { placedBy: string }

/** Places a legal hold by one person, in effect at once. Two people must agree to lift it before its end. */
export async function placeHold({ db }: Pick<Desk, 'db'>, hold: PersonsHold): Promise<Hold> {
  return inAnsweredTransaction(db, async (tx) => {
    if (hold.until !== null && hold.until <= tx.now) {
      throw invalidField('until', message('field.future'))
    }
    const placed = await insertHold(tx, { ...hold, orderId: null })
    const by = { kind: 'staff', id: hold.placedBy } as const
    queueEntry(tx, {
      kind: 'legal_hold_placed',
      holdId: placed.id,
      until: placed.until?.toISOString() ?? null,
      contentHash: holdHash(placed),
      by,
      subject: hold.subject,
    })
    return placed
  })
}
