import { createHash, randomBytes } from 'node:crypto'
import { EFFECTIVE } from '../../enforcement/enforcement-state.ts'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import { inAnsweredTransaction, type Tx } from '../../foundation/database/db.ts'
import { refuseUnstorable } from '../../foundation/database/refuse-unstorable.ts'
import {
  actorKey,
  type EnforcementState,
  type KeyCaller,
  parseSubjectKey,
  subjectKey,
} from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { isOfKeyPlatform, qualifySubjectForKey } from '../../people/access/ids-of-key.ts'
import type { Desk } from '../../policy/desk.ts'
import type { AppealBody } from './appeal-body.ts'
import {
  type Appeal,
  type Appealed,
  type AppealSide,
  type Contestable,
  findKept,
  insertAppeal,
  lockAppealed,
  type NewAppeal,
  openCase,
} from './appeal-queries.ts'

/** The id of the queue for appeals; without it appeals go to the queue for cases that match no rule. */
const QUEUE = 'appeals'
const SALT_BYTES = 16

/**
 * Stores an appeal once and opens its case. The same appeal again gets the same answer. Another one under a used id of
 * this API key is refused, and so is one without an enforcement.
 */
export async function receiveAppeal(
  desk: Pick<Desk, 'db' | 'policies'>,
  key: KeyCaller,
  body: AppealBody,
): Promise<{ created: boolean; appeal: Appeal }> {
  const given = toAppeal(key, body)
  const subject = body.subject && qualifySubjectForKey(key, body.subject)
  return inAnsweredTransaction(desk.db, async (tx) => {
    const before = await findSame(tx, given)
    if (before !== undefined) return { created: false, appeal: before }
    const named = { enforcementId: body.enforcementId, subject: subject && subjectKey(subject) }
    const found = await lockAppealed(tx, named)
    // A key of another platform must not learn that the enforcement exists.
    const enforcement = found && isOfKeyPlatform(key, parseSubjectKey(found.subject)) ? found : undefined
    // A concurrent request with the same appeal held the enforcement's lock until now.
    const meanwhile = await findSame(tx, given)
    if (meanwhile !== undefined) return { created: false, appeal: meanwhile }
    checkOpen(enforcement, body)
    return storeAppeal(tx, desk, { ...enforcement, side: 'affected' }, given)
  })
}

/** Stores an appeal against what is locked and open to it, and opens its case. */
export async function storeAppeal(
  tx: Tx,
  desk: Pick<Desk, 'policies'>,
  against: Contestable & { side: AppealSide },
  given: NewAppeal,
): Promise<{ created: boolean; appeal: Appeal }> {
  const appealId = await insertAppeal(tx, against, given)
  if (appealId !== undefined) await openFor(tx, desk, { appealId, against, given })
  const appeal = await findSame(tx, given)
  if (appeal === undefined) throw new Error(`the appeal "${given.clientId}" is neither new nor there`)
  return { created: appealId !== undefined, appeal }
}

function toAppeal(key: KeyCaller, body: AppealBody): NewAppeal {
  refuseUnstorable(body)
  if ((body.enforcementId === undefined) === (body.subject === undefined)) {
    throw invalidField('enforcementId', message('appeal.against'))
  }
  const { id: clientId, appellantId: appellant, words, newEvidence = null, language = null } = body
  const bodyHash = hash(canonicalJson(body as Json))
  return hashAppeal({ keyId: key.id, clientId, bodyHash, appellant, words, newEvidence, language })
}

/** Returns an appeal with its salted hash. Its body's hash is over everything that was sent. */
export function hashAppeal(said: Omit<NewAppeal, 'salt' | 'saidHash'>): NewAppeal {
  const salt = randomBytes(SALT_BYTES)
  return { ...said, salt, saidHash: hashAppealText({ ...said, salt }) }
}

/** Hashes the salt, the new evidence, the appellant and their text. Twin of hash_appeal_text in SQL. */
export const hashAppealText = (said: Pick<NewAppeal, 'salt' | 'appellant' | 'words' | 'newEvidence'>): Buffer =>
  hash(said.salt, ...(said.newEvidence === null ? [] : [hash(said.newEvidence)]), `${said.appellant}\n${said.words}`)

function hash(...parts: (Buffer | string)[]): Buffer {
  const made = createHash('sha256')
  for (const part of parts) made.update(part)
  return made.digest()
}

/** Finds an equal appeal. Once its text is erased, the id alone identifies it. */
export async function findSame(tx: Tx, { keyId, clientId, bodyHash }: NewAppeal): Promise<Appeal | undefined> {
  const kept = await findKept(tx, keyId, clientId)
  if (kept === undefined || kept.bodyHash === null || kept.bodyHash.equals(bodyHash)) return kept
  throw notReceived(message('appeal.taken', { id: clientId }))
}

const notReceived = (why: Message): DeskError => new DeskError('conflict', message('appeal.notStored', { why }))

function checkOpen(enforcement: Appealed | undefined, body: AppealBody): asserts enforcement is Appealed {
  const field = body.enforcementId === undefined ? 'subject' : 'enforcementId'
  if (enforcement === undefined) {
    const detail = message(body.enforcementId === undefined ? 'appeal.namesNoSubject' : 'appeal.namesNothing')
    const { text, members } = invalidField(field, detail)
    throw new DeskError('not_found', text, { ...members })
  }
  const { id, state, upheld, upheldAt, open, pausedUntil } = enforcement
  const refusal = refusalOf(enforcement, { state, hasNewEvidence: body.newEvidence !== undefined })
  if (refusal === 'not_in_effect')
    throw notReceived(message('appeal.notInEffect', { enforcementId: id, state: state.replace('_', ' ') }))
  if (refusal === 'paused' && pausedUntil !== null) throw notReceived(message('appeal.paused', { until: pausedUntil }))
  if (refusal === 'too_late') throw notReceived(message('appeal.tooLate', { enforcementId: id }))
  if (refusal === 'open') throw notReceived(message('appeal.open', { enforcementId: id, appealId: String(open) }))
  // Nothing is final before a first judgement.
  if (refusal === undefined || upheldAt === null) return
  if (refusal === 'final')
    throw notReceived(message('appeal.final', { enforcementId: id, judgedAt: upheldAt, appealId: upheld }))
  throw new DeskError('conflict', message('appeal.newEvidence', { enforcementId: id, judgedAt: upheldAt }), {
    errors: [{ field: 'newEvidence', detail: message('field.missing') }],
  })
}

/** The reasons for which an appeal is not received. */
export type AppealRefusal = 'not_in_effect' | 'paused' | 'too_late' | 'open' | 'final' | 'needs_new_evidence'

/**
 * Returns the reason for which an appeal is not received now. After a judged one, only new evidence opens another, and
 * nothing does after the last permitted one. Pure.
 */
export function refusalOf(
  { tooLate, pausedUntil, open, upheldAt, isFinal }: Contestable,
  { state, hasNewEvidence }: { state?: EnforcementState; hasNewEvidence: boolean },
): AppealRefusal | undefined {
  if (state !== undefined && !EFFECTIVE.includes(state)) return 'not_in_effect'
  if (pausedUntil !== null) return 'paused'
  if (tooLate) return 'too_late'
  if (open !== null) return 'open'
  if (isFinal) return 'final'
  return upheldAt !== null && !hasNewEvidence ? 'needs_new_evidence' : undefined
}

async function openFor(
  tx: Tx,
  { policies }: Pick<Desk, 'policies'>,
  { appealId, against, given }: { appealId: string; against: Contestable & { side: AppealSide }; given: NewAppeal },
): Promise<void> {
  const by = { kind: 'key', id: given.keyId } as const
  const queue = policies.queues.get(QUEUE) ?? policies.otherwise.queue
  const caseId = await openCase(tx, { appealId, against, language: given.language, queue, by: actorKey(by) })
  const saidHash = given.saidHash.toString('hex')
  queueEntry(tx, {
    kind: 'appeal_received',
    appealId,
    caseId,
    saidHash,
    by,
    subject: against.subject,
    ...(against.side === 'affected' ? { enforcementId: against.id } : { decisionId: against.id }),
  })
}
