import { createHash } from 'node:crypto'
import type { Desk } from '../../policy/desk.ts'
import { subjectKey, type KeyCaller } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { retryAfterRace } from '../intake/commit-reports.ts'
import { checkTime } from '../intake/check-time.ts'
import { qualifySubjectForKey } from '../../people/access/ids-of-key.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { openCaseWithLegalClock } from '../routing/open-case.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { signalHash } from '../../ledger/entries/content-hash.ts'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import { inAnsweredTransaction, type Tx } from '../../foundation/database/db.ts'
import { queueJob, queueWakeUp } from '../../foundation/jobs.ts'
import { DeskError } from '../../foundation/errors.ts'
import { refuseUnstorable } from '../../foundation/database/refuse-unstorable.ts'
import type { Automation } from '../../policy/automation/automation-file.ts'
import type { SignalAnswer, SignalBody } from './signal-body.ts'
import { readDetails } from './signal-details.ts'
import { findKept, insertSignal, type Kept, type NewSignal } from './signal-queries.ts'

/**
 * The furthest that a signal's time may be in the future: clocks of sources differ by seconds, not by more than this.
 */
const AHEAD_MAX_MS = 5 * 60_000

/**
 * Stores a signal durably and once, and enqueues the automation rules of its source; it waits for none. A list match
 * for which the law sets a time opens a case and starts its clock. Sending the same signal again returns the same
 * answer; a different one under a used id is refused.
 */
export async function receiveSignal(
  desk: Pick<Desk, 'db' | 'policies'>,
  key: KeyCaller,
  body: SignalBody,
): Promise<{ created: boolean; answer: SignalAnswer }> {
  const signal = toSignal(key, body)
  const kept = await retryAfterRace(() =>
    inAnsweredTransaction(desk.db, (tx) => storeSignal(tx, desk.policies, signal)),
  )
  const { created, id: signalId, source, receivedAt } = kept
  return { created, answer: { id: body.id, signalId, source, receivedAt } }
}

async function storeSignal(
  tx: Tx,
  policies: Desk['policies'],
  signal: NewSignal,
): Promise<Kept & { created: boolean }> {
  if (signal.seenAt.getTime() > tx.now.getTime() + AHEAD_MAX_MS) throw invalidField('at', message('field.inFuture'))
  const fresh = await insertSignal(tx, signal)
  if (fresh === undefined) return { created: false, ...(await findSame(tx, signal)) }
  const { id: signalId, source } = fresh
  const { keyId: id, subject } = signal
  const by = { kind: 'key', id } as const
  queueEntry(tx, { kind: 'signal_received', signalId, source, contentHash: signalHash(contentOf(signal)), by, subject })
  // A list match identifies the material; a score is only a likelihood.
  if (signal.kind === 'hash_match') {
    const { category } = signal
    await openCaseWithLegalClock(tx, policies, {
      subject,
      category,
      by,
      arrived: { from: 'match', category },
      cause: signalId,
    })
  }
  queueRulesJob(tx, policies.automation, source, subject)
  return { created: true, ...fresh }
}

function toSignal(key: KeyCaller, body: SignalBody): NewSignal {
  refuseUnstorable(body)
  if (key.source === undefined) throw new Error('a key that names no source was let in')
  const { id: clientId, kind, category, at } = body
  const subject = qualifySubjectForKey(key, body.subject)
  const told =
    body.kind === 'classifier'
      ? { name: body.classifier, version: body.version, score: body.score }
      : { name: body.list, version: null, score: null }
  return {
    keyId: key.id,
    clientId,
    bodyHash: createHash('sha256')
      .update(canonicalJson(body as Json))
      .digest(),
    source: key.source,
    subject: subjectKey(subject),
    kind,
    category,
    seenAt: checkTime(at, 'at'),
    details: readDetails(body),
    ...told,
  }
}

async function findSame(tx: Tx, { keyId, clientId, bodyHash }: NewSignal): Promise<Kept> {
  const kept = await findKept(tx, keyId, clientId)
  if (kept === undefined) throw new Error(`the signal "${clientId}" is neither new nor there`)
  if (kept.bodyHash.equals(bodyHash)) return kept
  throw new DeskError('conflict', message('signal.taken', { id: clientId }))
}

/** Enqueues the automation rules of a source for a subject, if the source has any. */
function queueRulesJob(tx: Tx, { rules }: Automation, source: string, subject: string): void {
  if (!rules.some((rule) => rule.source === source)) return
  queueJob(tx, 'automate', subject, 'automation')
  queueWakeUp(tx, 'automation')
}

const contentOf = ({ bodyHash, seenAt, ...content }: NewSignal) => ({
  ...content,
  bodyHash: bodyHash.toString('hex'),
  seenAt: seenAt.toISOString(),
})
