import { createHash } from 'node:crypto'
import { queueAlert } from '../../alerts/alert.ts'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import { inAnsweredTransaction, type Tx } from '../../foundation/database/db.ts'
import { refuseUnstorable } from '../../foundation/database/refuse-unstorable.ts'
import type { Actor, KeyCaller, StaffCaller, Subject } from '../../foundation/domain.ts'
import { DAY_MS } from '../../foundation/durations.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { readDeskTime } from '../../foundation/time/desk-time.ts'
import { authorityOrderHash, orderTermsHash } from '../../ledger/entries/law-hash.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { isOfKeyPlatform } from '../../people/access/ids-of-key.ts'
import type { Desk } from '../../policy/desk.ts'
import { checkTime } from '../intake/check-time.ts'
import { retryAfterRace } from '../intake/commit-reports.ts'
import { resolveAddress } from '../openings/resolve-address.ts'
import type { SubjectReads } from '../openings/subject-reads.ts'
import { checkDocument } from './check-document.ts'
import { queueSilenceAlerts } from './order-acts/alert-silence.ts'
import { holdSubjects } from './order-acts/hold-subjects.ts'
import { openOrderCases, subjectsOf } from './order-acts/open-order-cases.ts'
import type { OrderBody } from './order-body.ts'
import { type AuthorityOrder, type GivenOrder, insertEntered, insertSent, listCasesOf } from './order-queries.ts'

const RECEIVED_WITHIN_MS = 90 * DAY_MS
const TIMES = ['deadline', 'silentUntil', 'receivedAt'] as const
const DEADLINE_MAX_MS = 365 * DAY_MS

/** The sender of an order: an authority by its own API key, or a person who enters it. */
export type BroughtBy = { caller: KeyCaller; bearer: string } | { caller: StaffCaller }

interface ReceivedOrder {
  order: AuthorityOrder
  cases: readonly string[]
  created: boolean
}

/**
 * Stores an authority's order durably and once under its reference, opens a case for each content and account and starts
 * the legal clocks. Sending the same order again returns the same answer. An order acts on nothing.
 */
export async function receiveOrder(
  desk: Desk,
  reads: SubjectReads,
  by: BroughtBy,
  body: OrderBody,
): Promise<ReceivedOrder> {
  const given = await checkOrder(desk, reads, by, body)
  const receive = () => inAnsweredTransaction(desk.db, (tx) => storeOrder(tx, desk.policies, by, given))
  return retryAfterRace(receive)
}

async function checkOrder(
  desk: Desk,
  reads: SubjectReads,
  { caller }: BroughtBy,
  body: OrderBody,
): Promise<GivenOrder> {
  const { document, receivedAt, addresses = [], ...rest } = body
  refuseUnstorable(body)
  // The policy is judged after these, so that an invalid time is named in every case.
  for (const field of TIMES) if (body[field] !== undefined) checkTime(body[field], field)
  const policy = desk.policies.policies.get(body.policyId)
  if (policy === undefined || !policy.legalDuty || !policy.actions.includes('hide')) {
    throw invalidField('policyId', message('order.policy'))
  }
  const isEntered = caller.kind === 'staff'
  refuseFieldsOfOther(body, isEntered)
  if ([...(body.contents ?? []), ...(body.accounts ?? []), ...addresses].length === 0) {
    throw invalidField('contents', message('order.noItem'))
  }
  const received = receivedAt === undefined ? undefined : await checkReceived(desk, receivedAt)
  const terms = checkTimes(body, received ?? (await readDeskTime(desk.db)))
  const file = document && checkDocument(document)
  const said = { ...rest, contents: [...(body.contents ?? [])].sort(), document: file ? file.sha256 : null }
  const asSent = { ...said, ...(body.addresses && { addresses }), receivedAt: receivedAt ?? null }
  const bodyHash = createHash('sha256').update(canonicalJson(asSent as Json))
  const dueMs = policy.clock?.startsFrom.includes('order') === true && body.kind !== 'other' ? policy.clock.dueMs : null
  return {
    ...{ ...rest, ...terms, ...(await findItems(desk, reads, caller, body)) },
    ...{ bodyHash: bodyHash.digest('hex'), receivedAt: received?.toISOString() ?? null, document: file, dueMs },
  }
}

/** Refuses what only a person states, or only a key, and what a person must state. */
function refuseFieldsOfOther(body: OrderBody, isEntered: boolean): void {
  const { authority, receivedAt, document, memberState, verified } = body
  if (isEntered !== (authority !== undefined)) {
    throw invalidField('authority', isEntered ? message('order.authority') : message('order.authorityOfKey'))
  }
  if (isEntered !== (receivedAt !== undefined)) {
    throw invalidField('receivedAt', isEntered ? message('field.received') : message('field.receivedNow'))
  }
  if (isEntered && document === undefined) throw invalidField('document', message('order.document'))
  if (!isEntered && memberState !== undefined) throw invalidField('memberState', message('order.authorityOfKey'))
  if (!isEntered && verified !== undefined) throw invalidField('verified', message('order.verifiedByKey'))
}

/** Parses the times that an order states, which are after its receipt and at most a year ahead. */
function checkTimes(
  { deadline, silentUntil }: OrderBody,
  received: Date,
): Partial<Pick<GivenOrder, 'deadline' | 'silentUntil'>> {
  const parse = (text: string, field: string): string => {
    const at = checkTime(text, field)
    if (at <= received) throw invalidField(field, message('order.beforeReceipt'))
    if (at.getTime() > received.getTime() + DEADLINE_MAX_MS) throw invalidField(field, message('order.tooFar'))
    return at.toISOString()
  }
  return {
    ...(deadline !== undefined && { deadline: parse(deadline, 'deadline') }),
    ...(silentUntil !== undefined && { silentUntil: parse(silentUntil, 'silentUntil') }),
  }
}

/** Finds the subjects that an order names by id or by address. A key names those of its own platform alone. */
async function findItems(
  { db }: Desk,
  reads: SubjectReads,
  caller: KeyCaller | StaffCaller,
  { contents = [], accounts = [], addresses = [] }: OrderBody,
): Promise<Pick<GivenOrder, 'contents' | 'accounts' | 'unresolved'>> {
  const found: Subject[] = []
  const unresolved: string[] = []
  for (const address of addresses) {
    const subject = await resolveAddress({ db, reads, sender: `order ${caller.id}` }, address).catch(unlessUnread)
    if (subject === undefined || (caller.kind === 'key' && !isOfKeyPlatform(caller, subject))) unresolved.push(address)
    else found.push(subject)
  }
  const idsOf = (kind: Subject['kind']) => found.filter((one) => one.kind === kind).map(({ id }) => id)
  return {
    contents: [...new Set([...contents, ...idsOf('content')])],
    accounts: [...new Set([...accounts, ...idsOf('account')])],
    unresolved,
  }
}

/** A platform that can't be asked now delays no order: the address stays unresolved, and leads are alerted. */
function unlessUnread(error: unknown): undefined {
  if (!(error instanceof DeskError && (error.code === 'unavailable' || error.code === 'too_many'))) throw error
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
  if (stored === undefined) throw new DeskError('not_allowed', message('order.notByKey'))
  const { order, created } = stored
  if (!created && order.bodyHash.toString('hex') !== given.bodyHash) throw taken(order)
  if (created) await beginOrder(tx, policies, { order, given, by: { kind: by.caller.kind, id: by.caller.id } })
  return { order, cases: await listCasesOf(tx, subjectsOf(order)), created }
}

const taken = ({ reference, id }: AuthorityOrder): DeskError =>
  new DeskError('conflict', message('order.taken', { reference, id }))

type Begun = { order: AuthorityOrder; given: GivenOrder; by: Actor }

async function beginOrder(tx: Tx, policies: Desk['policies'], { order, given, by }: Begun): Promise<void> {
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
    accounts: order.accounts,
    dueAt: order.dueAt?.toISOString() ?? null,
    termsHash: orderTermsHash({
      ...order,
      silentUntil: order.statedSilence?.toISOString() ?? null,
      unresolved: order.unresolved.length === 0 ? null : order.unresolved,
    }),
    by,
  })
  await queueSilenceAlerts(tx, order.id)
  if (order.kind === 'other') return
  await openOrderCases(tx, policies, { order, by })
  if (order.kind === 'removal_order' && order.verified !== 'not_verified') await holdSubjects(tx, { order })
  if (order.dueAt === null || order.unresolved.length > 0 || order.accounts.length > 0) {
    queueAuthorityAlerts(tx, order, await listCasesOf(tx, subjectsOf(order)))
  }
}

/** Alerts leads about an order of which no clock pages the person on call, or whose items need a person's eyes. */
function queueAuthorityAlerts(tx: Tx, order: AuthorityOrder, caseIds: readonly string[]): void {
  const [subject, ...others] = subjectsOf(order)
  const about = subject !== undefined && others.length === 0 ? { subject } : {}
  const unknown = order.unresolved.length
  const why = message('alert.authorityOrder', {
    orderId: order.id,
    what: message(`alert.orderWhat.${order.kind}`),
    more: unknown === 0 ? '' : message('alert.orderUnresolved', { count: unknown }),
    cases: { as: 'commas', list: caseIds },
  })
  queueAlert(tx, { kind: 'authority_order', to: { role: 'lead' }, why, ...about })
}
