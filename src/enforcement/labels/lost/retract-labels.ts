import type { Labeler } from '../../../foundation/connector/labeler.ts'
import { inTransaction, type Pool } from '../../../foundation/database/db.ts'
import type { Actor } from '../../../foundation/domain.ts'
import { queueEntry } from '../../../ledger/queue-entry.ts'
import { type Label, LabelSigner } from '../label.ts'
import { labelHash } from '../label-checks.ts'
import { insertLabel } from '../label-queries.ts'
import { type LostLabel, listLostLabels } from './lost-queries.ts'

const LABELS_AT_ONCE = 100

interface Retraction {
  /** Undefined: every subject. */
  subjects: readonly string[] | undefined
  reason: string
  by: Actor
}

/**
 * Takes lost labels back at every consumer, each by a new label with a later number. It is a restore, so one person is
 * enough. A label that an enforcement of today orders stays. Returns the labels that were taken back.
 */
export async function retractLostLabels(
  db: Pool,
  labeler: Labeler,
  { subjects, reason, by }: Retraction,
): Promise<LostLabel[]> {
  const signer = await LabelSigner.open(labeler.signingKey)
  const wanted = (await listLostLabels(db, labeler.did, LOST_MAX)).filter(
    ({ subject, isOrdered }) => !isOrdered && (subjects === undefined || subjects.includes(subject)),
  )
  for (let from = 0; from < wanted.length; from += LABELS_AT_ONCE) {
    await inTransaction(db, async (tx) => {
      for (const { subject, generation, uri, cid, val } of wanted.slice(from, from + LABELS_AT_ONCE)) {
        const label: Label = { src: labeler.did, uri, cid, val, neg: true, cts: tx.now, exp: null }
        const sig = Buffer.from(await signer.sign(label))
        const seq = await insertLabel(tx, subject, generation, { ...label, signingKey: signer.key, sig })
        queueEntry(tx, { kind: 'lost_label_retracted', seq, contentHash: labelHash(label), reason, by, subject })
      }
    })
  }
  return wanted
}

/** The most lost labels of one command. A second one continues. */
const LOST_MAX = 100_000
