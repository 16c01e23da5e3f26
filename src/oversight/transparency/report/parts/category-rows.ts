import { CATEGORY_ROWS, type CategoryRow, isUnspecified, type ReportCategory } from './categories.ts'

/** The facets by which a count belongs to a category and a sub-category. */
interface Categorised {
  facets: { category?: string; keyword?: string; policy?: string }
}

/** One row of a template by category, with the counts that belong to it. */
export interface CategoryCells<Count> {
  /** TOTAL, STATEMENT_CATEGORY_… or KEYWORD_…. */
  name: string
  /** The description of a sub-category that the templates don't name. */
  other: string
  counts: readonly Count[]
}

/** Said of what belongs to a category, but to none of its sub-categories. */
const UNRECORDED = 'No sub-category was recorded'

/** The categories that a template lists, and the one of what belongs to none of them. Null: it counts in the total alone. */
export interface Listed {
  categories: readonly ReportCategory[]
  rest: ReportCategory | null
}

/**
 * Divides counts by category in the order of the templates: everything, each category, and its sub-categories, whose counts
 * add up to it. A count without a category takes that of its policy. Pure.
 */
export function divideByCategory<Count extends Categorised>(
  counts: readonly Count[],
  listed: Listed,
  categories: ReadonlyMap<string, string>,
): CategoryCells<Count>[] {
  const rows = CATEGORY_ROWS.filter(({ category }) => listed.categories.includes(category))
  const categoryOf = ({ facets: { category, policy = '' } }: Count) =>
    rows.find((row) => row.category === (category ?? categories.get(policy)))?.category ?? listed.rest
  const byCategory = Map.groupBy(counts, categoryOf)
  return [
    { name: 'TOTAL', other: '', counts },
    ...rows.flatMap((row) => divideByKeyword(row, byCategory.get(row.category) ?? [])),
  ]
}

function divideByKeyword<Count extends Categorised>(
  { category, keywords }: CategoryRow,
  counts: readonly Count[],
): CategoryCells<Count>[] {
  const whole = { name: `STATEMENT_CATEGORY_${category}`, other: '', counts }
  if (isUnspecified(category)) return [whole]
  const names = keywords.map(([keyword]) => keyword as string)
  const byKeyword = Map.groupBy(counts, ({ facets: { keyword = '' } }) => (names.includes(keyword) ? keyword : ''))
  // A keyword of another category is a sub-category of one's own here, by its name.
  const others = Map.groupBy(byKeyword.get('') ?? [], ({ facets: { keyword } }) =>
    keyword === undefined || keyword === 'OTHER' ? UNRECORDED : keyword,
  )
  if (!others.has(UNRECORDED)) others.set(UNRECORDED, [])
  return [
    whole,
    ...names.map((keyword) => ({ name: `KEYWORD_${keyword}`, other: '', counts: byKeyword.get(keyword) ?? [] })),
    ...[...others]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([other, of]) => ({ name: 'KEYWORD_OTHER', other, counts: of })),
  ]
}

/** The categories of notices, of restrictions by law, of those by the terms, and of orders. */
const ILLEGAL = CATEGORY_ROWS.map(({ category }) => category).filter(
  (category) => category !== 'OTHER_VIOLATION_TC' && !isUnspecified(category),
)
export const LISTED = {
  illegal: { categories: ILLEGAL, rest: null },
  terms: { categories: [...ILLEGAL, 'OTHER_VIOLATION_TC'], rest: 'OTHER_VIOLATION_TC' },
  notices: { categories: [...ILLEGAL, 'NOT_SPECIFIED_NOTICE'], rest: 'NOT_SPECIFIED_NOTICE' },
  orders: { categories: [...ILLEGAL, 'NOT_SPECIFIED_ORDER'], rest: 'NOT_SPECIFIED_ORDER' },
} as const satisfies Record<string, Listed>
