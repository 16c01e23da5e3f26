import { uriOf } from '../../foundation/atproto/at-uri.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import type { LabelOrder, LabelStore } from '../../foundation/connector/label-store.ts'
import type { Labeler } from '../../foundation/connector/labeler.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { DESK, subjectKey } from '../../foundation/domain.ts'
import { qualifyId } from '../../foundation/platforms.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Desk } from '../../policy/desk.ts'
import { lockSubject } from '../desired-state/subject-state.ts'
import { type Label, LabelSigner } from './label.ts'
import { labelHash } from './label-checks.ts'
import { insertLabel, listCurrentLabels, listOrderedLabels, listValues } from './label-queries.ts'
import { planLabels } from './plan-labels.ts'

/** Opens the labels of the platform whose labeler the desk is. */
export function openLabelStore(pools: Pick<Desk, 'db' | 'restoreDb'>, labeler: Labeler): LabelStore {
  let signer: Promise<LabelSigner> | undefined
  return {
    publish: async (order) => {
      signer ??= LabelSigner.open(labeler.signingKey)
      const signing = await signer
      const pool = order.isRestore ? pools.restoreDb : pools.db
      return inTransaction(pool, (tx) => publishLabels(tx, { labeler, signer: signing }, order))
    },
    listValues: (subject) => listValues(pools.restoreDb, labeler.did, uriOf(subject)),
  }
}

/**
 * Publishes the labels that an order asks for. The row of the subject stays locked until the commit, so a late order of
 * an older generation comes before or is refused.
 */
async function publishLabels(
  tx: Tx,
  { labeler, signer }: { labeler: Labeler; signer: LabelSigner },
  { subject: native, generation, values, cid }: LabelOrder,
): Promise<'applied' | 'known'> {
  const subject = subjectKey({ ...native, id: qualifyId(labeler.platform, native.id) })
  const state = await lockSubject(tx, subject)
  const newest = state.generation - state.generationOffset
  if (generation !== newest) {
    const failure = generation < newest ? 'stale_generation' : 'generation_jump'
    throw new ConnectorError(failure, `the newest generation is ${newest}`, { generation: newest })
  }
  const uri = uriOf(native)
  const [current, ordered] = [await listCurrentLabels(tx, labeler.did, uri), await listOrderedLabels(tx, subject)]
  const planned = planLabels({ current, ordered, values, cid: cid ?? null })
  for (const { val, neg, exp, cid: version } of planned) {
    const label: Label = { src: labeler.did, uri, cid: version, val, neg, cts: tx.now, exp }
    const sig = Buffer.from(await signer.sign(label))
    const seq = await insertLabel(tx, subject, generation, { ...label, signingKey: signer.key, sig })
    queueEntry(tx, { kind: 'label_published', seq, contentHash: labelHash(label), by: DESK, subject })
  }
  return planned.length === 0 ? 'known' : 'applied'
}
