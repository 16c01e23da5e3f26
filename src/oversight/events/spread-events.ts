import sql from 'sql-template-tag'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import type { KeyScope } from '../../foundation/domain.ts'
import { queueWakeUp } from '../../foundation/jobs.ts'
import type { Desk } from '../../policy/desk.ts'
import { queueDeliveryJob } from '../notifications/delivery-queries.ts'
import type { DeskEvent, EventKind } from './desk-event.ts'
import { listMissed, readLast } from './event-feed.ts'
import { mayReceiveEvent } from './event-rights.ts'

/** The most undelivered events of a webhook; beyond it the webhook gets one event `stale` instead. */
const WAITING_MAX = 2_000

interface FollowingChannel {
  id: string
  events: readonly EventKind[]
  /** The scopes and the platform of the key that follows them. */
  scopes: KeyScope[]
  platform: string
  toldTo: number
  waiting: number
}

/**
 * Queues the events since the last run for every webhook that follows them: each once, in the order of the ledger,
 * several about one thing as one. Where too many were missed, it queues one event `stale`.
 */
export async function spreadEvents({ db }: Pick<Desk, 'db'>): Promise<void> {
  await inTransaction(db, async (tx) => {
    const channels = await lockFollowing(tx)
    for (const channel of channels) await spreadTo(tx, channel)
    if (channels.length > 0) queueWakeUp(tx, 'notice')
  })
}

/** Locks the webhook channels that are behind, and skips those that another worker has locked. */
async function lockFollowing(tx: Tx): Promise<FollowingChannel[]> {
  return tx.list<FollowingChannel>(prepared('lock-following')`
    select channel.id, channel.events, channel.told_to as "toldTo", api_key.scopes, api_key.platform,
      (select count(*)::integer from delivery
        where channel_id = channel.id and kind = 'event' and sent_at is null and given_up_at is null) as waiting
    from channel join api_key on api_key.id = channel.key_id
    where takes = 'events' and removed_at is null and told_to < (select max(number) from ledger_entry)
    order by channel.id for update of channel skip locked`)
}

async function spreadTo(tx: Tx, { id, events, scopes, platform, toldTo, waiting }: FollowingChannel): Promise<void> {
  const missed = waiting < WAITING_MAX ? await listMissed(tx, toldTo) : undefined
  const last = missed === undefined ? await readLast(tx) : (missed.at(-1)?.number ?? toldTo)
  if (missed === undefined) await endStaleWebhook(tx, id, last)
  else {
    const follower = { kind: 'key', scopes, platform } as const
    const told = lastOfEach(
      missed.flatMap((entry) =>
        entry.events
          .filter((event) => events.includes(event.kind) && mayReceiveEvent(event, entry, follower))
          .map((event) => ({ ...event, number: entry.number })),
      ),
    )
    await insertEvents(tx, id, told)
    if (told.length > 0) queueDeliveryJob(tx, id)
  }
  await tx.query(sql`update channel set told_to = ${last} where id = ${id}`)
}

/** Returns the last event about each object, in the order in which they happened. Pure. */
export function lastOfEach<Event extends DeskEvent>(happened: readonly Event[]): Event[] {
  const last = new Map<string, Event>()
  for (const event of happened) {
    const key = `${event.kind} ${event.id}`
    last.delete(key)
    last.set(key, event)
  }
  return [...last.values()]
}

async function insertEvents(
  tx: Tx,
  channelId: string,
  events: readonly { kind: string; id: string; number: number }[],
): Promise<void> {
  await tx.query(sql`
    insert into delivery (channel_id, kind, event_kind, event_id, event_number)
    select ${channelId}, 'event', kind, id, number
    from unnest(${events.map(({ kind }) => kind)}::text[], ${events.map(({ id }) => id)}::text[],
      ${events.map(({ number }) => number)}::bigint[]) with ordinality as happened (kind, id, number, place)
    order by place`)
}

/** Replaces the waiting events by one: a receiver that reads everything again needs no others. */
async function endStaleWebhook(tx: Tx, channelId: string, number: number): Promise<void> {
  await tx.query(sql`
    delete from delivery where channel_id = ${channelId} and kind = 'event' and sent_at is null and given_up_at is null`)
  await insertEvents(tx, channelId, [{ kind: 'stale', id: '', number }])
  queueDeliveryJob(tx, channelId)
}
