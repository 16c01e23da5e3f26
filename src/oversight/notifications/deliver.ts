import sql from 'sql-template-tag'
import { message as text } from '../../foundation/messages/message.ts'
import { queueAlert } from '../../alerts/alert.ts'
import type { AlertTable } from '../../policy/stage/alert-kinds.ts'
import type { Destination, Message } from '../../foundation/outgoing/outbox.ts'
import type { Desk } from '../../policy/desk.ts'
import { DESK, type KeyScope } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { findZone } from '../../foundation/time/is-zone.ts'
import type { Job } from '../../foundation/jobs.ts'
import { hidePrivateAddresses } from '../../foundation/outgoing/guarded-fetch.ts'
import { messageOf } from '../../foundation/errors.ts'
import {
  countUnread,
  type Delivery,
  findNextAt,
  findNextDelivery,
  findAlert,
  updateDead,
  updateNotSent,
  updateSent,
} from './delivery-queries.ts'
import type { EventKind } from '../events/desk-event.ts'
import { listEventKindsFor } from '../events/event-rights.ts'
import { digestMessage, eventMessage, messageOfAlert, testMessage } from './message.ts'

/** The age at which a message is given up: its recipient has read it at the desk by then, or never will. */
const GIVEN_UP_MS = 24 * 3_600_000
/** The attempts of a test message are few: its sender soon looks at the result. */
const TEST_ATTEMPTS_MAX = 1
/** The time within which one run starts deliveries: within the job's lease even if the last one hangs. */
const WORK_MS = 8_000
const REST_FIRST_MS = 1_000
const REST_MAX_MS = 5 * 60_000
/** The consecutive failures after which a channel counts as dead. People are alerted, and deliveries continue. */
const DEAD_AFTER = 10
const ERROR_CHARS_MAX = 500

/**
 * Delivers a channel's waiting messages, the oldest first while all succeed, each at least once under one id. A failed
 * one is retried at growing intervals until it is a day old. A failing channel delays no other.
 */
export async function deliver(desk: Desk, job: Job, kinds: AlertTable): Promise<void> {
  const until = performance.now() + WORK_MS
  while (performance.now() < until) {
    const next = await findNextDelivery(desk.db, job.key, GIVEN_UP_MS)
    if (next === undefined) break
    await deliverOne(desk, next, kinds)
  }
  await inTransaction(desk.db, async (tx) => {
    // A transaction that queues another delivery waits for this lock or has committed, so none is lost before the job
    // ends.
    const { rowCount } = await tx.query(sql`
      select from job where kind = 'deliver' and key = ${job.key} and lease_id = ${job.leaseId} for update`)
    if (rowCount === 0) return
    const at = await findNextAt(tx, job.key)
    if (at === null) await tx.query(sql`delete from job where kind = 'deliver' and key = ${job.key}`)
    else
      await tx.query(sql`update job set lease_until = null, due_at = ${at} where kind = 'deliver' and key = ${job.key}`)
  })
}

async function deliverOne(desk: Desk, delivery: Delivery, kinds: AlertTable): Promise<void> {
  const message = await messageFor(desk, delivery, kinds)
  const error = message && (await trySend(desk, delivery, message))
  // A crash before this write sends the message again under the same id. The channel is not at fault.
  if (error === undefined) await updateSent(desk.db, delivery)
  else await recordFailure(desk, delivery, error.slice(0, ERROR_CHARS_MAX))
}

/** Sends a message and returns the error. Undefined: it was accepted. */
async function trySend(desk: Desk, delivery: Delivery, message: Message): Promise<string | undefined> {
  try {
    await desk.outbox.send(destinationOf(desk, delivery), message)
    return undefined
  } catch (error) {
    return hidePrivateAddresses(messageOf(error))
  }
}

/** Formats the message of a delivery. Undefined: there is nothing left to send. */
async function messageFor(
  desk: Desk,
  { id, kind, madeAt, alertId, event, scopes, channelName, staffId, language, timeZone }: Delivery,
  kinds: AlertTable,
): Promise<Message | undefined> {
  const { origin } = desk.relyingParty
  const reader = { language: language ?? 'en', zone: timeZone === null ? undefined : findZone(timeZone) } as const
  if (event !== null) return mayTell(event.kind, scopes ?? []) ? eventMessage(id, event, origin) : undefined
  if (kind === 'test') return testMessage({ id, madeAt }, channelName, origin, reader)
  if (kind === 'digest') {
    const unread = staffId === null ? [] : await countUnread(desk.db, staffId)
    return unread.length === 0 ? undefined : digestMessage({ id, madeAt }, unread, origin, reader)
  }
  const alert = alertId === null ? undefined : await findAlert(desk.db, alertId, reader)
  return alert && messageOfAlert(alert, kinds[alert.kind], origin, reader)
}

/** True when the API key may get events of this kind; the event `stale` needs any kind at all. */
const mayTell = (kind: EventKind | 'stale', scopes: readonly KeyScope[]): boolean =>
  kind === 'stale' ? listEventKindsFor(scopes).length > 0 : listEventKindsFor(scopes).includes(kind)

function destinationOf({ outbox }: Desk, delivery: Delivery): Destination {
  const { channelId, channelKind, address, secret, previousSecret } = delivery
  if (channelKind === 'configured' || address === null) return { kind: 'configured' }
  const open = (sealed: Buffer, what: string): string => {
    try {
      return outbox.seal.open(sealed, `${channelId} ${what}`)
    } catch (error) {
      throw new Error('its address can not be read with the key that this desk has: add it anew', { cause: error })
    }
  }
  const to = open(address, 'address')
  switch (channelKind) {
    case 'webhook':
      return {
        ...{ kind: 'webhook', url: to, secret: secret === null ? '' : open(secret, 'secret') },
        ...(previousSecret === null ? {} : { previousSecret: open(previousSecret, 'secret') }),
      }
    case 'pagerduty':
    case 'opsgenie':
      return { kind: channelKind, url: to, key: secret === null ? '' : open(secret, 'secret') }
    case 'slack':
      return { kind: 'slack', url: to }
    case 'mail':
      return { kind: 'mail', address: to }
  }
}

async function recordFailure(desk: Desk, delivery: Delivery, error: string): Promise<void> {
  const { channelId, channelName, attempt, failures, kind, staffId } = delivery
  const restMs = Math.min(REST_FIRST_MS * 2 ** Math.min(failures, 20), REST_MAX_MS)
  const givenUp = delivery.isOver || (kind === 'test' && attempt + 1 >= TEST_ATTEMPTS_MAX)
  // The error stays with the channel: a mail server's answer repeats the address.
  const told = { channel: channelId, delivery: delivery.id, attempt }
  if (givenUp) desk.log.error(told, 'a message was given up: its channel did not take it in time')
  else desk.log.warn(told, 'a message could not be sent and will be tried again')
  await inTransaction(desk.db, async (tx) => {
    const nextMs = Math.min(REST_FIRST_MS * 2 ** Math.min(attempt, 20), REST_MAX_MS)
    await updateNotSent(tx, delivery, { error, restMs: kind === 'test' ? 0 : restMs, nextMs, givenUp })
    if (failures + 1 < DEAD_AFTER || !(await updateDead(tx, channelId))) return
    queueEntry(tx, { kind: 'channel_dead', channelId, by: DESK })
    const why = text('alert.channel.dead', { channel: channelName, count: DEAD_AFTER, error })
    if (staffId === null)
      for (const role of ['admin', 'lead'] as const) queueAlert(tx, { kind: 'channel', to: { role }, why })
    else queueAlert(tx, { kind: 'channel', to: { staff: staffId }, why })
  })
}
