import { verifySignature } from '@atproto/crypto'
import { encode } from '@ipld/dag-cbor'
import { openLabelKey } from '../../../foundation/atproto/label-key.ts'
import type { Labeler } from '../../../foundation/connector/labeler.ts'
import { inTransaction, type Tx } from '../../../foundation/database/db.ts'
import { DESK } from '../../../foundation/domain.ts'
import { message } from '../../../foundation/messages/message.ts'
import { renderMessage } from '../../../foundation/messages/render-message.ts'
import { queueEntry } from '../../../ledger/queue-entry.ts'
import type { Desk } from '../../../policy/desk.ts'
import { lockKnownSubjects } from '../../desired-state/subject-state.ts'
import { counts, updateDesiredState } from '../../desired-state/update-desired-state.ts'
import { listStanding, type SubjectState } from '../../queries.ts'
import { queueDropped } from '../../recovery/drop-enforcements.ts'
import { recordLosses } from '../../recovery/recovery-queries.ts'
import { toUnsigned } from '../label.ts'
import { labelHash } from '../label-checks.ts'
import { listCurrentLabels } from '../label-queries.ts'
import { type FiledLabel, labelFileOf, readLabelFile, shortenLabelFile } from './label-file.ts'
import { insertLostLabel, listMissing, listNewest } from './lost-queries.ts'

const NUMBERS_AT_ONCE = 5_000
const LABELS_AT_ONCE = 100
const TAKEN_BACK = renderMessage(message('attention.labelTakenBack'))

/**
 * Compares the file of published labels with the database. Consumers have each label that the database lacks: it is
 * stored again under its number and begins the recovery state. No later label gets this number, one that took a label
 * back counts again, and one that was published is served to no new consumer. Any number of processes may run this.
 */
export async function noticeLostLabels(desk: Desk): Promise<void> {
  const { db, labeler, log, recoveryJournal } = desk
  if (labeler === undefined) return
  const file = labelFileOf(recoveryJournal.path)
  const filed = await readLabelFile(file)
  const numbers = [...filed.keys()]
  const lost: FiledLabel[] = []
  for (let from = 0; from < numbers.length; from += NUMBERS_AT_ONCE) {
    const missing = await listMissing(db, numbers.slice(from, from + NUMBERS_AT_ONCE))
    lost.push(...missing.flatMap((seq) => filed.get(seq) ?? []))
  }
  const genuine = await listGenuine(labeler, lost)
  if (lost.length > 0)
    log.error({ file, lost: lost.length, genuine: genuine.length }, 'the database lacks labels that were published')
  for (let from = 0; from < genuine.length; from += LABELS_AT_ONCE)
    await storeLost(desk, genuine.slice(from, from + LABELS_AT_ONCE))
  await shortenLabelFile(file)
}

/**
 * Returns the labels with a valid signature of the labeler's present key. So a person who can write the folder takes no
 * label back by an invented line.
 */
async function listGenuine({ did, signingKey }: Labeler, lost: readonly FiledLabel[]): Promise<FiledLabel[]> {
  if (lost.length === 0) return []
  const key = (await openLabelKey(signingKey)).did()
  const genuine: FiledLabel[] = []
  for (const label of lost) {
    const isSigned = () => verifySignature(key, encode(toUnsigned(label)), label.sig)
    if (label.src === did && label.signingKey === key && (await isSigned().catch(() => false))) genuine.push(label)
  }
  return genuine
}

async function storeLost({ db }: Desk, labels: readonly FiledLabel[]): Promise<void> {
  // Of each subject the newest one: the lines are in the order of their numbers.
  const newest = new Map(labels.map((label) => [label.subject, label]))
  await inTransaction(db, async (tx) => {
    const states = await lockKnownSubjects(tx, newest.keys())
    const known = await listNewest(tx, [...new Set(labels.map(({ uri }) => uri))])
    await recordLosses(
      tx,
      [...newest.values()].map(({ subject, uri, seq }) => ({
        ...{ kind: 'label' as const, subject, generation: seq },
        known: Math.min(known.get(uri) ?? 0, seq - 1),
      })),
    )
    for (const label of labels) {
      if (!(await insertLostLabel(tx, label))) continue
      const { seq, subject } = label
      queueEntry(tx, { kind: 'lost_label_found', seq, contentHash: labelHash(label), by: DESK, subject })
    }
    for (const state of states.values()) {
      await dropTakenBack(tx, state, newest.get(state.subject))
      if (state.baseline !== null) await updateDesiredState(tx, state, DESK)
    }
  })
}

/** Takes the enforcements out of the desired state whose label a lost restore took back. */
async function dropTakenBack(tx: Tx, { subject }: SubjectState, label: FiledLabel | undefined): Promise<void> {
  if (label === undefined) return
  const current = await listCurrentLabels(tx, label.src, label.uri)
  const published = current.filter(({ neg }) => !neg).map(({ val }) => val)
  const takenBack = current.flatMap(({ val, neg, lost }) => (neg && lost && !published.includes(val) ? [val] : []))
  const dropped = (await listStanding(tx, subject)).filter(
    (enforcement) => counts(enforcement) && takenBack.includes(enforcement.label ?? enforcement.action),
  )
  if (dropped.length === 0) return
  queueDropped(tx, subject, { dropped, why: TAKEN_BACK })
}
