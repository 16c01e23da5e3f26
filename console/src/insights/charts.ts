import type { ChartName, Insight } from '../api/shapes.ts'

export type Dimension = NonNullable<Insight['by']>

/** The dimensions by which each chart is filtered and divided. Twin of the desk's `dimensionsOf`: a test compares them. */
export const CHART_DIMENSIONS: Readonly<Record<ChartName, readonly Dimension[]>> = {
  queue: ['queue', 'language', 'platform'],
  decisions: ['queue', 'policy', 'language', 'platform'],
  qa_samples: ['queue', 'policy', 'language', 'platform'],
  overturned: ['queue', 'policy', 'language', 'platform'],
  approvals: ['queue', 'policy', 'language', 'platform'],
  holds: ['queue', 'policy', 'language', 'platform'],
  offline: ['queue', 'policy', 'language', 'platform'],
  restores: ['queue', 'policy', 'language', 'platform'],
  load: ['queue', 'language', 'platform'],
}

export const CHARTS = Object.keys(CHART_DIMENSIONS) as ChartName[]

/** The name of each filter in the address and in the API. */
export const FILTERS = { queue: 'queue', policyId: 'policy', language: 'language', platform: 'platform' } as const
export type FilterName = keyof typeof FILTERS
const FILTER_NAMES = Object.keys(FILTERS) as FilterName[]

export const LASTS = [1, 24, 168, 672, 2_208, 8_760] as const
export type Last = (typeof LASTS)[number]
export const LAST_DEFAULT: Last = 168

/** The period, filters and division of a chart. The period is the last hours, or from one day to another. */
export interface InsightView {
  last?: Last | undefined
  from?: string | undefined
  to?: string | undefined
  by?: Dimension | undefined
  /** The number that a divided chart shows of each group. */
  measure?: string | undefined
  queue?: string | undefined
  policyId?: string | undefined
  language?: string | undefined
  platform?: string | undefined
}

const DAY = /^\d{4}-\d\d-\d\d$/
const CHARS_MAX = 64

/** Reads a view from an address: what is unknown there is left out. */
export function readView(search: Record<string, unknown>): InsightView {
  const last = LASTS.find((known) => known === search.last)
  const [from, to] = [search.from, search.to].map((day) => (typeof day === 'string' && DAY.test(day) ? day : undefined))
  const by = CHART_DIMENSIONS.decisions.find((known) => known === search.by)
  const texts = [...FILTER_NAMES, 'measure'].flatMap((name) => {
    const value = search[name]
    // The router reads a text such as 7 as a number.
    const text = typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, CHARS_MAX) : ''
    return text === '' ? [] : [[name, text]]
  })
  return {
    ...(last && { last }),
    ...(from && { from }),
    ...(from && to && { to }),
    ...(by && { by }),
    ...Object.fromEntries(texts),
  }
}

/** Returns the filters that a chart has. */
export const filtersOf = (chart: ChartName): FilterName[] =>
  FILTER_NAMES.filter((name) => CHART_DIMENSIONS[chart].includes(FILTERS[name]))

export const isFiltered = (view: InsightView): boolean => FILTER_NAMES.some((name) => view[name] !== undefined)

/** Returns a view without the filters and the division that a chart doesn't have. */
export function fitTo(chart: ChartName, view: InsightView): InsightView {
  const { by, measure, queue: _queue, policyId: _policy, language: _language, platform: _platform, ...period } = view
  return {
    ...period,
    ...(by !== undefined && CHART_DIMENSIONS[chart].includes(by) && { by, ...(measure !== undefined && { measure }) }),
    ...Object.fromEntries(filtersOf(chart).flatMap((name) => (view[name] === undefined ? [] : [[name, view[name]]]))),
  }
}
