import sql, { join, type Sql } from 'sql-template-tag'
import { type Static, Type } from 'typebox'
import { isAtPlatform } from '../../../cases/list/at-platform.ts'
import { ENFORCEMENT_STATES } from '../../../foundation/domain.ts'
import { PLATFORM_NAME } from '../../../foundation/platforms.ts'

export const CASE_STATES = ['open', 'closed'] as const
/** The spans of time, in days up to now, by which results are filtered. */
export const SPANS = { day: 1, week: 7, month: 30, year: 365 } as const
export type Span = keyof typeof SPANS
export const SPAN_NAMES = Object.keys(SPANS) as readonly Span[]

const NAME_LENGTH_MAX = 64
const LANGUAGE_LENGTH_MAX = 35
const PLATFORM_LENGTH_MAX = 30

/** The filters of a search: each that is given must hold. */
export const FilterQuery = {
  state: Type.Optional(
    Type.Enum([...CASE_STATES, ...ENFORCEMENT_STATES], { description: 'The state of the case or the enforcement.' }),
  ),
  queue: Type.Optional(
    Type.String({ minLength: 1, maxLength: NAME_LENGTH_MAX, description: 'The queue of the case.' }),
  ),
  language: Type.Optional(
    Type.String({ minLength: 1, maxLength: LANGUAGE_LENGTH_MAX, description: 'The language of the case, such as en.' }),
  ),
  item: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: NAME_LENGTH_MAX,
      description: 'The item type of the case, such as listing.',
    }),
  ),
  platform: Type.Optional(
    Type.String({
      pattern: PLATFORM_NAME.source,
      maxLength: PLATFORM_LENGTH_MAX,
      description: 'The platform of the case or the enforcement. default: the platform without a name.',
    }),
  ),
  within: Type.Optional(
    Type.Enum([...SPAN_NAMES], {
      description: 'Cases opened or enforcements proposed in the last 24 hours, 7 days, 30 days or 365 days.',
    }),
  ),
}
const Filter = Type.Object(FilterQuery)
export type SearchFilter = Static<typeof Filter>

export const FILTERS = [
  'state',
  'queue',
  'language',
  'item',
  'platform',
  'within',
] as const satisfies readonly (keyof SearchFilter)[]

/** The columns by which a kind of result is filtered. */
interface Columns {
  state: Sql
  queue: Sql
  language: Sql
  item: Sql
  subject: Sql
  at: Sql
}

/** SQL condition: a result satisfies every filter. */
export function satisfies(filter: SearchFilter, columns: Columns): Sql {
  const { state, queue, language, item, platform, within } = filter
  const conditions = [
    ...(state === undefined ? [] : [sql`${columns.state} = ${state}`]),
    ...(queue === undefined ? [] : [sql`${columns.queue} = ${queue}`]),
    ...(language === undefined ? [] : [sql`lower(${columns.language}) = lower(${language})`]),
    ...(item === undefined ? [] : [sql`${columns.item} = ${item}`]),
    ...(platform === undefined ? [] : [isAtPlatform(columns.subject, platform)]),
    ...(within === undefined ? [] : [sql`${columns.at} > desk_now() - ${SPANS[within]} * interval '1 day'`]),
  ]
  return conditions.length === 0 ? sql`true` : join(conditions, ' and ')
}

/** SQL for the item type of a case. Null: none is known. */
export const itemOf = (caseId: Sql): Sql => sql`(select type from case_item where case_item.case_id = ${caseId})`
