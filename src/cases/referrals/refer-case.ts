import type { Desk } from '../../policy/desk.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { referralHash } from '../../ledger/entries/law-hash.ts'
import { inAnsweredTransaction } from '../../foundation/database/db.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { requireFound } from '../../foundation/errors.ts'
import { insertReferral, type NewReferral, type Referral } from './referral-queries.ts'

const CLOCKS_DIFFER_MS = 5 * 60_000

/** Records a referral to an authority. It is never changed: another referral corrects it. */
export async function referCase({ db }: Pick<Desk, 'db'>, given: NewReferral): Promise<Referral> {
  return inAnsweredTransaction(db, async (tx) => {
    if (given.sentAt !== null && given.sentAt.getTime() > tx.now.getTime() + CLOCKS_DIFFER_MS) {
      throw invalidField('sentAt', message('field.inFuture'))
    }
    const referral = requireFound(await insertReferral(tx, given), message('referral.unknown'))
    queueEntry(tx, {
      kind: 'referral_made',
      referralId: referral.id,
      caseId: referral.caseId,
      referral: referral.kind,
      sentAt: referral.sentAt.toISOString(),
      contentHash: referralHash(referral),
      by: { kind: 'staff', id: given.madeBy },
      subject: referral.subject,
    })
    return referral
  })
}
