import sql from 'sql-template-tag'
import {
  inSavepoint,
  inTransaction,
  type Pool,
  type Queryable,
  sqlState,
  type Tx,
} from '../../foundation/database/db.ts'
import { message } from '../../foundation/messages/message.ts'
import { DeskError } from '../../foundation/errors.ts'
import type { SearchFilter } from './facets/search-filter.ts'
import { type Place, writePlace } from './place.ts'

/** A search and the requested page of its results. */
export interface Search {
  words: string
  staffId: string
  /**
   * The enforcements that no search mentions to the person. Read before each search, so that its time tells of none, and
   * again after it.
   */
  withheld: readonly string[]
  filter: SearchFilter
  after: Place | undefined
  size: number
}

/** The requested part of a tier. */
interface Page {
  after: Place | undefined
  size: number
  /** Says that the tier searches only a part, because a word is common. */
  cut: () => void
}

/** The parts of a search that can be incomplete. */
export const PARTS = ['names', 'texts', 'accounts', 'comments'] as const
export type Part = (typeof PARTS)[number]

/** One tier of results, in the order of the tiers. */
export interface Tier<Row extends Place> {
  part: Part
  list: ListTier<Row>
}

/** Lists a tier's results after a position, or from its beginning, by key and id, up to a limit. */
export type ListTier<Row extends Place> = (tx: Tx, search: Search, page: Page) => Promise<Row[]>

/** Lists the enforcements that no search mentions to a person. */
export const listWithheld = (db: Queryable, staffId: string): Promise<string[]> =>
  db.listValues<string>(sql`select list_withheld_enforcements(${staffId})`)

const SEARCH_MS_MAX = 3_000
export const QUERY_CANCELED = '57014'

/** One page of results, and the parts of the search that were not read to their end. */
export interface FoundPage<Row> {
  rows: Row[]
  next: string | undefined
  incomplete: Part[]
}

/** The most times that a page is read because an enforcement began to wait for the person meanwhile. */
const READS_MAX = 3

/**
 * Finds one page of what may be mentioned to the person. A page that was read while another enforcement began to wait
 * for their independent review is dropped and read again.
 */
export async function findPage<Row extends Place>(
  db: Pool,
  search: Search,
  tiers: readonly Tier<Row>[],
): Promise<FoundPage<Row>> {
  let known = search.withheld
  for (let read = 0; read < READS_MAX; read++) {
    const page = await readPage(db, { ...search, withheld: known }, tiers)
    const before = new Set(known)
    known = await listWithheld(db, search.staffId)
    if (known.every((id) => before.has(id))) return page
  }
  throw tooSlow()
}

/**
 * Reads one page, tier after tier: a later tier is read only when the earlier ones have no more. Each tier has half of
 * the time that is left, the last one all of it. A tier whose time ends is left out, and the answer says so. Without
 * any result it is refused, unless only the comments were left out: a flood of reports must not stop a search.
 */
async function readPage<Row extends Place>(
  db: Pool,
  search: Search,
  tiers: readonly Tier<Row>[],
): Promise<FoundPage<Row>> {
  const { size } = search
  const found: Row[] = []
  const incomplete = new Set<Part>()
  await inTransaction(db, (tx) => readTiers(tx, search, tiers, { found, incomplete }))
  if (found.length === 0 && [...incomplete].some((part) => part !== 'comments')) throw tooSlow()
  const last = found[size - 1]
  const next = found.length > size && last !== undefined ? writePlace(last) : undefined
  return { rows: found.slice(0, size), next, incomplete: [...incomplete] }
}

/** Adds the rows of each tier to `found`. PostgreSQL cancels the statement that runs when the time of its tier ends. */
async function readTiers<Row extends Place>(
  tx: Tx,
  search: Search,
  tiers: readonly Tier<Row>[],
  { found, incomplete }: { found: Row[]; incomplete: Set<Part> },
): Promise<void> {
  const { after, size } = search
  const until = performance.now() + SEARCH_MS_MAX
  for (const [tier, { part, list }] of tiers.entries()) {
    if (tier < (after?.tier ?? 0) || found.length > size) continue
    const cut = () => void incomplete.add(part)
    const page = { after: after?.tier === tier ? after : undefined, size: size + 1 - found.length, cut }
    const left = (until - performance.now()) / (tier === tiers.length - 1 ? 1 : 2)
    try {
      await inSavepoint(tx, async () => {
        await tx.query(sql`select set_config('statement_timeout', ${`${Math.max(1, Math.ceil(left))}ms`}, true)`)
        found.push(...(await list(tx, search, page)))
      })
    } catch (error) {
      if (sqlState(error) !== QUERY_CANCELED) throw error
      cut()
    }
  }
}

/** Returns the error of a search that took too long. */
export const tooSlow = (): DeskError =>
  new DeskError('unavailable', message('search.tooSlow', { seconds: SEARCH_MS_MAX / 1_000 }))

/** The most matches that are all sorted; a word with more counts as common. */
const FEW_MAX = 10_000
/** The next rows in which a page of a common word is searched before all matches are sorted. */
const WINDOWS = [4_000, 40_000] as const
/**
 * The next rows that are read one by one before any match is counted: the index of a common word alone takes longer. The
 * second is read where the first has so many matches that a page is likely in it.
 */
const READ_FIRST = [200, 1_000] as const

/** The matches among the next rows. `whole`: no rows follow those. */
interface Near<Row> {
  rows: Row[]
  whole: boolean
}

interface Ways<Row> {
  /** Reads the next rows one by one, without an index of words. */
  read?(max: number): Promise<Row[]>
  count(max: number): Promise<number>
  near(max: number): Promise<Near<Row>>
  all(): Promise<Row[]>
}

/**
 * Lists matches of words in order. A page of a word that stands everywhere is among the next rows. Otherwise, up to a
 * limit all matches are sorted. Of more, the next page is most likely near, so more of the next rows are searched first.
 */
export async function listByWords<Row>(size: number, how: Ways<Row>): Promise<Row[]> {
  if (how.read !== undefined) {
    const [few, more] = READ_FIRST
    const rows = await how.read(few)
    if (rows.length >= size) return rows
    const isLikely = rows.length * more >= size * few
    const further = isLikely ? await how.read(more) : []
    if (further.length >= size) return further
  }
  if ((await how.count(FEW_MAX + 1)) <= FEW_MAX) return how.all()
  for (const max of WINDOWS) {
    const { rows, whole } = await how.near(max)
    if (whole || rows.length >= size) return rows
  }
  return how.all()
}
