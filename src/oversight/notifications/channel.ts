import { isIP } from 'node:net'
import sql from 'sql-template-tag'
import { queueAlert } from '../../alerts/alert.ts'
import { inAnsweredTransaction, inTransaction, only, type Queryable, type Tx } from '../../foundation/database/db.ts'
import type { Actor, KeyScope, StaffCaller } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { channelHash } from '../../ledger/entries/content-hash.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { refuseGone } from '../../people/staff/standing.ts'
import type { Desk } from '../../policy/desk.ts'
import type { EventKind } from '../events/desk-event.ts'
import { listEventKindsFor } from '../events/event-rights.ts'
import { insertDelivery, queueDeliveryJob } from './delivery-queries.ts'

export const CHANNEL_KINDS = ['webhook', 'slack', 'mail', 'pagerduty', 'opsgenie'] as const
/** The kinds that sign in at the receiver with a key that it issued. */
const WITH_KEY: ReadonlySet<string> = new Set<ChannelKind>(['pagerduty', 'opsgenie'])
export type ChannelKind = 'configured' | (typeof CHANNEL_KINDS)[number]
export const TAKES = ['calls', 'digest', 'all', 'events'] as const
export type Takes = (typeof TAKES)[number]

export interface NewChannel {
  kind: (typeof CHANNEL_KINDS)[number]
  name: string
  address: string
  takes: Takes
  /** The key that PagerDuty or Opsgenie issued for this integration. */
  integrationKey?: string
  /** The kinds of events that a webhook for events gets, and the API key whose rights decide. */
  follows?: Followed
}

interface Followed {
  events: readonly EventKind[]
  keyId: string
}

type Noticing = Pick<Desk, 'db' | 'outbox'>

const CHANNELS_MAX = 50
const CHANNELS_EACH_MAX = 5
const MAIL = /^[^\s@<>"(),:;\\[\]]{1,64}@[A-Za-z0-9.-]{1,253}$/

/**
 * Adds a channel for alerts and queues a test message. `own`: a channel of the caller; else the desk's, and every
 * administrator and lead is alerted. Returns a webhook's secret this once.
 */
export async function addChannel(
  desk: Noticing,
  asked: NewChannel,
  { by, own }: { by: StaffCaller; own: boolean },
): Promise<{ id: string; secret: string | null }> {
  refuseTakes(asked, own)
  refuseKey(asked)
  const shows = checkAddress(desk, asked)
  return inAnsweredTransaction(desk.db, async (tx) => {
    const actor: Actor = { kind: 'staff', id: by.id }
    await refuseGone(tx, actor)
    // A lock makes additions wait for each other, so that the limit of channels is exact.
    await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('channel ' || ${own ? by.id : ''}, 0))`)
    await refuseTooMany(tx, own ? by.id : null)
    if (own) await refuseUnoffered(tx, asked.kind, shows)
    const id = await nextId(tx)
    const secret = asked.kind === 'webhook' ? desk.outbox.makeSecret(id) : null
    const key = asked.integrationKey === undefined ? null : desk.outbox.seal.close(asked.integrationKey, `${id} secret`)
    const address = desk.outbox.seal.close(asked.address, `${id} address`)
    const staffId = own ? by.id : null
    const followed = asked.follows === undefined ? null : await checkFollowed(tx, asked.follows)
    await tx.query(sql`
      insert into channel (id, kind, name, staff_id, takes, address, secret, shows, events, key_id, told_to)
      values (${id}, ${asked.kind}, ${asked.name}, ${staffId}, ${asked.takes}, ${address}, ${secret?.sealed ?? key}, ${shows},
        ${followed?.events ?? null}, ${followed?.keyId ?? null},
        case when ${followed !== null} then (select coalesce(max(number), 0) from ledger_entry) end)`)
    const contentHash = channelHash({
      ...{ name: asked.name, staffId, takes: asked.takes, shows },
      ...{ events: followed?.events ?? null, keyId: followed?.keyId ?? null },
    })
    queueEntry(tx, { kind: 'channel_added', channelId: id, channel: asked.kind, contentHash, by: actor })
    if (!own)
      queueChannelAlerts(
        tx,
        message('alert.channel.added', { who: by.pseudonym, channel: asked.name, kind: asked.kind, address: shows }),
      )
    queueDeliveryJob(tx, (await insertDelivery(tx, id, 'test')).via)
    return { id, secret: secret?.text ?? null }
  })
}

/**
 * Removes a channel: no further delivery to it starts. A running one may still arrive. A removed channel stays removed.
 * `reason`: of a channel of the desk, for the leads and administrators who are alerted. A person's own channel concerns
 * no other person, so no other is alerted.
 */
export async function removeChannel(
  desk: Pick<Desk, 'db'>,
  channelId: string,
  { by, reason }: { by: StaffCaller; reason?: string },
): Promise<void> {
  const own = reason === undefined
  const said = own ? {} : { reason }
  await inTransaction(desk.db, async (tx) => {
    const actor: Actor = { kind: 'staff', id: by.id }
    if (!own) await refuseGone(tx, actor)
    if (await wasRemoved(tx, channelId, own ? by.id : null)) return
    const channel = await lockChannel(tx, channelId, own ? by.id : null)
    if (channel.kind === 'configured') {
      throw new DeskError('conflict', message('channel.fromEnvironment'))
    }
    if (channel.isReliedOn) throw new DeskError('conflict', message('channel.takesTwo', { channelId }))
    await tx.query(sql`update channel set removed_at = desk_now() where id = ${channelId}`)
    queueEntry(tx, { kind: 'channel_removed', channelId, ...said, by: actor })
    if (own) return
    queueChannelAlerts(tx, message('alert.channel.removed', { who: by.pseudonym, channel: channel.name, reason }))
  })
}

/** Queues a test message, which only says that it arrived. The channel's state shows the result. */
export async function testChannel(
  desk: Pick<Desk, 'db'>,
  channelId: string,
  { by, own }: { by: StaffCaller; own: boolean },
): Promise<void> {
  await inTransaction(desk.db, async (tx) => {
    await lockChannel(tx, channelId, own ? by.id : null)
    queueDeliveryJob(tx, (await insertDelivery(tx, channelId, 'test')).via)
  })
}

/** Makes the webhook of the environment variables a channel, as long as they name one. */
export async function storeConfiguredChannels(desk: Noticing): Promise<void> {
  await desk.db.query(
    desk.outbox.isConfigured
      ? sql`insert into channel (kind, name, takes, shows) values ('configured', 'Of the environment', 'all', 'COUNTERSIGN_ALERT_WEBHOOK_URL')
          on conflict (kind) where kind = 'configured' do update set removed_at = null`
      : sql`update channel set removed_at = desk_now() where kind = 'configured' and removed_at is null`,
  )
}

/** Refuses settings that a channel of this kind can't have. */
function refuseTakes({ kind, takes, follows }: NewChannel, own: boolean): void {
  if (!own && takes === 'digest') throw invalidField('takes', message('channel.digest'))
  if (takes === 'events' && (own || kind !== 'webhook')) throw invalidField('takes', message('channel.events'))
  if (takes === 'events' && follows === undefined) throw invalidField('keyId', message('channel.keyMissing'))
  if (takes !== 'events' && follows !== undefined) throw invalidField('events', message('channel.eventsAlone'))
}

/** Refuses a key for a kind of channel that has none, and its absence where the receiver asks for one. */
function refuseKey({ kind, integrationKey }: NewChannel): void {
  if (WITH_KEY.has(kind) === (integrationKey !== undefined)) return
  throw invalidField('integrationKey', message(integrationKey === undefined ? 'channel.keyNeeded' : 'channel.keyless'))
}

/** Refuses kinds of events that the API key may not get. The channel's right ends with the key. */
async function checkFollowed(tx: Tx, { events, keyId }: Followed): Promise<Followed> {
  const { rows } = await tx.query<{ scopes: KeyScope[] }>(sql`
    select scopes from api_key where id = ${keyId} and revoked_at is null`)
  if (events.length === 0) throw invalidField('events', message('channel.noEvent'))
  const heard = listEventKindsFor(rows[0]?.scopes ?? [])
  if (heard.length === 0) throw invalidField('keyId', message('channel.key'))
  const unheard = events.filter((kind) => !heard.includes(kind))
  if (unheard.length > 0)
    throw invalidField(
      'events',
      message('channel.notHeard', { heard: { as: 'or', list: heard }, unheard: { as: 'or', list: unheard }, keyId }),
    )
  return { events, keyId }
}

async function nextId(tx: Tx): Promise<string> {
  return tx.onlyValue<string>(sql`select 'ch_' || nextval('channel_seq') as id`)
}

async function lockChannel(
  tx: Tx,
  channelId: string,
  staffId: string | null,
): Promise<{ kind: ChannelKind; name: string; isReliedOn: boolean }> {
  const channel = await tx.find<{ kind: ChannelKind; name: string; isReliedOn: boolean }>(sql`
    select kind, name, is_relied_on(channel) as "isReliedOn" from channel
    where id = ${channelId} and staff_id is not distinct from ${staffId} and removed_at is null for update`)
  if (channel === undefined) throw new DeskError('not_found', message('channel.unknown', { channelId }))
  return channel
}

async function wasRemoved(tx: Tx, channelId: string, staffId: string | null): Promise<boolean> {
  return tx.onlyValue<boolean>(sql`
    select exists (select from channel
      where id = ${channelId} and staff_id is not distinct from ${staffId} and removed_at is not null)`)
}

/** True when the removal of a channel is a change of two people. */
export const isReliedOn = (db: Queryable, channelId: string): Promise<boolean> =>
  db.onlyValue<boolean>(sql`select exists (select from channel where id = ${channelId} and is_relied_on(channel))`)

function queueChannelAlerts(tx: Tx, why: Message): void {
  for (const role of ['admin', 'lead'] as const) queueAlert(tx, { kind: 'channel', to: { role }, why })
}

async function refuseTooMany(tx: Tx, staffId: string | null): Promise<void> {
  const { rows } = await tx.query<{ count: number }>(sql`
    select count(*) as count from channel where staff_id is not distinct from ${staffId} and removed_at is null`)
  const most = staffId === null ? CHANNELS_MAX : CHANNELS_EACH_MAX
  if (only(rows).count >= most) throw new DeskError('conflict', message('channel.tooMany', { limit: most }))
}

/** Refuses a person's own channel but mail, and Slack at a host that no channel of the desk uses. */
async function refuseUnoffered(tx: Tx, kind: NewChannel['kind'], shows: string): Promise<void> {
  if (kind === 'mail') return
  if (kind !== 'slack') throw invalidField('kind', message('channel.webhook'))
  const { rowCount } = await tx.query(sql`
    select from channel where kind = 'slack' and staff_id is null and removed_at is null and shows = ${shows}`)
  if (rowCount === 0) throw invalidField('address', message('channel.host', { host: shows }))
}

/** Checks an address and returns the part of it that other people may see. */
function checkAddress({ outbox }: Noticing, { kind, address }: NewChannel): string {
  if (kind === 'mail') {
    if (!outbox.sendsMail) throw invalidField('kind', message('channel.noMail'))
    if (!MAIL.test(address)) throw invalidField('address', message('channel.mail'))
    return `${address.slice(0, 1)}…${address.slice(address.lastIndexOf('@'))}`
  }
  const url = URL.parse(address)
  const isWeb = url !== null && ['https:', 'http:'].includes(url.protocol) && !url.username && !url.password
  if (!isWeb) throw invalidField('address', message('channel.address'))
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (url.protocol === 'http:' && !outbox.mayReachPlain(host)) {
    throw invalidField('address', message('channel.https'))
  }
  if (isIP(host) !== 0 && !outbox.mayReach(host)) {
    throw invalidField('address', message('channel.private'))
  }
  return url.host
}
