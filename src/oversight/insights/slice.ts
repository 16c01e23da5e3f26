import sql, { join, raw, type Sql } from 'sql-template-tag'
import { isAtPlatform } from '../../cases/list/at-platform.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import type { Period } from './period.ts'

export const DIMENSIONS = ['queue', 'policy', 'language', 'platform'] as const
export type Dimension = (typeof DIMENSIONS)[number]

/**
 * The SQL expression of each dimension by which the rows of a chart can be filtered and divided. A platform is that of
 * the subject, whose column `subject` is.
 */
export type Columns = Readonly<Partial<Record<Exclude<Dimension, 'platform'>, string>> & { subject: string }>

/** The rows that a chart counts, and the dimension that divides them; undefined: one group of all rows. */
export interface Slice {
  filter: Readonly<Partial<Record<Dimension, string>>>
  by?: Dimension | undefined
  /** True for hours of every day, which the cells of whole days don't tell apart. */
  isByHour?: boolean
}

/** One group of a divided chart. The last one may be the others together: it says how many they are. */
export interface Group {
  value: string | null
  others: number
}

/** A slice of a period, with its groups. */
export interface Cut extends Slice {
  period: Period
  groups: readonly Group[]
}

/** The most groups that a chart names: the largest. All others are one group more. */
export const GROUPS_MAX = 6

/** The only group of a chart that is not divided. */
export const UNDIVIDED: readonly Group[] = [{ value: null, others: 0 }]

export const isSliced = ({ filter, by }: Slice): boolean => by !== undefined || Object.keys(filter).length > 0

/** True where the answer depends on platforms, which no snapshot tells apart. */
export const isOfPlatform = ({ filter, by }: Slice): boolean => by === 'platform' || filter.platform !== undefined

/** SQL expression: the row's value of the dimension that divides the chart, as the column `value`. */
export function divisionOf(columns: Columns, { by }: Slice): Sql {
  const { subject } = columns
  if (by === 'platform') return raw(`platform_of_id(substr(${subject}, strpos(${subject}, ':') + 1)) as value`)
  return raw(`${by === undefined ? 'null' : (columns[by] ?? 'null')}::text as value`)
}

/** SQL condition: the filter finds the row. Languages match in any case of letters. */
export const isIn = (columns: Columns, { filter }: Slice): Sql =>
  join(
    [
      sql`true`,
      ...DIMENSIONS.flatMap((dimension) => {
        const value = filter[dimension]
        if (value === undefined) return []
        if (dimension === 'platform') return [isAtPlatform(raw(columns.subject), value)]
        const column = columns[dimension]
        if (column === undefined) return []
        return [dimension === 'language' ? sql`${raw(column)} = lower(${value})` : sql`${raw(column)} = ${value}`]
      }),
    ],
    ' and ',
  )

/** SQL expression: the number of the group of a row with the column `value`, from 1. */
export const groupOf = ({ groups }: Pick<Cut, 'groups'>): Sql => {
  const named = groups.flatMap(({ value, others }) => (others === 0 ? [value] : []))
  return sql`coalesce(array_position(${named}::text[], value), ${named.length + 1})`
}

const ROWS = sql`count(*)`

/** Returns the groups of rows with a column `value`: the largest by their size, and all others as one. */
export async function listGroups(db: Queryable, rows: Sql, size = ROWS): Promise<Group[]> {
  const found = await db.list<{ value: string | null; of: number }>(sql`
    select value, (count(*) over ())::integer as of from (${rows}) counted
    group by value order by ${size} desc, value limit ${GROUPS_MAX}`)
  const others = (found[0]?.of ?? 0) - found.length
  return [...found.map(({ value }) => ({ value, others: 0 })), ...(others > 0 ? [{ value: null, others }] : [])]
}

/** The columns of a case. A case has a policy only through its decisions. */
export const caseColumns = (of = 'review_case'): Omit<Required<Columns>, 'policy'> => ({
  subject: `${of}.subject`,
  queue: `${of}.queue`,
  language: `lower(${of}.language)`,
})

const WAITING = (column: string) =>
  `(select ${column} from enforcement where is_waiting(state) and ${column} is not null)`

/**
 * SQL expression: the policy of a decision or enforcement, by its subject and account. It is null while an enforcement
 * on either waits for approval: a chart would tell an approver what was proposed, before their independent review.
 */
export const policyOfDecision = (of: { policy: string; subject: string; account: string }): string =>
  `case when ${of.subject} in ${WAITING('subject')} or ${of.account} in ${WAITING('account_id')} then null else ${of.policy} end`

/** The columns of an enforcement and its case, from the tables of those names. */
export const ENFORCEMENT_COLUMNS: Required<Columns> = {
  ...caseColumns(),
  subject: 'enforcement.subject',
  policy: policyOfDecision({
    policy: 'enforcement.policy_id',
    subject: 'enforcement.subject',
    account: 'enforcement.account_id',
  }),
}
