import { createHash } from 'node:crypto'
import type { Desk } from '../../policy/desk.ts'
import { type Actor, type KeyCaller, type StaffCaller, contentKey } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { authorityOrderHash } from '../../ledger/entries/law-hash.ts'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import { inAnsweredTransaction, type Tx } from '../../foundation/database/db.ts'
import { readDeskTime } from '../../foundation/time/desk-time.ts'
import { DeskError } from '../../foundation/errors.ts'
import { refuseUnstorable } from '../../foundation/database/refuse-unstorable.ts'
import { checkTime } from '../intake/check-time.ts'
import { retryAfterRace } from '../intake/commit-reports.ts'
import { queueContentLocks } from '../contents/content-lock.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { openCaseWithLegalClock, openCase } from '../routing/open-case.ts'
import { checkDocument } from './check-document.ts'
import type { OrderBody } from './order-body.ts'
import { type AuthorityOrder, type GivenOrder, insertEntered, insertSent, listCasesOf } from './order-queries.ts'
import { DAY_MS } from '../../foundation/durations.ts'
import { queueAlert } from '../../alerts/alert.ts'

const RECEIVED_WITHIN_MS = 90 * DAY_MS

/** The sender of an order: an authority by its own API key, or a person who enters it. */
export type BroughtBy = { caller: KeyCaller; bearer: string } | { caller: StaffCaller }

interface ReceivedOrder {
  order: AuthorityOrder
  cases: readonly string[]
  created: boolean
}

/**
 * Stores an authority's order durably and once under its reference, opens a case for each content and starts the legal
 * clocks. Sending the same order again returns the same answer.
 */
export async function receiveOrder(desk: Desk, by: BroughtBy, body: OrderBody): Promise<ReceivedOrder> {
  const given = await checkOrder(desk, by, body)
  const receive = () => inAnsweredTransaction(desk.db, (tx) => storeOrder(tx, desk.policies, by, given))
  return retryAfterRace(receive)
}

async function checkOrder(desk: Desk, { caller }: BroughtBy, body: OrderBody): Promise<GivenOrder> {
  const { document, receivedAt, ...rest } = body
  refuseUnstorable(rest)
  const policy = desk.policies.policies.get(body.policyId)
  if (policy === undefined || !policy.legalDuty || !policy.actions.includes('hide')) {
    throw invalidField('policyId', message('order.policy'))
  }
  const isEntered = caller.kind === 'staff'
  if (isEntered !== (body.authority !== undefined)) {
    throw invalidField('authority', isEntered ? message('order.authority') : message('order.authorityOfKey'))
  }
  if (isEntered !== (receivedAt !== undefined)) {
    throw invalidField('receivedAt', isEntered ? message('field.received') : message('field.receivedNow'))
  }
  if (isEntered && document === undefined) throw invalidField('document', message('order.document'))
  const received = receivedAt === undefined ? undefined : await checkReceived(desk, receivedAt)
  const file = document && checkDocument(document)
  const said = { ...rest, contents: [...body.contents].sort(), document: file ? file.sha256 : null }
  const bodyHash = createHash('sha256').update(canonicalJson({ ...said, receivedAt: receivedAt ?? null } as Json))
  return { ...rest, bodyHash: bodyHash.digest('hex'), receivedAt: received?.toISOString() ?? null, document: file }
}

/** Parses a time within the last 90 days. */
export async function checkReceived({ db }: Pick<Desk, 'db'>, text: string): Promise<Date> {
  const at = checkTime(text, 'receivedAt')
  const now = (await readDeskTime(db)).getTime()
  if (at.getTime() > now) throw invalidField('receivedAt', message('field.inFuture'))
  if (at.getTime() <= now - RECEIVED_WITHIN_MS) throw invalidField('receivedAt', message('order.tooOld'))
  return at
}

async function storeOrder(
  tx: Tx,
  policies: Desk['policies'],
  by: BroughtBy,
  given: GivenOrder,
): Promise<ReceivedOrder> {
  const stored = 'bearer' in by ? await insertSent(tx, by.bearer, given) : await insertEntered(tx, by.caller.id, given)
  if (stored === undefined) {
    throw new DeskError('not_allowed', message('order.notByKey'))
  }
  const { order, created } = stored
  if (!created) {
    if (order.bodyHash.toString('hex') !== given.bodyHash) throw taken(order)
    return { order, cases: await listCasesOf(tx, order.contents), created }
  }
  const actor: Actor = { kind: by.caller.kind, id: by.caller.id }
  queueEntry(tx, {
    kind: 'authority_order_received',
    authorityOrderId: order.id,
    authorityId: order.authorityId,
    contents: order.contents,
    receivedAt: order.receivedAt.toISOString(),
    contentHash: authorityOrderHash({
      ...order,
      orderKind: order.kind,
      fileSha256: given.document?.sha256 ?? null,
    }),
    by: actor,
  })
  const isTimed = order.kind === 'removal_order' && (await openCases(tx, policies, order, actor))
  const cases = await listCasesOf(tx, order.contents)
  if (order.kind === 'removal_order' && !isTimed) queueAuthorityAlerts(tx, { ...order, caseIds: cases })
  return { order, cases, created }
}

const taken = ({ reference, id }: AuthorityOrder): DeskError =>
  new DeskError('conflict', message('order.taken', { reference, id }))

/**
 * Opens the cases in the order of their contents, as reports do, which prevents deadlocks. Returns true when a legal
 * clock started.
 */
async function openCases(tx: Tx, policies: Desk['policies'], order: AuthorityOrder, by: Actor): Promise<boolean> {
  const policy = policies.policies.get(order.policyId)
  if (policy === undefined) throw new Error(`policy ${order.policyId} was checked and is gone`)
  const { category, id: policyId } = policy
  queueContentLocks(tx, order.contents, 'still')
  let isTimed = false
  for (const content of [...order.contents].sort()) {
    const about = { subject: contentKey(content), category, by }
    const timed = await openCaseWithLegalClock(tx, policies, {
      ...about,
      arrived: { from: 'order', policyId },
      cause: order.id,
    })
    if (timed === 0) await openCase(tx, policies, about)
    else isTimed = true
  }
  return isTimed
}

/** Alerts leads about an order that starts no legal clock; a clock pages the person on call itself. */
function queueAuthorityAlerts(
  tx: Tx,
  order: { id: string; contents: readonly string[]; caseIds: readonly string[] },
): void {
  const [content, ...others] = order.contents
  const about = content !== undefined && others.length === 0 ? { subject: contentKey(content) } : {}
  const why = message('alert.authorityOrder', { orderId: order.id, cases: { as: 'commas', list: order.caseIds } })
  queueAlert(tx, { kind: 'authority_order', to: { role: 'lead' }, why, ...about })
}
