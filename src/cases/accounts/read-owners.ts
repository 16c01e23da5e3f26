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

/**
 * Reads the owners and moderators of a list or a community whose facts are older than a bound: it is judged by them, and
 * one of them may have taken office since. Those of a domain are too many to read. Returns true when the present facts of
 * one of them are unknown: the last attempt to read them failed, or they are beyond the number that one read takes. The
 * next read takes those.
 */
export async function readOwners({ account }: SubjectFacts, reading: Reading): Promise<boolean> {
  const { id, covers = [] } = account
  const kind = collectionKind(id)
  if (kind === undefined || kind === 'domain' || covers.length === 0) return false
  const tried = attemptsAt(reading.platform)
  const nowMs = reading.now.getTime()
  const isStale = (owner: string) => {
    const last = tried.get(owner)
    return last === undefined || nowMs - last.atMs >= reading.ageMaxMs
  }
  const stale = (await listStale(reading, covers)).filter(isStale)
  const next = stale.slice(0, OWNERS_READ_MAX)
  if (next.length > 0) {
    const unread = await reading.read(next)
    for (const owner of next) tried.set(owner, { atMs: nowMs, failed: unread.has(owner) })
  }
  return stale.length > next.length || covers.some((owner) => tried.get(owner)?.failed === true)
}

/** Lists the owners whose facts the platform has not shown within the bound, those read longest ago first. */
const listStale = ({ db, ageMaxMs }: Reading, owners: readonly string[]): Promise<string[]> =>
  db.listValues<string>(sql`
    select owner from unnest(${owners}::text[]) owner left join account known on known.id = owner
    where collection_kind(owner) is null
      and (known.id is null or known.source <> ${PLATFORM_SOURCE}
        or known.facts_at < desk_now() - ${ageMaxMs} * interval '1 ms')
    order by known.facts_at nulls first, owner`)

function attemptsAt(platform: Connector): BoundedMap<string, Attempt> {
  const known = attempts.get(platform) ?? new BoundedMap<string, Attempt>(ATTEMPTS_MAX)
  attempts.set(platform, known)
  return known
}
