import { createHash } from 'node:crypto'
import { retryAfterRace } from '../../../cases/intake/commit-reports.ts'
import { sourceOf } from '../../../foundation/bounds/attempt-limit.ts'
import { canonicalJson, type Json } from '../../../foundation/canonical.ts'
import { inTransaction, type Tx } from '../../../foundation/database/db.ts'
import type { Subject } from '../../../foundation/domain.ts'
import { queueJob, queueWakeUp } from '../../../foundation/jobs.ts'
import type { PublicLanguage } from '../../../foundation/messages/render-message.ts'
import { insertLink } from '../../../foundation/outgoing/public-link.ts'
import type { Desk } from '../../../policy/desk.ts'
import { queueLetter } from '../letters/letter-queries.ts'
import { PageError } from '../pages/page-error.ts'
import type { StrangerLimits } from '../pages/stranger-limits.ts'
import { insertCorrespondent, markOf } from '../people/correspondent.ts'
import { KIND_RULES } from './notice-kinds.ts'
import { countWaiting, findByForm, findNotice, insertNotice, updateConfirmed } from './notice-queries.ts'
import type { NoticeDraft } from './read-notice.ts'

/**
 * The most notices that wait for their senders, and for the worker: a flood fills no more of the database than this.
 * Unconfirmed notices never close the form for urgent ones, and one network never closes it for others.
 */
const WAITING_MAX = { unconfirmed: { all: 5_000, ofNetwork: 200 }, due: { all: 50_000, ofNetwork: 1_000 } }

interface Given {
  draft: NoticeDraft
  subject: Subject
  language: PublicLanguage
  ip: string
}

interface Receipt {
  reference: string
  /** The token of the link to the page of the notice. */
  token: string
  /** True: the notice waits until its sender opens the link that is sent to them. */
  isUnconfirmed: boolean
  /** True: a letter is sent to the sender. */
  isWritten: boolean
}

/**
 * Stores a notice durably and once. An urgent one, and one that can't be confirmed, is handed on at once; any other
 * after its sender opened the link in the letter. A form that is sent twice is one notice.
 */
export async function receiveNotice(desk: Desk, limits: StrangerLimits, given: Given): Promise<Receipt> {
  const { draft, ip } = given
  const mark = draft.email === null ? undefined : markOf(desk.outbox.seal, draft.email)
  const known = await findByForm(desk.db, draft.form)
  const isWritten = known !== undefined || (mark !== undefined && desk.outbox.sendsMail && limits.admitLetter(mark, ip))
  const isUnconfirmed = mark !== undefined && desk.outbox.sendsMail && !KIND_RULES[draft.kind].isUrgent
  // Without the letter it could not be confirmed.
  if (isUnconfirmed && !isWritten) throw new PageError('too_many')
  return retryAfterRace(() => inTransaction(desk.db, (tx) => store(tx, desk, given, { isWritten, isUnconfirmed })))
}

async function store(
  tx: Tx,
  desk: Desk,
  { draft, subject, language, ip }: Given,
  { isWritten, isUnconfirmed }: Pick<Receipt, 'isWritten' | 'isUnconfirmed'>,
): Promise<Receipt> {
  const bodyHash = hashOf(draft)
  const known = await findByForm(tx, draft.form)
  if (known !== undefined) {
    if (!known.bodyHash.equals(bodyHash)) throw new PageError('invalid_input')
    return receiptOf(tx, known.id, isWritten)
  }
  const network = desk.outbox.seal.mark(sourceOf(ip), 'network')
  await requirePlace(tx, { network, isDue: !isUnconfirmed })
  const { name, email, signature } = draft
  const contact = { name, email, signature }
  const isAnonymous = Object.values(contact).every((each) => each === null)
  const correspondentId = isAnonymous ? null : await insertCorrespondent(tx, desk.outbox.seal, contact, language)
  const id = await insertNotice(tx, {
    draft,
    subject,
    language,
    correspondentId,
    bodyHash,
    network,
    isDue: !isUnconfirmed,
  })
  if (correspondentId !== null && isWritten) queueLetter(tx, { correspondentId, noticeId: id, kind: 'confirm' })
  if (!isUnconfirmed) queueAcceptance(tx, id)
  return receiptOf(tx, id, isWritten)
}

async function requirePlace(tx: Tx, of: { network: Buffer; isDue: boolean }): Promise<void> {
  const max = of.isDue ? WAITING_MAX.due : WAITING_MAX.unconfirmed
  const { all, ofNetwork } = await countWaiting(tx, of)
  if (all >= max.all) throw new PageError('unavailable')
  if (ofNetwork >= max.ofNetwork) throw new PageError('too_many')
}

function queueAcceptance(tx: Tx, id: string): void {
  queueJob(tx, 'notice', id, 'notice')
  queueWakeUp(tx, 'notice')
}

async function receiptOf(tx: Tx, id: string, isWritten: boolean): Promise<Receipt> {
  const notice = await findNotice(tx, id)
  if (notice === undefined) throw new Error('a notice was stored and is not there')
  const token = await insertLink(tx, 'status', id)
  return { reference: notice.reference, token, isUnconfirmed: notice.dueAt === null, isWritten }
}

const hashOf = ({ files, form: _form, ...said }: NoticeDraft): Buffer => {
  const hashes = files.map(({ bytes }) => createHash('sha256').update(bytes).digest('hex'))
  return createHash('sha256')
    .update(canonicalJson({ ...said, files: hashes } as Json))
    .digest()
}

/**
 * Hands a notice on that its sender confirmed; an urgent one, which was handed on before, may start its legal clock now.
 * Confirming it again changes nothing.
 */
export async function confirmNotice(desk: Desk, id: string): Promise<void> {
  await inTransaction(desk.db, async (tx) => {
    const notice = await findNotice(tx, id)
    if (notice === undefined || !(await updateConfirmed(tx, id))) return
    const { correspondentId } = notice
    if (correspondentId !== null) queueLetter(tx, { correspondentId, noticeId: id, kind: 'receipt' })
    queueAcceptance(tx, id)
  })
}
