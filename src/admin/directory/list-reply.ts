import sql, { type Sql } from 'sql-template-tag'
import { type TSchema, Type } from 'typebox'
import { Chosen, IGNORING } from './choose.ts'
import { COUNT_DEFAULT, COUNT_MAX } from './discovery.ts'
import { FILTER_LENGTH_MAX, parseFilter } from './filter/filter.ts'
import { type FilterColumns, filterToSql } from './filter/filter-sql.ts'
import type { Slice } from './users/user-queries.ts'

const LIST_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
const INDEX_MAX = 1_000_000_000
const index = () => Type.Optional(Type.Integer({ minimum: -INDEX_MAX, maximum: INDEX_MAX }))
export const ListQuery = Type.Object(
  {
    filter: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: FILTER_LENGTH_MAX,
        description: 'The filter, such as userName eq "ana@example.org".',
      }),
    ),
    startIndex: index(),
    count: index(),
    sortBy: Type.Optional(Type.String({ maxLength: 200, description: 'Ignored: lists are in the order of creation.' })),
    sortOrder: Type.Optional(Type.Enum(['ascending', 'descending'])),
    ...Chosen,
  },
  IGNORING,
)

export const ListReply = <Item extends TSchema>(item: Item) =>
  Type.Object({
    schemas: Type.Array(Type.String()),
    totalResults: Type.Integer(),
    startIndex: Type.Integer(),
    itemsPerPage: Type.Integer(),
    Resources: Type.Array(item),
  })

/**
 * Returns the requested part of a list. A start below the first entry means the first; a count below zero means zero.
 */
export const sliceOf = ({ startIndex = 1, count = COUNT_DEFAULT }: { startIndex?: number; count?: number }): Slice => ({
  offset: Math.max(startIndex, 1) - 1,
  count: Math.min(Math.max(count, 0), COUNT_MAX),
})

export const whereOf = (filter: string | undefined, columns: FilterColumns): Sql =>
  filter === undefined ? sql`true` : filterToSql(parseFilter(filter), columns)

export const toListReply = <Item>(total: number, { offset }: Pick<Slice, 'offset'>, items: readonly Item[]) => ({
  schemas: [LIST_SCHEMA],
  totalResults: total,
  startIndex: offset + 1,
  itemsPerPage: items.length,
  Resources: [...items],
})
