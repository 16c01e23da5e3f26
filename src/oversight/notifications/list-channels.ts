import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import {
  ascending,
  type ListedRows,
  type PageOf,
  type PageRequest,
  selectAll,
  selectPage,
} from '../../foundation/database/select-page.ts'
import type { EventKind } from '../events/desk-event.ts'
import type { ChannelKind, Takes } from './channel.ts'

export interface ListedChannel {
  id: string
  kind: ChannelKind
  name: string
  takes: Takes
  events: EventKind[] | null
  keyId: string | null
  secretChangedAt: Date | null
  shows: string
  addedAt: Date
  lastSentAt: Date | null
  lastTookMs: number | null
  waiting: number
  failingSince: Date | null
  deadSince: Date | null
  lastError: string | null
  isReliedOn: boolean
}

/**
 * Lists a person's own channels, or the desk's, the oldest first, with their state. Addresses and secrets stay
 * encrypted.
 */
export const listChannels = (db: Queryable, staffId: string | null): Promise<ListedChannel[]> =>
  selectAll<ListedChannel>(db, channelRows(staffId))

export const listChannelPage = (
  db: Queryable,
  staffId: string | null,
  page: PageRequest,
): Promise<PageOf<ListedChannel>> => selectPage<ListedChannel>(db, channelRows(staffId), page)

const channelRows = (staffId: string | null): ListedRows => ({
  rows: sql`
    select id, kind, name, takes, shows, events, key_id as "keyId", previous_until - interval '1 day' as "secretChangedAt",
      added_at as "addedAt", last_sent_at as "lastSentAt", failing_since as "failingSince",
      dead_since as "deadSince", last_error as "lastError",
      is_relied_on(channel) as "isReliedOn",
      (select count(*)::integer from delivery where channel_id = channel.id and sent_at is null and given_up_at is null) as waiting,
      (select (extract(epoch from sent_at - coalesce(alert.at, made_at)) * 1000)::integer from delivery
        left join alert on alert.id = alert_id where channel_id = channel.id and sent_at is not null
        order by delivery.id desc limit 1) as "lastTookMs"
    from channel where staff_id is not distinct from ${staffId} and removed_at is null`,
  key: [ascending(sql`listed."addedAt"`, 'time'), ascending(sql`listed.id`, 'text')],
})

/** Lists the hosts of the desk's own Slack channels. */
export async function listSlackHosts(db: Queryable): Promise<string[]> {
  return db.listValues<string>(sql`
    select distinct shows from channel where kind = 'slack' and staff_id is null and removed_at is null order by shows`)
}
