import { setTimeout as pause } from 'node:timers/promises'
import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import { platformOf } from '../../foundation/platforms.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { type DeskEvent, eventsOf, type Happening } from './desk-event.ts'
import type { Follower } from './event-rights.ts'
import { Gathering } from '../notifications/gathering.ts'
import { listFollowers } from './queries.ts'

/** The events that one ledger entry causes, under its number. */
export interface NumberedEvents {
  number: number
  events: readonly DeskEvent[]
  /** The platform of what the entry is about. Left out: it is about no single case, account or enforcement. */
  platform?: string
  /** The bulk action to which the enforcement belongs, if it has no approvals of its own. */
  bulkActionId?: string | null
  /** The number after which a reconnecting listener gets the rest. Undefined: the entry's own number. */
  toldTo?: number
}

/** A listener for events at this process. */
export interface Listener {
  /** The session, access token or API key of the listener. */
  readonly cameWith: string
  /** Receives events; `follower` has the caller's roles and scopes at this moment. */
  tell(happened: NumberedEvents, follower: Follower): void
  /** Ends the stream: its session, access token or API key is no longer valid. */
  cut(): void
}

const LOOK_EVERY_MS = 200
const ENTRIES_PER_LOOK_MAX = 500
const RETRY_MS = 1_000
/**
 * The most entries that a reconnecting listener gets one by one. With more, it gets one event that everything may have
 * changed.
 */
const MISSED_MAX = 2_000
/** The latest entries among which the beginning of a page is looked for. */
const RECENT_MAX = 200

/**
 * Follows the ledger for all listeners of this process with one query, in the order of the entries' numbers, so no
 * listener misses an entry. Their rights are read after each query: a listener whose session, token, key or work here
 * ended is cut off and gets no event. It queries only while it has listeners.
 */
export class EventFeed {
  readonly #desk: Pick<Desk, 'restoreDb' | 'log'>
  readonly #listeners = new Set<Listener>()
  readonly #forPeople = new Gathering()
  /** The number of the last entry that was sent. Undefined while there are no listeners. */
  #last: number | undefined

  constructor(desk: Pick<Desk, 'restoreDb' | 'log'>) {
    this.#desk = desk
  }

  /**
   * Adds a listener for entries after `from`, which is the last number of a moment ago. Returns a function that removes
   * it.
   */
  listen(listener: Listener, from: number): () => void {
    this.#listeners.add(listener)
    if (this.#last === undefined) void this.#run(from)
    return () => void this.#listeners.delete(listener)
  }

  async #run(from: number): Promise<void> {
    this.#last = from
    while (this.#listeners.size > 0) {
      try {
        this.#last = await this.#look(this.#last)
        await pause(LOOK_EVERY_MS, undefined, { ref: false })
      } catch (error) {
        this.#desk.log.warn({ error }, 'events can not be read from the ledger; trying again')
        await pause(RETRY_MS, undefined, { ref: false })
      }
    }
    this.#last = undefined
  }

  async #look(last: number): Promise<number> {
    const happened = await listAfter(this.#desk.restoreDb, last, ENTRIES_PER_LOOK_MAX)
    // Listeners that are added from here on start after all of these entries.
    const listeners = [...this.#listeners]
    const followers = await listFollowers(
      this.#desk.restoreDb,
      listeners.map(({ cameWith }) => cameWith),
    )
    const forPeople = this.#forPeople.take(happened, performance.now())
    for (const listener of listeners) {
      const follower = followers.get(listener.cameWith)
      if (follower === undefined) listener.cut()
      else for (const each of follower.kind === 'staff' ? forPeople : happened) listener.tell(each, follower)
    }
    return happened.at(-1)?.number ?? last
  }
}

/** Lists the events after a number, up to now. Undefined: there are too many to send one by one. */
export async function listMissed(db: Queryable, after: number): Promise<NumberedEvents[] | undefined> {
  const missed = await listAfter(db, after, MISSED_MAX + 1)
  return missed.length > MISSED_MAX ? undefined : missed
}

/**
 * Returns the number of the last entry recorded more than so many seconds ago; 0: there is none; undefined: the latest entries
 * are all newer, and reading further back costs more than reading a page again.
 */
export async function findLastBefore(db: Queryable, seconds: number): Promise<number | undefined> {
  const { rows } = await db.query<{ number: number; isOlder: boolean | null }>(sql`
    select number,
      (convert_from(payload, 'UTF8')::json ->> 'at')::timestamptz < desk_now() - ${seconds} * interval '1 second' as "isOlder"
    from ledger_entry join ledger_payload using (leaf_id) order by number desc limit ${RECENT_MAX}`)
  const last = rows.find(({ isOlder }) => isOlder)?.number
  return last ?? (rows.length < RECENT_MAX ? 0 : undefined)
}

/** Returns the number of the last ledger entry. */
export async function readLast(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ last: number }>(
    sql`select coalesce(max(number), 0)::bigint as last from ledger_entry`,
  )
  return rows[0]?.last ?? 0
}

interface EntryRow extends Omit<Happening, 'payload'> {
  number: number
  payload: Buffer | null
  bulkActionId: string | null
  /** The subject that it is about by the case, appeal or enforcement that it names, where it states none itself. */
  about: string | null
}

async function listAfter(db: Queryable, after: number, most: number): Promise<NumberedEvents[]> {
  const { rows } = await db.query<EntryRow>(sql`
    select number, kind, entry.subject, entry.enforcement_id as "enforcementId", entry.payload, item.bulk_action_id as "bulkActionId",
      coalesce(entry.subject, enforcement.subject, review_case.subject) as about
    from ledger_entry join ledger_payload entry using (leaf_id)
    cross join lateral (select convert_from(payload, 'UTF8')::json as payload) said
    left join appeal on entry.subject is null and appeal.id = said.payload ->> 'appealId'
    left join enforcement on entry.subject is null
      and enforcement.id = coalesce(entry.enforcement_id, appeal.enforcement_id)
    left join review_case on entry.subject is null and review_case.id = said.payload ->> 'caseId'
    left join bulk_action_item item on item.enforcement_id = entry.enforcement_id and item.expected = 'ordinary'
    where number > ${after} order by number limit ${most}`)
  return rows.map(({ number, bulkActionId, payload, about, ...entry }) => ({
    ...{ number, bulkActionId, ...(about !== null && { platform: platformOf(parseSubjectKey(about)) }) },
    events: eventsOf({ ...entry, payload: payload === null ? {} : JSON.parse(payload.toString('utf8')) }),
  }))
}
