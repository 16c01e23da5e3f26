import { type Static, Type } from 'typebox'
import { DAY_MS } from '../../../foundation/durations.ts'
import { FILTERS, type SearchFilter, SPAN_NAMES, SPANS } from './search-filter.ts'

/** The results that are counted. */
export const COUNTED_MAX = 200
/** The highest count that is told: a higher one is told as more. */
const COUNT_MAX = 50
/** The values of one facet that are told: those with the highest counts. */
const VALUES_MAX = 20

const FACET = {
  value: Type.String({ description: 'The value of the filter. Empty for all results.' }),
  count: Type.Integer({ maximum: COUNT_MAX, description: `The number of results, up to ${COUNT_MAX}.` }),
  more: Type.Boolean({ description: 'True: at least one more result has the value.' }),
}
const facet = (description: string) => Type.Object(FACET, { description })
const facets = (description: string) => Type.Array(Type.Object(FACET), { description })

export const Facets = Type.Object(
  {
    total: facet('All results that satisfy every filter.'),
    state: facets('The states of the results.'),
    queue: facets('The queues of their cases.'),
    language: facets('The languages of their cases.'),
    item: facets('The item types of their cases.'),
    platform: facets('The platforms of the results.'),
    within: facets('The spans of time in which they began.'),
    exact: Type.Boolean({
      description: `False: only the first ${COUNTED_MAX} results were counted, so counts may be too low.`,
    }),
  },
  {
    description:
      'The values of the results that you may see, most frequent first. Each facet is counted with the other filters.',
  },
)
export type Facets = Static<typeof Facets>

/** The values of one result that are counted. */
export interface Counted {
  state: string
  queue: string | null
  language: string | null
  item: string | null
  platform: string
  at: Date
}

type FilterName = (typeof FILTERS)[number]

/** Counts the values of each facet over results that satisfy all other filters. Pure. */
export function countFacets(
  results: readonly Counted[],
  filter: SearchFilter,
  { now, exact }: { now: Date; exact: boolean },
): Facets {
  const valuesOf = (result: Counted): Record<FilterName, readonly string[]> => ({
    state: [result.state],
    queue: result.queue === null ? [] : [result.queue],
    language: result.language === null ? [] : [result.language.toLowerCase()],
    item: result.item === null ? [] : [result.item],
    platform: [result.platform],
    within: SPAN_NAMES.filter((span) => now.getTime() - result.at.getTime() < SPANS[span] * DAY_MS),
  })
  const all = results.map(valuesOf)
  const wanted = (name: FilterName) => (name === 'language' ? filter.language?.toLowerCase() : filter[name])
  const satisfying = (but?: FilterName) =>
    all.filter((values) =>
      FILTERS.every((name) => {
        const value = wanted(name)
        return name === but || value === undefined || values[name].includes(value)
      }),
    )
  const count = (name: FilterName) => toFacets(satisfying(name).flatMap((values) => values[name]))
  return {
    total: toFacet('', satisfying().length),
    state: count('state'),
    queue: count('queue'),
    language: count('language'),
    item: count('item'),
    platform: count('platform'),
    within: count('within'),
    exact,
  }
}

const toFacet = (value: string, count: number) => ({
  value,
  count: Math.min(count, COUNT_MAX),
  more: count > COUNT_MAX,
})

function toFacets(values: readonly string[]) {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
    .sort(([one, fewer], [other, more]) => more - fewer || (one < other ? -1 : 1))
    .slice(0, VALUES_MAX)
    .map(([value, count]) => toFacet(value, count))
}
