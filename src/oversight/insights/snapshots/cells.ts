import sql, { join, raw, type Sql } from 'sql-template-tag'
import { type Cut, type Dimension, isOfPlatform, type Slice } from '../slice.ts'

/** The dimensions of snapshots, in the order of the bits of `rolled_up`. */
const DIMENSIONS = ['language', 'queue'] as const satisfies readonly Dimension[]

export type Cells = 'queue_snapshot_cell' | 'queue_flow' | 'queue_day_flow' | 'decision_flow' | 'decision_day_flow'

/**
 * Returns the cells of snapshots that make up the groups of a chart, with `g` and `sign`. The group of all others is the
 * cells of everything, less those of the named groups: so a chart reads its seven groups, and not all that there are.
 */
export function cellsOf(table: Cells, cut: Cut, at: Sql): Sql {
  const { by, filter, groups } = cut
  if (isOfPlatform(cut)) return sql`select cell.*, 1 as g, 1 as sign from ${raw(table)} cell where false`
  const filtered = DIMENSIONS.filter((dimension) => filter[dimension] !== undefined)
  const total = (g: number) =>
    sql`select cell.*, ${g}::integer as g, 1 as sign from ${raw(table)} cell where ${isOf(filtered, cut)} and ${at}`
  if (by === undefined) return total(1)
  const names = groups.flatMap(({ value, others }) => (others === 0 ? [value] : []))
  const named = (g: Sql, sign: number) => sql`
    select cell.*, ${g} as g, ${sign}::integer as sign from ${raw(table)} cell
    where ${isOf([...filtered, by], cut)} and ${isNamed(by, names)} and ${at}`
  const groupNamed = named(sql`array_position(${names}::text[], ${raw(by)})`, 1)
  const others = groups.length
  if (names.length === others) return groupNamed
  return sql`${groupNamed} union all ${named(sql`${others}::integer`, -1)} union all ${total(others)}`
}

/** Returns all cells of a chart that is divided, with the column `value`; of one that isn't, those of everything. */
export const allCells = (table: Cells, slice: Slice, at: Sql): Sql => {
  const { by, filter } = slice
  if (isOfPlatform(slice)) return sql`select cell.*, null::text as value from ${raw(table)} cell where false`
  const filtered = DIMENSIONS.filter((dimension) => filter[dimension] !== undefined)
  return sql`
    select cell.*, ${raw(by ?? 'null')}::text as value from ${raw(table)} cell
    where ${isOf(by === undefined ? filtered : [...filtered, by], slice)} and ${at}`
}

/** True for cells of these dimensions that the filter finds. A dimension that is rolled up is null, for the index. */
const isOf = (dimensions: readonly Dimension[], { filter }: Slice): Sql => {
  const rolledUp = DIMENSIONS.reduce((bits, name, place) => bits + (dimensions.includes(name) ? 0 : 2 ** place), 0)
  const conditions = DIMENSIONS.flatMap((dimension) => {
    const [column, value] = [raw(`cell.${dimension}`), filter[dimension]]
    if (!dimensions.includes(dimension)) return [sql`${column} is null`]
    if (value === undefined) return []
    return [dimension === 'language' ? sql`${column} = lower(${value})` : sql`${column} = ${value}`]
  })
  return join([sql`rolled_up = ${rolledUp}`, ...conditions], ' and ')
}

const isNamed = (by: Dimension, names: readonly (string | null)[]): Sql => {
  const isKnown = sql`cell.${raw(by)} = any (${names.filter((name) => name !== null)}::text[])`
  return names.includes(null) ? sql`(${isKnown} or cell.${raw(by)} is null)` : isKnown
}
