import type pg from 'pg'
import sql, { empty, join, type Sql } from 'sql-template-tag'
import { PAGE_SIZE_DEFAULT } from '../schemas/schemas.ts'
import type { Queryable } from './db.ts'
import { type PartKind, readCursor, writeCursor } from './page-cursor.ts'

/** A column of the sort key of a list. It is never null. */
interface SortColumn {
  /** The column, of the rows of the query `listed`. */
  readonly column: Sql
  readonly kind: PartKind
  readonly descends: boolean
}

/** Orders by a column, from the lowest value to the highest. */
export const ascending = (column: Sql, kind: PartKind): SortColumn => ({ column, kind, descends: false })

/** Orders by a column, from the highest value to the lowest. */
export const descending = (column: Sql, kind: PartKind): SortColumn => ({ column, kind, descends: true })

/** The rows of a list: a query without order, and the sort key of its rows. No two rows have an equal key. */
export interface ListedRows {
  readonly rows: Sql
  readonly key: readonly SortColumn[]
}

export interface PageRequest {
  readonly limit: number
  readonly cursor: string | undefined
}

/** A page of a list. `nextCursor` requests the next page; null: this is the last one. */
export interface PageOf<Row> {
  readonly items: Row[]
  readonly nextCursor: string | null
}

/** Reads from a query string which page is requested. */
export const pageOf = ({ limit = PAGE_SIZE_DEFAULT, cursor }: { limit?: number; cursor?: string }): PageRequest => ({
  limit,
  cursor,
})

/** Returns the page with each row converted by the function. */
export const mapPage = <Row, Item>({ items, nextCursor }: PageOf<Row>, toItem: (row: Row) => Item): PageOf<Item> => ({
  items: items.map(toItem),
  nextCursor,
})

/**
 * Selects the rows after a cursor by their sort key, never by their number. So rows that are inserted or deleted
 * between two pages neither repeat nor hide another row.
 */
export async function selectPage<Row extends pg.QueryResultRow>(
  db: Queryable,
  { rows, key }: ListedRows,
  { limit, cursor }: PageRequest,
): Promise<PageOf<Row>> {
  const kinds = key.map(({ kind }) => kind)
  const after = readCursor(cursor, kinds)
  const found = await db.list<Row & { pageKey: string[] }>(sql`
    select listed.*, array[${join(key.map(textOf))}] as "pageKey" from (${rows}) listed
    ${after === undefined ? empty : sql`where ${isAfter(key, after)}`}
    order by ${orderOf(key)} limit ${limit + 1}`)
  const last = found.length > limit ? found[limit - 1] : undefined
  const items = found.slice(0, limit).map(({ pageKey: _key, ...row }) => row as unknown as Row)
  return { items, nextCursor: last === undefined ? null : writeCursor(last.pageKey) }
}

/** True when a query finds more rows than a number. It stops at the first row beyond. */
export const hasMoreRows = (db: Queryable, rows: Sql, than: number): Promise<boolean> =>
  db.onlyValue<boolean>(sql`select count(*) > ${than} from (select from (${rows}) listed limit ${than + 1}) counted`)

/** Selects all rows of a list in its order, for callers inside the desk whose lists are short. */
export async function selectAll<Row extends pg.QueryResultRow>(
  db: Queryable,
  { rows, key }: ListedRows,
): Promise<Row[]> {
  return db.list<Row>(sql`select listed.* from (${rows}) listed order by ${orderOf(key)}`)
}

const orderOf = (key: readonly SortColumn[]): Sql =>
  join(key.map(({ column, descends }) => (descends ? sql`${column} desc` : column)))

/** The value of a column as the text of a cursor. Times keep their microseconds, which a JavaScript date would round. */
const textOf = ({ column, kind }: SortColumn): Sql =>
  kind === 'time' ? sql`(extract(epoch from ${column}) * 1000000)::bigint::text` : sql`${column}::text`

function partOf(kind: PartKind, text: string): Sql {
  switch (kind) {
    case 'time':
      return sql`(timestamptz 'epoch' + ${text}::bigint * interval '1 microsecond')`
    case 'number':
      return sql`${text}::bigint`
    case 'fraction':
      return sql`${text}::float8`
    case 'text':
      return sql`${text}`
    default:
      return kind satisfies never
  }
}

/**
 * Builds the condition for the rows after a sort key. Where all columns have one direction it is a single comparison,
 * which an index on the columns serves.
 */
function isAfter(key: readonly SortColumn[], after: readonly string[]): Sql {
  const columns = key.map(({ column, kind, descends }, at) => ({
    column,
    descends,
    value: partOf(kind, after[at] ?? ''),
  }))
  if (new Set(key.map(({ descends }) => descends)).size === 1) {
    const [row, values] = [join(columns.map(({ column }) => column)), join(columns.map(({ value }) => value))]
    return columns[0]?.descends ? sql`(${row}) < (${values})` : sql`(${row}) > (${values})`
  }
  const later = columns.map(({ column, descends, value }, at) => {
    const equal = columns.slice(0, at).map((before) => sql`${before.column} = ${before.value}`)
    return sql`(${join([...equal, descends ? sql`${column} < ${value}` : sql`${column} > ${value}`], ' and ')})`
  })
  return sql`(${join(later, ' or ')})`
}
