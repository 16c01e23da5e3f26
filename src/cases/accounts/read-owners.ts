import type { SubjectFacts } from '@countersign/platform-kit'
import sql from 'sql-template-tag'
import { BoundedMap } from '../../foundation/bounds/bounded-map.ts'
import { collectionKind } from '../../foundation/connector/collections.ts'
import type { Connector } from '../../foundation/connector/connector.ts'
import type { Pool } from '../../foundation/database/db.ts'
import { PLATFORM_SOURCE } from './facts-queries.ts'

/** The most owners and moderators of one list or community whose facts are read with its own: those read longest ago. */
const OWNERS_READ_MAX = 20
/** The most owners whose last attempt a process remembers. */
const ATTEMPTS_MAX = 10_000

interface Attempt {
  atMs: number
  /** The platform did not answer, so the owner's present facts are unknown. */
  failed: boolean
}

/** The last attempts at each connector, so that an owner whom it can't show is not asked for at every read. */
const attempts = new WeakMap<Connector, BoundedMap<string, Attempt>>()

interface Reading {
  db: Pool
  platform: Connector
  /** Facts and attempts older than this are repeated. */
  ageMaxMs: number
  now: Date
  /** Reads and stores the facts of accounts. Returns those that could not be read. */
  read(ids: readonly string[]): Promise<ReadonlySet<string>>
}

/** The owners and moderators of a list or a community, as they are known after a read. */
interface KnownOwners {
  /**
   * True when the present facts of one of them are unknown: the last attempt to read them failed, or they are beyond the
   * number that one read takes. The next read takes those.
   */
  isUnread: boolean
  /** The time of the oldest facts of one of them: those of the list or community are no newer. */
  asOf: Date
}

/**
 * Reads the owners and moderators of a list or a community whose facts are older than a bound: it is judged by them, and
 * one of them may have taken office since. Those of a domain are too many to read.
 */
export async function readOwners({ account }: SubjectFacts, reading: Reading): Promise<KnownOwners> {
  const { id, covers = [] } = account
  const { now } = reading
  const kind = collectionKind(id)
  if (kind === undefined || kind === 'domain' || covers.length === 0) return { isUnread: false, asOf: now }
  const tried = attemptsAt(reading.platform)
  const known = await listKnown(reading, covers)
  const isStale = ({ id: owner, shownAt }: KnownOwner) =>
    isOld(reading, shownAt?.getTime()) && isOld(reading, tried.get(owner)?.atMs)
  const stale = known.filter(isStale)
  const next = stale.slice(0, OWNERS_READ_MAX).map((owner) => owner.id)
  if (next.length > 0) {
    const unread = await reading.read(next)
    for (const owner of next) tried.set(owner, { atMs: now.getTime(), failed: unread.has(owner) })
  }
  const isUnread = stale.length > next.length || covers.some((owner) => tried.get(owner)?.failed === true)
  const times = known.map(({ id: owner, shownAt }) => Math.max(shownAt?.getTime() ?? 0, tried.get(owner)?.atMs ?? 0))
  return { isUnread, asOf: new Date(Math.min(now.getTime(), ...times)) }
}

const isOld = ({ now, ageMaxMs }: Reading, atMs = 0): boolean => now.getTime() - atMs >= ageMaxMs

interface KnownOwner {
  id: string
  /** The time of the facts that the platform showed. Null: it showed none. */
  shownAt: Date | null
}

/** Lists the owners, those whose facts the platform has not shown for the longest time first. */
const listKnown = ({ db }: Reading, owners: readonly string[]): Promise<KnownOwner[]> =>
  db.list<KnownOwner>(sql`
    select owner as id, known.facts_at as "shownAt" from unnest(${owners}::text[]) owner
      left join account known on known.id = owner and known.source = ${PLATFORM_SOURCE}
    where collection_kind(owner) is null
    order by known.facts_at nulls first, owner`)

function attemptsAt(platform: Connector): BoundedMap<string, Attempt> {
  const known = attempts.get(platform) ?? new BoundedMap<string, Attempt>(ATTEMPTS_MAX)
  attempts.set(platform, known)
  return known
}
