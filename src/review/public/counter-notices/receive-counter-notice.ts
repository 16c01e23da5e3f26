import { createHash, randomBytes } from 'node:crypto'
import { retryAfterRace } from '../../../cases/intake/commit-reports.ts'
import { lockEnforcement } from '../../../enforcement/queries.ts'
import { canonicalJson } from '../../../foundation/canonical.ts'
import { inAnsweredTransaction, type Tx } from '../../../foundation/database/db.ts'
import type { KeyCaller } from '../../../foundation/domain.ts'
import type { PublicLanguage } from '../../../foundation/messages/render-message.ts'
import { queueEntry } from '../../../ledger/queue-entry.ts'
import type { CounterNoticeRules } from '../../../policy/counter-notice.ts'
import type { Desk } from '../../../policy/desk.ts'
import { queueLetter } from '../letters/letter-queries.ts'
import { insertCorrespondent } from '../people/correspondent.ts'
import {
  type Counterable,
  type CounterNotice,
  type CounterNoticeRefusal,
  findCounterable,
  findCounterNotice,
  findSentCounterNotice,
  insertCounterNotice,
  listRightsNotices,
} from './counter-notice-queries.ts'
import type { CounterDraft } from './read-counter-notice.ts'

const SALT_BYTES = 16

interface Given {
  /** The statement that its sender got. */
  counterable: Counterable
  rules: CounterNoticeRules
  draft: CounterDraft
  /** The id that its sender gave it: sent again, it is the same one. */
  clientId: string
  language: PublicLanguage
  /** True: a receipt is written to the sender, if they gave an address. */
  isWritten: boolean
}

/** The outcome: stored now or before, or the reason why not. `other`: the id was used for another one. */
export type Receipt = { counterNotice: CounterNotice; isNew: boolean } | { refusal: CounterNoticeRefusal | 'other' }

/**
 * Stores a counter-notice durably and once, starts its time, and writes to the rights holders. The same one again gets
 * the same answer; another one about the same statement is refused and changes nothing.
 */
export const receiveCounterNotice = (desk: Desk, key: KeyCaller, given: Given): Promise<Receipt> =>
  retryAfterRace(() => inAnsweredTransaction(desk.db, (tx) => store(tx, desk, key, given)))

async function store(tx: Tx, desk: Desk, key: KeyCaller, given: Given): Promise<Receipt> {
  const { counterable, draft, clientId } = given
  const { seal } = desk.outbox
  const said = canonicalJson({ ...draft, enforcementId: counterable.enforcementId })
  const bodyHash = seal.mark(said, 'counter-notice')
  // The lock makes two senders one after the other, and no restore begins meanwhile.
  await lockEnforcement(tx, counterable.enforcementId)
  const known = await findSentCounterNotice(tx, key.id, clientId)
  if (known !== undefined)
    return known.bodyHash === null || known.bodyHash.equals(bodyHash)
      ? { counterNotice: known, isNew: false }
      : { refusal: 'other' }
  const { refusal } = (await findCounterable(tx, { statementId: counterable.statementId })) ?? counterable
  if (refusal !== null) return { refusal }
  const id = await insert(tx, desk, key, given, bodyHash)
  const counterNotice = await findCounterNotice(tx, id)
  if (counterNotice === undefined) throw new Error('a counter-notice was stored and is not there')
  return { counterNotice, isNew: true }
}

async function insert(tx: Tx, desk: Desk, key: KeyCaller, given: Given, bodyHash: Buffer): Promise<string> {
  const { counterable, rules, draft, clientId, language, isWritten } = given
  const { statementId, enforcementId, policyId, subject } = counterable
  const { words, ...contact } = draft
  const correspondentId = await insertCorrespondent(tx, desk.outbox.seal, contact, language)
  const salt = randomBytes(SALT_BYTES)
  const saidHash = createHash('sha256').update(salt).update(words).digest()
  const { law, discloses, businessDays } = rules
  const id = await insertCounterNotice(tx, {
    ...{ statementId, enforcementId, policyId, clientId, bodyHash, correspondentId, words, salt, saidHash },
    ...{ keyId: key.id, law, discloses, businessDays },
  })
  queueEntry(tx, {
    ...{ kind: 'counter_notice_received', counterNoticeId: id, statementId, law, saidHash: saidHash.toString('hex') },
    ...{ policyId, businessDays, discloses },
    ...{ subject, enforcementId, by: { kind: 'key', id: key.id } },
  })
  if (isWritten && draft.email !== null) queueLetter(tx, { kind: 'counter_receipt', correspondentId, counterId: id })
  for (const { noticeId, correspondentId: holder } of await listRightsNotices(tx, enforcementId))
    if (holder !== null) queueLetter(tx, { kind: 'rights_counter', correspondentId: holder, noticeId })
  return id
}
