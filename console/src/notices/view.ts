import type { paths } from '../api/client.ts'
import { toStartOf } from '../components/local-time.ts'
import { dayAfter } from '../components/zoned-time.ts'

type Query = NonNullable<paths['/v1/notices']['get']['parameters']['query']>

export const STATES = ['open', 'unconfirmed', 'paused', 'received', 'decided', 'answered'] as const
export type State = (typeof STATES)[number]
export const ALL = 'all'
/** Notices that a person decides, unless the reader chose others. */
const STATE_DEFAULT: State = 'open'
export const KINDS = [
  ...(['child_abuse', 'intimate_images', 'terrorism', 'threats', 'hate', 'harassment', 'scam'] as const),
  ...(['impersonation', 'unsafe_goods', 'copyright', 'privacy', 'self_harm', 'other'] as const),
] as const
export const STANDINGS = ['marked', 'paused'] as const
export const ANY = 'any'
const FLAGGER = /^(any|flagger_\d{1,19})$/
const DAY = /^\d{4}-\d{2}-\d{2}$/
const PLATFORM = /^[a-z][a-z0-9-]{0,29}$/
export const LANGUAGES = ['en', 'de', 'ar'] as const

/** The filters of the list. The address holds all of them. */
export interface NoticeView {
  /** Left out: those that are open. */
  state?: State | typeof ALL
  kind?: (typeof KINDS)[number]
  category?: NonNullable<Query['category']>
  platform?: string
  language?: (typeof LANGUAGES)[number]
  /** The id of a trusted flagger, or any. */
  flagger?: string
  sender?: (typeof STANDINGS)[number]
  late?: true
  /** The first and the last day of receipt: 2031-05-17. */
  from?: string
  to?: string
}

const isOf = <Value extends string>(values: readonly Value[], value: unknown): value is Value =>
  values.some((each) => each === value)
const isLike = (form: RegExp, value: unknown): value is string => typeof value === 'string' && form.test(value)

/** Reads a view from an address or from storage: what is unknown there is left out. */
export function readView(search: Record<string, unknown>): NoticeView {
  const { state, kind, category, platform, language, flagger, sender, late, from, to } = search
  return {
    ...(isOf([...STATES, ALL], state) && state !== STATE_DEFAULT && { state }),
    ...(isOf(KINDS, kind) && { kind }),
    ...(isLike(/^[A-Z_]{1,64}$/, category) && { category: category as NonNullable<NoticeView['category']> }),
    ...(isLike(PLATFORM, platform) && { platform }),
    ...(isOf(LANGUAGES, language) && { language }),
    ...(isLike(FLAGGER, flagger) && { flagger }),
    ...(isOf(STANDINGS, sender) && { sender }),
    ...(late === true && { late }),
    ...(isDay(from) && { from }),
    ...(isDay(to) && { to }),
  }
}

const isDay = (value: unknown): value is string => isLike(DAY, value) && !Number.isNaN(Date.parse(value))

/** True when the view shows less than all notices in its state. */
export const isFiltered = ({ state: _state, ...others }: NoticeView): boolean => Object.keys(others).length > 0

export const stateOf = ({ state = STATE_DEFAULT }: NoticeView): State | typeof ALL => state

/** The query of a view, in the words of the API. Days are those of the reader. */
export function toQuery({ state = STATE_DEFAULT, late, from, to, ...same }: NoticeView): Query {
  return {
    ...same,
    ...(state !== ALL && { state }),
    ...(late && { late: 'true' as const }),
    ...(from !== undefined && { from: toStartOf(from) }),
    ...(to !== undefined && { to: toStartOf(dayAfter(to)) }),
  }
}
