import sql, { type Sql } from 'sql-template-tag'
import { parseTime } from '../../../foundation/time/parse-time.ts'
import { type Message, message } from '../../../foundation/messages/message.ts'
import type { Comparison, Filter, FilterValue } from './filter.ts'
import { scimRefusal } from '../scim-error.ts'

/** An attribute's column and type. `folded`: compared without regard to case, the default of RFC 7643. */
interface Scalar {
  is: 'folded' | 'exact' | 'flag' | 'time'
  column: Sql
}

/** A list in a table of its own: `some` returns the condition that one of its members satisfies a condition. */
interface List {
  is: 'list'
  some: (condition: Sql) => Sql
  /** The attributes of its members, in lower case. A comparison with the list itself compares their `value`. */
  parts: Readonly<Record<'value' | string, Scalar>>
}

type FilterColumn = Scalar | List

/** Directories ask for everything since the first year that they can write. */
const FILTER_YEAR_MIN = 1

/** The attributes that a SCIM filter may name, in lower case. */
export type FilterColumns = Readonly<Record<string, FilterColumn>>

/** Translates a SCIM filter to SQL. A comparison with an unknown value is false, and `not` makes it true. */
export function filterToSql(filter: Filter, columns: FilterColumns): Sql {
  switch (filter.op) {
    case 'and':
      return sql`(${filterToSql(filter.left, columns)} and ${filterToSql(filter.right, columns)})`
    case 'or':
      return sql`(${filterToSql(filter.left, columns)} or ${filterToSql(filter.right, columns)})`
    case 'not':
      return sql`(not ${filterToSql(filter.inner, columns)})`
    case 'some': {
      const list = columns[filter.name]
      return list?.is === 'list'
        ? list.some(filterToSql(filter.inner, list.parts))
        : filterToSql(filter.inner, within(filter.name, columns))
    }
    case 'pr':
      return test(filter.name, columns, ({ column }) => sql`(${column} is not null)`)
    default: {
      const { op, value } = filter
      return test(filter.name, columns, (column) => sql`coalesce(${compare(column, op, value)}, false)`)
    }
  }
}

/** Returns the condition on an attribute, or that a member of the list that it names, or whose part it names, satisfies it. */
function test(name: string, columns: FilterColumns, condition: (column: Scalar) => Sql): Sql {
  const [first = '', part = 'value'] = name.split('.', 2)
  const list = Object.hasOwn(columns, first) ? columns[first] : undefined
  if (list?.is === 'list') return list.some(condition(columnOf(part, list.parts)))
  return condition(columnOf(name, columns))
}

/** The attributes of a list's members, which a filter in brackets names without the list. */
const within = (list: string, columns: FilterColumns): FilterColumns =>
  Object.fromEntries(
    Object.entries(columns).flatMap(([name, column]) =>
      name.startsWith(`${list}.`) ? [[name.slice(list.length + 1), column]] : [],
    ),
  )

function columnOf(name: string, columns: FilterColumns): Scalar {
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined
  if (column === undefined || column.is === 'list')
    throw unable(message('filter.attributes', { names: { as: 'or', list: Object.keys(columns) } }))
  return column
}

function compare({ is, column }: Scalar, op: Comparison, value: FilterValue): Sql {
  if (value === null) {
    if (op === 'eq') return sql`(${column} is null)`
    if (op === 'ne') return sql`(${column} is not null)`
    throw unable(message('filter.null'))
  }
  switch (is) {
    case 'flag':
      return compareFlag(column, op, value)
    case 'time': {
      const time = typeof value === 'string' ? parseTime(value, FILTER_YEAR_MIN) : undefined
      if (time === undefined) throw unable(message('filter.time'))
      return ordered(column, op, sql`${time}::timestamptz`)
    }
    default:
      if (typeof value !== 'string') throw unable(message('filter.text'))
      return is === 'exact'
        ? compareText(column, op, sql`${value}::text`)
        : compareText(sql`lower(normalize(${column}))`, op, sql`lower(${value.normalize('NFC')}::text)`)
  }
}

function compareFlag(column: Sql, op: Comparison, value: FilterValue): Sql {
  const flag = typeof value === 'string' && /^(true|false)$/i.test(value) ? value.toLowerCase() === 'true' : value
  if (typeof flag !== 'boolean' || (op !== 'eq' && op !== 'ne')) throw unable(message('filter.flag'))
  return (op === 'eq') === flag ? sql`${column}` : sql`(not ${column})`
}

function compareText(column: Sql, op: Comparison, value: Sql): Sql {
  switch (op) {
    case 'co':
      return sql`(position(${value} in ${column}) > 0)`
    case 'sw':
      return sql`starts_with(${column}, ${value})`
    case 'ew':
      return sql`(right(${column}, length(${value})) = ${value})`
    default:
      return ordered(sql`(${column}) collate "C"`, op, value)
  }
}

function ordered(column: Sql, op: Comparison, value: Sql): Sql {
  switch (op) {
    case 'eq':
      return sql`(${column} = ${value})`
    case 'ne':
      return sql`(${column} <> ${value})`
    case 'gt':
      return sql`(${column} > ${value})`
    case 'ge':
      return sql`(${column} >= ${value})`
    case 'lt':
      return sql`(${column} < ${value})`
    case 'le':
      return sql`(${column} <= ${value})`
    default:
      throw unable(message('filter.timePart'))
  }
}

const unable = (text: Message) => scimRefusal('invalidFilter', text)
