import { createHash } from 'node:crypto'
import sql from 'sql-template-tag'
import { retryAfterRace } from '../../../cases/intake/commit-reports.ts'
import { canonicalJson } from '../../../foundation/canonical.ts'
import { inTransaction, type Tx } from '../../../foundation/database/db.ts'
import type { KeyCaller } from '../../../foundation/domain.ts'
import type { PublicLanguage } from '../../../foundation/messages/render-message.ts'
import type { Seal } from '../../../foundation/outgoing/seal.ts'
import type { Desk } from '../../../policy/desk.ts'
import { type Appeal, findKept, type NewAppeal } from '../../appeals/appeal-queries.ts'
import { type AppealRefusal, hashAppeal, storeAppeal } from '../../appeals/receive-appeal.ts'
import { queueLetter } from '../letters/letter-queries.ts'
import { PageError } from '../pages/page-error.ts'
import type { StrangerLimits } from '../pages/stranger-limits.ts'
import { insertCorrespondent, markOf } from '../people/correspondent.ts'
import { findPublicKey } from '../people/public-key.ts'
import { type AppealLink, type Contested, lockContested, refusalNow } from './contested.ts'
import type { AppealDraft } from './read-appeal-form.ts'

interface Given {
  link: AppealLink
  /** The row that the link is about. */
  about: string
  draft: AppealDraft
  language: PublicLanguage
  ip: string
}

/** The appeal that was stored, now or by the same form before, or the reason why none is received. */
export type Receipt = { appeal: Appeal; isWritten: boolean } | { refusal: AppealRefusal }

/**
 * Stores the appeal of a link's holder durably and once, with its files and its case. A form that is sent twice is one
 * appeal; another form meanwhile is refused and changes nothing.
 */
export async function receivePageAppeal(desk: Desk, limits: StrangerLimits, given: Given): Promise<Receipt> {
  const key = await requireKey(desk)
  const said = toAppeal(key, given, desk.outbox.seal)
  const known = await findKept(desk.db, key.id, said.clientId)
  const { email } = given.draft
  // An address that got too many letters gets none: the appeal is received all the more.
  const isWritten =
    known === undefined &&
    email !== null &&
    desk.outbox.sendsMail &&
    limits.admitLetter(markOf(desk.outbox.seal, email), given.ip)
  return retryAfterRace(() => inTransaction(desk.db, (tx) => store(tx, desk, given, { said, isWritten })))
}

/** The form is closed without a key under which appeals are stored. */
export async function requireKey(desk: Desk): Promise<KeyCaller> {
  const key = await findPublicKey(desk, 'appeals')
  if (key === undefined) throw new PageError('closed')
  return key
}

/** The hash over the body has the desk's key: by a plain one, addresses could be tried against a stolen database. */
function toAppeal(key: KeyCaller, { link, about, draft, language }: Given, seal: Seal): NewAppeal {
  const { form: clientId, words, newEvidence, files, email } = draft
  const hashes = files.map(({ bytes }) => hashOf(bytes).toString('hex'))
  const bodyHash = seal.mark(canonicalJson({ link, about, words, newEvidence, email, files: hashes }), 'appeal by page')
  const appellant = `${link} ${about}`
  return hashAppeal({ keyId: key.id, clientId, bodyHash, appellant, words, newEvidence, language })
}

interface Storing {
  said: NewAppeal
  isWritten: boolean
}

async function store(tx: Tx, desk: Desk, given: Given, { said, isWritten }: Storing): Promise<Receipt> {
  const contested = await lockContested(tx, given.link, given.about)
  const known = await findKept(tx, said.keyId, said.clientId)
  if (known !== undefined) {
    if (known.bodyHash?.equals(said.bodyHash) !== true) throw new PageError('invalid_input')
    return { appeal: known, isWritten }
  }
  if (contested === undefined) return { refusal: 'not_in_effect' }
  const refusal = refusalNow(contested, given.draft.newEvidence !== null)
  if (refusal !== undefined) return { refusal }
  if (given.draft.files.length > 0 && !contested.takesFiles) throw new PageError('invalid_input')
  const { appeal } = await storeAppeal(tx, desk, { ...contested.against, side: contested.side }, said)
  await storeOrigin(tx, desk, given, { contested, appealId: appeal.id, isWritten })
  return { appeal, isWritten }
}

interface Origin {
  contested: Contested
  appealId: string
  isWritten: boolean
}

/** Stores the page from which an appeal came, its files, and the address of its appellant, with the receipt to it. */
async function storeOrigin(
  tx: Tx,
  desk: Desk,
  { draft, language }: Given,
  { contested, appealId, isWritten }: Origin,
): Promise<void> {
  const { email, files } = draft
  const contact = { name: null, email, signature: null }
  const correspondentId = email === null ? null : await insertCorrespondent(tx, desk.outbox.seal, contact, language)
  await tx.query(sql`
    insert into appeal_page (appeal_id, statement_id, notice_id, correspondent_id)
    values (${appealId}, ${contested.statementId}, ${contested.noticeId}, ${correspondentId})`)
  const restricted = await listRestricted(tx, files)
  for (const [place, { mediaType, bytes }] of files.entries()) {
    const hash = hashOf(bytes)
    const stored = restricted.includes(hash.toString('hex')) ? null : bytes
    await tx.query(sql`
      insert into appeal_file (appeal_id, place, media_type, sha256, bytes)
      values (${appealId}, ${place}, ${mediaType}, ${hash}, ${stored})`)
  }
  if (correspondentId !== null && isWritten) queueLetter(tx, { kind: 'appeal_receipt', correspondentId, appealId })
}

/**
 * Lists the hashes of the files that are known to be restricted. Their bytes are never stored, and the answer is that to
 * any other file: strangers could try pictures against the lists.
 */
const listRestricted = (tx: Tx, files: AppealDraft['files']): Promise<string[]> =>
  tx.listValues<string>(sql`
    select encode(hash, 'hex') from unnest(${files.map(({ bytes }) => hashOf(bytes))}::bytea[]) hash
    where is_restricted_hash(hash)`)

const hashOf = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest()
