import type { Pool } from '../../../foundation/database/db.ts'
import { readDeskTime } from '../../../foundation/time/desk-time.ts'
import { type Place, writePlace } from '../place.ts'
import { findPage, type FoundPage, type Search, type Tier } from '../search.ts'
import { COUNTED_MAX, countFacets, type Counted, type Facets } from './count-facets.ts'
import { FILTERS } from './search-filter.ts'

/**
 * Finds the first page of a search and counts the values of its first results, which are read once where nothing is
 * filtered. Everything that is counted is also found, so the counts tell of nothing that is withheld.
 */
export async function findCounted<Row extends Place>(
  db: Pool,
  search: Search,
  tiers: readonly Tier<Row>[],
  toCounted: false | ((row: Row) => Counted),
): Promise<FoundPage<Row> & { facets?: Facets }> {
  if (toCounted === false) return findPage(db, search, tiers)
  const { size, filter } = search
  const sample = await findPage(db, { ...search, filter: {}, size: Math.max(size, COUNTED_MAX) }, tiers)
  const exact = sample.next === undefined && sample.incomplete.length === 0
  const facets = countFacets(sample.rows.map(toCounted), filter, { now: await readDeskTime(db), exact })
  const isFiltered = FILTERS.some((name) => filter[name] !== undefined)
  if (isFiltered) return { ...(await findPage(db, search, tiers)), facets }
  const last = sample.rows[size - 1]
  const isMore = sample.rows.length > size && last !== undefined
  return {
    rows: sample.rows.slice(0, size),
    next: isMore ? writePlace(last) : sample.next,
    incomplete: sample.incomplete,
    facets,
  }
}
