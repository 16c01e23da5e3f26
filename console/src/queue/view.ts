import type { paths } from '../api/schema.gen.ts'

type Query = NonNullable<paths['/v1/cases']['get']['parameters']['query']>

export const SORTS = ['priority', 'due', 'age', 'reach'] as const
export type Sort = (typeof SORTS)[number]
export const REACHES = ['1000', '10000', '100000', '1000000', '10000000'] as const
export const FLAGS = ['breached', 'escalated', 'appeal', 'returned'] as const
export type Flag = (typeof FLAGS)[number]
const TEXTS = ['queue', 'language', 'item', 'platform', 'signal', 'assignee', 'text'] as const
const CHARS_MAX = 200

/** The filters of the list, its order, and the row under the cursor. The address holds all of it. */
export interface QueueView {
  queue?: string
  language?: string
  /** The item type. */
  item?: string
  platform?: string
  category?: NonNullable<Query['category']>
  signal?: string
  assignee?: string
  text?: string
  reach?: (typeof REACHES)[number]
  flags?: Flag[]
  sort?: Sort
  /** The case under the cursor. */
  at?: string
}

/** A view without the row: what a saved view keeps, and what decides which rows are shown. */
export type QueueFilter = Omit<QueueView, 'at'>

const isOf = <Value extends string>(values: readonly Value[], value: unknown): value is Value =>
  values.some((each) => each === value)

/** Reads a view from an address or from storage: what is unknown there is left out. */
export function readView(search: Record<string, unknown>): QueueView {
  const { category, reach, flags, sort, at } = search
  const texts = TEXTS.flatMap((name) => {
    const value = search[name]
    return typeof value === 'string' && value !== '' ? [[name, value.slice(0, CHARS_MAX)]] : []
  })
  const chosen = Array.isArray(flags) ? FLAGS.filter((flag) => flags.includes(flag)) : []
  return {
    ...(Object.fromEntries(texts) as Pick<QueueView, (typeof TEXTS)[number]>),
    ...(typeof category === 'string' && { category: category as NonNullable<QueueView['category']> }),
    ...(isOf(REACHES, reach) && { reach }),
    ...(chosen.length > 0 && { flags: chosen }),
    ...(isOf(SORTS, sort) && { sort }),
    ...(typeof at === 'string' && /^case_\d{1,19}$/.test(at) && { at }),
  }
}

export const filterOf = ({ at: _at, ...filter }: QueueView): QueueFilter => filter

export const isFiltered = ({ sort: _sort, ...filter }: QueueFilter): boolean => Object.keys(filter).length > 0

/** The order of a view: appeals by the time that is left to decide them, unless the person chose another. */
export const sortOf = ({ sort, flags = [] }: Pick<QueueFilter, 'sort' | 'flags'>): Sort =>
  sort ?? (flags.includes('appeal') ? 'due' : 'priority')

/** The query of a view, in the words of the API. */
export const toQuery = ({ reach, flags = [], sort, ...same }: QueueFilter): Query => ({
  state: 'open',
  ...same,
  sort: sortOf({ flags, ...(sort !== undefined && { sort }) }),
  ...(reach !== undefined && { reachAtLeast: reach }),
  ...Object.fromEntries(flags.map((flag) => [flag, 'true'])),
})
