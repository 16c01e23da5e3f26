import sql from 'sql-template-tag'
import { readAlertText } from '../../alerts/alert-queries.ts'
import { message } from '../../foundation/messages/message.ts'
import { type Language, type Reader, renderMessage } from '../../foundation/messages/render-message.ts'
import type { AlertKind } from '../../policy/stage/alert-kinds.ts'
import type { KeyScope } from '../../foundation/domain.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { IS_HERE } from '../../people/staff/queries.ts'
import type { ChannelKind } from './channel.ts'
import type { EventKind } from '../events/desk-event.ts'
import type { AlertToTell } from './message.ts'

type StoredAlert = AlertToTell & { message: unknown; isToldLater: boolean; isKindAlone: boolean }

/**
 * The key of a delivery job, which sends messages one after the other: one job for all mail, because it has one server,
 * and one for each other channel.
 */
const VIA = sql`case channel.kind when 'mail' then 'mail' else channel.id end`

/**
 * Inserts one delivery of an alert for each of its channels, once: the desk's, and those of its recipients. Returns the
 * keys of their delivery jobs.
 */
export async function insertDeliveries(tx: Tx, alertId: string, calls: boolean): Promise<string[]> {
  return tx.listValues<string>(sql`
    with made as (
      insert into delivery (channel_id, alert_id, kind)
      select channel.id, alert.id, 'alert'
      from alert cross join channel left join staff member on member.id = channel.staff_id
      where alert.id = ${alertId}::bigint and channel.removed_at is null
        and (channel.takes = 'all' or channel.takes <> 'events' and ${calls})
        and (channel.staff_id is null
          or (alert.to_staff = member.id or alert.to_role = any (member.roles)) and ${IS_HERE})
      on conflict do nothing returning channel_id)
    select distinct ${VIA} as via from made join channel on channel.id = made.channel_id`)
}

/** Inserts one delivery without an alert. Returns its id and the key of its delivery job. */
export async function insertDelivery(
  tx: Tx,
  channelId: string,
  kind: 'test' | 'digest',
): Promise<{ id: number; via: string }> {
  const made = await tx.find<{ id: number; via: string }>(sql`
    with made as (insert into delivery (channel_id, kind) values (${channelId}, ${kind}) returning id, channel_id)
    select made.id, ${VIA} as via from made join channel on channel.id = made.channel_id`)
  if (made === undefined) throw new Error(`there is no channel ${channelId}`)
  return made
}

/** Enqueues a channel's delivery job for now, even while a worker finishes its last run. */
export function queueDeliveryJob(tx: Tx, via: string): void {
  tx.queue(sql`
    insert into job (kind, key, priority) values ('deliver', ${via}, 'notice')
    on conflict (kind, key) do update set due_at = least(job.due_at, excluded.due_at)`)
}

/** An event, by kind and id. stale: too many to send one by one, so everything may have changed. */
export interface NumberedEvent {
  kind: EventKind | 'stale'
  id: string
  /** The number of the event's ledger entry. */
  number: number
  /** The time of the event in ISO 8601. */
  at: string
}

export interface Delivery {
  id: number
  kind: 'alert' | 'test' | 'digest' | 'event'
  alertId: number | null
  /** The time at which the message came to be. */
  madeAt: Date
  /** The event. Null: the delivery is of an alert or a digest. */
  event: NumberedEvent | null
  /** The present scopes of the API key whose rights decide. Null: there is none, or it was revoked. */
  scopes: readonly KeyScope[] | null
  attempt: number
  channelId: string
  channelKind: ChannelKind
  channelName: string
  staffId: string | null
  address: Buffer | null
  secret: Buffer | null
  /** The former secret, while it still signs beside the new one. */
  previousSecret: Buffer | null
  failures: number
  /** The language and time zone that the channel's owner chose. Null: none, or a channel of the desk. */
  language: Language | null
  timeZone: string | null
  /** True once the message is too old to be useful. */
  isOver: boolean
}

/** A test message ignores the pause of a failing channel, because a person waits for it. */
const NOT_BEFORE = sql`case delivery.kind when 'test' then next_at else greatest(next_at, coalesce(rests_until, next_at)) end`

/** Finds the oldest delivery that may be sent now. A failed one waits for its time and delays no other. */
export async function findNextDelivery(db: Queryable, via: string, overMs: number): Promise<Delivery | undefined> {
  return db.find<Delivery>(sql`
    select delivery.id, delivery.kind, made_at as "madeAt", alert_id as "alertId", attempt, channel.id as "channelId", channel.kind as "channelKind",
      channel.name as "channelName", channel.staff_id as "staffId", address, secret, failures,
      staff_preference.language, staff_preference.time_zone as "timeZone",
      case when previous_until > desk_now() then previous_secret end as "previousSecret", api_key.scopes,
      case delivery.kind when 'event' then json_build_object('kind', event_kind, 'id', event_id, 'number', event_number,
        'at', made_at) end as event,
      made_at < desk_now() - ${overMs} * interval '1 ms' as "isOver"
    from delivery join channel on channel.id = channel_id
      left join api_key on api_key.id = channel.key_id and api_key.revoked_at is null
      left join staff_preference on staff_preference.staff_id = channel.staff_id
    where ${VIA} = ${via} and sent_at is null and given_up_at is null and removed_at is null and ${NOT_BEFORE} <= desk_now()
    order by delivery.id limit 1`)
}

/** Stores a delivery's success, and clears the channel's failures. */
export async function updateSent(db: Queryable, { id, channelId }: Delivery): Promise<void> {
  await db.query(sql`
    with sent as (update delivery set sent_at = desk_now(), attempt = attempt + 1 where id = ${id})
    update channel set failures = 0, failing_since = null, last_error = null, rests_until = null, dead_since = null,
      last_sent_at = desk_now()
    where id = ${channelId}`)
}

/** Stores a delivery's failure. The channel pauses for a while, so a dead one is not called again and again. */
export async function updateNotSent(
  tx: Tx,
  { id, channelId }: Delivery,
  { error, restMs, nextMs, givenUp }: { error: string; restMs: number; nextMs: number; givenUp: boolean },
): Promise<void> {
  await tx.query(sql`
    with tried as (
      update delivery set attempt = attempt + 1, next_at = desk_now() + ${nextMs} * interval '1 ms',
        given_up_at = case when ${givenUp} then desk_now() end
      where id = ${id})
    update channel set failures = failures + 1, failing_since = coalesce(failing_since, desk_now()), last_error = ${error},
      rests_until = desk_now() + ${restMs} * interval '1 ms'
    where id = ${channelId}`)
}

/** Marks a channel as dead. Returns true for the first call. */
export async function updateDead(tx: Tx, channelId: string): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    update channel set dead_since = desk_now() where id = ${channelId} and dead_since is null and removed_at is null`)
  return rowCount === 1
}

/** Returns the time of the channel's next delivery. Null: none waits. */
export async function findNextAt(tx: Tx, via: string): Promise<Date | null> {
  return tx.onlyValue<Date | null>(sql`
    select min(${NOT_BEFORE}) as at from delivery join channel on channel.id = channel_id
    where ${VIA} = ${via} and sent_at is null and given_up_at is null and removed_at is null`)
}

/** Finds an alert, with its text in the reader's language where the desk has it. */
export async function findAlert(db: Queryable, alertId: number, reader: Reader): Promise<AlertToTell | undefined> {
  const found = await db.find<StoredAlert>(sql`
    select alert.id, alert.kind, alert.why, alert.message,
      -- People who may later review the same case independently read a role's alerts, so an alert that comes late could
      -- tell them the outcome too early.
      alert.to_role is not null and alert.kind = 'fate' and exists (
        select from enforcement ended join enforcement asked on asked.subject = ended.subject and asked.id <> ended.id
        where ended.id = alert.enforcement_id and is_waiting(asked.state)
          and has_same_losses(asked.action, ended.action)) as "isToldLater",
      -- A channel may have readers who are asked to review the enforcement, or the one that resubmits or replaces it.
      alert.kind <> 'fate' and exists (
        select from enforcement about join enforcement asked on asked.subject = about.subject
          and (asked.id in (about.id, about.superseded_by) or asked.successor_of = about.id)
        where about.id = alert.enforcement_id and is_waiting(asked.state) and asked.material_hash is not null
          and not exists (select from enforcement_party party
            where party.enforcement_id = asked.id and party.staff_id = alert.to_staff)) as "isKindAlone",
      coalesce(alert.to_role, person.pseudonym) as to, alert.subject, alert.enforcement_id as "enforcementId", alert.drift_id as "driftId", alert.at,
      exists (select from account left join content on 'content:' || content.id = alert.subject
        where account.protected and account.id = coalesce(content.account_id, subject_id(alert.subject, 'account')))
        or exists (select from enforcement where id = alert.enforcement_id and enforcement.protected) as protected,
      is_drill(alert.enforcement_id) as drill
    from alert left join staff person on person.id = alert.to_staff where alert.id = ${alertId}`)
  if (found === undefined) return undefined
  const { message: stored, isToldLater, isKindAlone, ...alert } = found
  if (isToldLater) return { ...alert, why: renderMessage(message('outside.toldLater'), reader.language) }
  if (isKindAlone) return { ...alert, why: renderMessage(message(`outside.says.${alert.kind}`), reader.language) }
  return { ...alert, why: readAlertText({ ...alert, message: stored }, reader).text }
}

/** Counts a person's unread alerts by kind, for their daily digest. */
export async function countUnread(db: Queryable, staffId: string): Promise<{ kind: AlertKind; count: number }[]> {
  return db.list<{ kind: AlertKind; count: number }>(sql`
    select alert.kind, count(*)::integer as count from alert join staff member on member.id = ${staffId}
    where seen_at is null and (to_staff = member.id or to_role = any (member.roles))
    group by alert.kind order by alert.kind`)
}

/** Returns the channels whose daily digest is due and not empty, and marks the digest as sent. */
export async function takeDigestsDue(tx: Tx, everyMs: number): Promise<string[]> {
  return tx.listValues<string>(sql`
    update channel set digest_at = desk_now() from staff member
    where member.id = channel.staff_id and channel.takes = 'digest' and removed_at is null and ${IS_HERE}
      and coalesce(digest_at, added_at) < desk_now() - ${everyMs} * interval '1 ms'
      and exists (select from alert where seen_at is null and (to_staff = member.id or to_role = any (member.roles))
        and at > coalesce(digest_at, added_at))
    returning channel.id`)
}
