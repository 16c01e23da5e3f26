import sql, { type Sql } from 'sql-template-tag'
import { type TSchema, Type } from 'typebox'
import { strict } from '../../foundation/schemas/schemas.ts'
import { COUNT_DEFAULT, COUNT_MAX } from './discovery.ts'
import { FILTER_LENGTH_MAX, parseFilter } from './filter.ts'
import { type FilterColumns, filterToSql } from './filter-sql.ts'
import type { Slice } from './users/user-queries.ts'

const LIST_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
const NAMES_LENGTH_MAX = 1_000
const INDEX_MAX = 1_000_000_000
const index = () => Type.Optional(Type.Integer({ minimum: -INDEX_MAX, maximum: INDEX_MAX }))
const names = () =>
  Type.Optional(
    Type.String({ maxLength: NAMES_LENGTH_MAX, description: 'The names of attributes, separated by commas.' }),
  )

/** Selects the attributes of an answer. Those that identify the resource are always included. */
export const Chosen = { attributes: names(), excludedAttributes: names() }
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
  strict,
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

const ALWAYS = ['schemas', 'id', 'meta', 'username']

/** Returns a resource with only the requested attributes, or without the excluded ones. */
export function choose<Reply extends object>(
  reply: Reply,
  { attributes, excludedAttributes }: { attributes?: string | undefined; excludedAttributes?: string | undefined },
): Reply {
  const [wanted, unwanted] = [topLevel(attributes), topLevel(excludedAttributes)]
  const kept = (name: string) =>
    ALWAYS.includes(name) || ((wanted.length === 0 || wanted.includes(name)) && !unwanted.includes(name))
  return Object.fromEntries(Object.entries(reply).filter(([name]) => kept(name.toLowerCase()))) as Reply
}

/** Returns the top-level attributes of a list of names, without a leading URN. */
const topLevel = (list = ''): string[] =>
  list
    .split(',')
    .map(
      (name) =>
        name
          .trim()
          .toLowerCase()
          .replace(/^urn:.*:/, '')
          .split('.', 1)[0] ?? '',
    )
    .filter((name) => name !== '')
