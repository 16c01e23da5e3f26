import sql from 'sql-template-tag'
import { queueAlert } from '../../../alerts/alert.ts'
import { inTransaction, type Pool, type Queryable } from '../../../foundation/database/db.ts'
import { DESK, type Subject, subjectKey } from '../../../foundation/domain.ts'
import { DeskError } from '../../../foundation/errors.ts'
import { message } from '../../../foundation/messages/message.ts'
import { DEFAULT_PLATFORM, platformOfId } from '../../../foundation/platforms.ts'
import { queueEntry } from '../../../ledger/queue-entry.ts'
import type { Desk } from '../../../policy/desk.ts'
import { resolveAddress } from '../../openings/resolve-address.ts'
import { SubjectReads } from '../../openings/subject-reads.ts'
import { findOrderById } from '../order-queries.ts'
import { holdSubjects } from './hold-subjects.ts'
import { openOrderCases } from './open-order-cases.ts'

/** The pause before the addresses of an order are tried again, and the time for which they are. */
const TRIED_EACH_MINUTES = 15
const TRIED_FOR_DAYS = 14
/** The orders of one run. Each has at most 20 addresses, within the bound of reads of a minute. */
const ORDERS_AT_ONCE_MAX = 3

interface Unresolved {
  orderId: string
  addresses: string[]
  /** The platform of the key that sent it. Null: a person entered it, and it may name contents of each. */
  platform: string | null
}

/**
 * Asks the platforms again for the addresses of open orders that none knew, one order after the other. An address that
 * is found gets its case and the clock of its order, as if it had been known at once.
 */
export async function retryAddresses(desk: Desk): Promise<void> {
  const reads = new SubjectReads(desk)
  for (const order of await takeUnresolved(desk.db)) await retryOrder(desk, reads, order)
}

async function retryOrder(desk: Desk, reads: SubjectReads, order: Unresolved): Promise<void> {
  for (const [place, address] of [...new Set(order.addresses)].entries())
    try {
      const subject = await resolve(desk, reads, order, address)
      if (subject !== undefined) await storeFound(desk, order.orderId, address, subject)
    } catch (error) {
      // The other addresses of this run must not lose their turn by it. An address may name a person.
      const said = { order: order.orderId, place, error: errorName(error) }
      desk.log.error(said, 'an address of an order could not be read')
    }
}

const errorName = (error: unknown): string => (error instanceof Error ? error.name : 'unknown')

/** Takes the orders that were tried longest ago. A crash loses one attempt at most. */
const takeUnresolved = (db: Pool): Promise<Unresolved[]> =>
  db.list<Unresolved>(sql`
    with due as (
      select terms.order_id from authority_order_terms terms join authority_order known on known.id = terms.order_id
      where terms.unresolved is not null and known.erased_at is null and known.kind <> 'other'
        and known.entered_at > desk_now() - ${TRIED_FOR_DAYS} * interval '1 day'
        and coalesce(terms.tried_at, known.entered_at) <= desk_now() - ${TRIED_EACH_MINUTES} * interval '1 minute'
        and unresolved_addresses(known.id) <> '{}' and order_state(known.id) = 'open'
      order by coalesce(terms.tried_at, known.entered_at) limit ${ORDERS_AT_ONCE_MAX} for update of terms skip locked)
    update authority_order_terms terms set tried_at = desk_now() from due, authority_order known
    where terms.order_id = due.order_id and known.id = due.order_id
    returning terms.order_id as "orderId", unresolved_addresses(terms.order_id) as addresses,
      (select coalesce(platform, ${DEFAULT_PLATFORM}) from api_key where api_key.id = known.key_id) as platform`)

async function resolve(
  { db }: { db: Queryable },
  reads: SubjectReads,
  { orderId, platform }: Unresolved,
  address: string,
): Promise<Subject | undefined> {
  try {
    const found = await resolveAddress({ db, reads, sender: `order ${orderId}` }, address)
    return found === undefined || (platform !== null && platformOfId(found.id) !== platform) ? undefined : found
  } catch (error) {
    // A platform that can't be asked now is asked again.
    if (error instanceof DeskError && (error.code === 'unavailable' || error.code === 'too_many')) return undefined
    throw error
  }
}

async function storeFound(desk: Desk, orderId: string, address: string, subject: Subject): Promise<void> {
  const key = subjectKey(subject)
  await inTransaction(desk.db, async (tx) => {
    const isNew = await tx.onlyValue<boolean>(sql`select resolve_order_address(${orderId}, ${address}, ${key}) as done`)
    const found = await findOrderById(tx, orderId)
    if (!isNew || found === undefined) return
    queueEntry(tx, { kind: 'authority_order_item_found', authorityOrderId: orderId, subject: key, by: DESK })
    const one = subject.kind === 'content' ? { contents: [subject.id] } : { accounts: [subject.id] }
    const order = { ...found, contents: [], accounts: [], ...one }
    await openOrderCases(tx, desk.policies, { order, by: DESK })
    if (order.kind === 'removal_order' && order.verified !== 'not_verified') await holdSubjects(tx, { order })
    const why = message('alert.orderItemFound', { orderId })
    queueAlert(tx, { kind: 'authority_order', to: { role: 'lead' }, why, subject: key })
  })
}
