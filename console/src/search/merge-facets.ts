import type { paths } from '../api/schema.gen.ts'
import type { FacetName } from './view.ts'

type Answer = paths['/v1/search']['get']['responses'][200]['content']['application/json']
export type Facets = NonNullable<Answer['facets']>
export type Facet = Facets['state'][number]

const COUNT_MAX = 50

/** Adds the counts of one facet over several kinds of results, most frequent first, and by value among equal ones. */
export function mergeFacets(all: readonly Facets[], name: FacetName): Facet[] {
  const merged = new Map<string, Facet>()
  for (const facet of all.flatMap((facets) => facets[name])) {
    const { count, more } = merged.get(facet.value) ?? { count: 0, more: false }
    const sum = count + facet.count
    merged.set(facet.value, {
      value: facet.value,
      count: Math.min(sum, COUNT_MAX),
      more: more || facet.more || sum > COUNT_MAX,
    })
  }
  return [...merged.values()].sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1))
}
