import type { paths } from '../api/schema.gen.ts'
import { isPlatformName } from '../components/platforms.ts'

type Query = paths['/v1/search']['get']['parameters']['query']
type SearchFilter = Pick<Query, 'state' | 'queue' | 'language' | 'item' | 'platform' | 'within'>

export const KINDS = ['case', 'account', 'enforcement', 'person'] as const
export type Kind = (typeof KINDS)[number]
/** The filters of a search. Twin of the desk's `FILTERS`: a test compares them. */
export const FACETS = ['state', 'queue', 'language', 'item', 'platform', 'within'] as const
export type FacetName = (typeof FACETS)[number]
/** Twin of the desk's `SPAN_NAMES`: a test compares them. */
export const SPANS = ['day', 'week', 'month', 'year'] as const
/** The states of cases, then of enforcements. Twin of the desk's lists: a test compares them. */
export const STATES = [
  'open',
  'closed',
  'proposed',
  'awaiting_approval',
  'held',
  'releasing',
  'in_effect',
  'confirmed',
  'restoring',
  'declined',
  'stopped',
  'expired',
  'superseded',
  'failed',
  'restored',
] as const

/** The longest values that the desk accepts: the same test compares them. */
export const QUEUE_CHARS_MAX = 64
export const LANGUAGE_CHARS_MAX = 35

/** The text of a search, its filters, and the one kind of results that is shown. The address holds all of it. */
export interface SearchView extends SearchFilter {
  q?: string
  kind?: Kind
}

/** Reads a view from an address: what is unknown there is left out. */
export function readView(search: Record<string, unknown>): SearchView {
  const { q, queue, language, item, platform } = search
  const kind = KINDS.find((each) => each === search.kind)
  const state = STATES.find((each) => each === search.state)
  const within = SPANS.find((each) => each === search.within)
  return {
    ...(typeof q === 'string' && q !== '' && { q }),
    ...(kind !== undefined && { kind }),
    ...(state !== undefined && { state }),
    ...(typeof queue === 'string' && queue !== '' && { queue: queue.slice(0, QUEUE_CHARS_MAX) }),
    ...(typeof language === 'string' && language !== '' && { language: language.slice(0, LANGUAGE_CHARS_MAX) }),
    ...(typeof item === 'string' && item !== '' && { item: item.slice(0, QUEUE_CHARS_MAX) }),
    ...(typeof platform === 'string' && isPlatformName(platform) && { platform }),
    ...(within !== undefined && { within }),
  }
}

export const filterOf = ({ q: _text, kind: _kind, ...filter }: SearchView): SearchFilter => filter
export const isFiltered = (view: SearchView): boolean => Object.keys(filterOf(view)).length > 0

/** True when results of a kind are shown. Accounts and people have no state, queue, language or time to filter by. */
export function showsKind(view: SearchView, kind: Kind): boolean {
  if (view.kind !== undefined && view.kind !== kind) return false
  return !isFiltered(view) || kind === 'case' || kind === 'enforcement'
}
