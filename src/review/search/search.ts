import sql from 'sql-template-tag'
import { inTransaction, type Pool, type Queryable, sqlState, type Tx } from '../../foundation/database/db.ts'
import { message } from '../../foundation/messages/message.ts'
import { DeskError } from '../../foundation/errors.ts'
import type { SearchFilter } from './facets/search-filter.ts'
import { type Place, writePlace } from './place.ts'

/** A search and the requested page of its results. */
export interface Search {
  words: string
  staffId: string
  /** The enforcements that no search mentions to the person. Read before each search, so that its time tells of none. */
  withheld: readonly string[]
  filter: SearchFilter
  after: Place | undefined
  size: number
}

/** Lists a tier's results after a position, or from its beginning, by key and id, up to a limit. */
export type ListTier<Row extends Place> = (
  tx: Tx,
  search: Search,
  page: { after: Place | undefined; size: number },
) => Promise<Row[]>

/** Lists the enforcements that no search mentions to a person. */
export const listWithheld = (db: Queryable, staffId: string): Promise<string[]> =>
  db.listValues<string>(sql`select list_withheld_enforcements(${staffId})`)

const SEARCH_MS_MAX = 3_000
const QUERY_CANCELED = '57014'

/** One page of results. `isComplete`: false when the time ended before every tier was read. */
export interface FoundPage<Row> {
  rows: Row[]
  next: string | undefined
  isComplete: boolean
}

/**
 * Finds one page, tier after tier: a later tier is read only when the earlier ones have no more. Each tier has the time that
 * the earlier ones left. When it ends, the results so far are returned; without any, the search is refused.
 */
export async function findPage<Row extends Place>(
  db: Pool,
  search: Search,
  tiers: readonly ListTier<Row>[],
): Promise<FoundPage<Row>> {
  const { size } = search
  const found: Row[] = []
  let isComplete = true
  try {
    await inTransaction(db, (tx) => readTiers(tx, search, tiers, found))
  } catch (error) {
    if (sqlState(error) !== QUERY_CANCELED) throw error
    if (found.length === 0) throw tooSlow()
    isComplete = false
  }
  const last = found[size - 1]
  const next = found.length > size && last !== undefined ? writePlace(last) : undefined
  return { rows: found.slice(0, size), next, isComplete }
}

/** Adds the rows of each tier to `found`. PostgreSQL cancels the statement that runs when the time ends. */
async function readTiers<Row extends Place>(
  tx: Tx,
  search: Search,
  tiers: readonly ListTier<Row>[],
  found: Row[],
): Promise<void> {
  const { after, size } = search
  const until = performance.now() + SEARCH_MS_MAX
  for (const [tier, list] of tiers.entries()) {
    if (tier < (after?.tier ?? 0) || found.length > size) continue
    const page = { after: after?.tier === tier ? after : undefined, size: size + 1 - found.length }
    const left = Math.max(1, Math.ceil(until - performance.now()))
    await tx.query(sql`select set_config('statement_timeout', ${`${left}ms`}, true)`)
    found.push(...(await list(tx, search, page)))
  }
}

/** Returns the error of a search that took too long. */
export const tooSlow = (): DeskError =>
  new DeskError('unavailable', message('search.tooSlow', { seconds: SEARCH_MS_MAX / 1_000 }))

/** The most matches that are all sorted; a word with more counts as common. */
const FEW_MAX = 10_000
/** The next rows in which a page of a common word is searched before all matches are sorted. */
const WINDOWS = [4_000, 40_000] as const

/** The matches among the next rows. `whole`: no rows follow those. */
interface Near<Row> {
  rows: Row[]
  whole: boolean
}

/**
 * Lists matches of words in order. Up to a limit all are sorted. Of more, the next page is most likely near, so the
 * next rows are searched first.
 */
export async function listByWords<Row>(
  size: number,
  how: { count(max: number): Promise<number>; near(max: number): Promise<Near<Row>>; all(): Promise<Row[]> },
): Promise<Row[]> {
  if ((await how.count(FEW_MAX + 1)) <= FEW_MAX) return how.all()
  for (const max of WINDOWS) {
    const { rows, whole } = await how.near(max)
    if (whole || rows.length >= size) return rows
  }
  return how.all()
}
