import type { LiveEnforcement } from '../api/shapes.ts'
import { SECTIONS, type Section, sectionOf } from './sections.ts'
import { isAtPlatform } from '../components/platforms.ts'

const ACTIONS = ['warn', 'label', 'limit', 'hide', 'remove', 'lock', 'suspend', 'deactivate'] as const
const CHARS_MAX = 100
export const REACHES = ['1000', '10000', '100000', '1000000', '10000000'] as const

/** The filters of the table. The address holds all of it. */
export interface LiveFilter {
  action?: (typeof ACTIONS)[number]
  section?: Section
  reach?: (typeof REACHES)[number]
  platform?: string
  protected?: true
  text?: string
}

const isOf = <Value extends string>(values: readonly Value[], value: unknown): value is Value =>
  values.some((each) => each === value)

/** Reads a filter from an address: an unknown value is left out. */
export function readFilter(search: Record<string, unknown>): LiveFilter {
  const { action, section, reach, platform, text } = search
  return {
    ...(isOf(ACTIONS, action) && { action }),
    ...(isOf(SECTIONS, section) && { section }),
    ...(isOf(REACHES, reach) && { reach }),
    ...(typeof platform === 'string' && platform !== '' && { platform: platform.slice(0, CHARS_MAX) }),
    ...(search.protected === true && { protected: true as const }),
    ...(typeof text === 'string' && text !== '' && { text: text.slice(0, CHARS_MAX) }),
  }
}

export const isFiltered = (filter: LiveFilter): boolean => Object.keys(filter).length > 0

/** The actions of these enforcements, the mildest first. A withheld action is none of them. */
export const actionsOf = (enforcements: readonly LiveEnforcement[]) =>
  ACTIONS.filter((action) => enforcements.some((enforcement) => enforcement.action === action))

/** True when a filter lets an enforcement through. An unknown reach counts as high. Pure. */
export function matches(filter: LiveFilter, enforcement: LiveEnforcement): boolean {
  const { action, section, reach, platform, text } = filter
  const wanted = text?.toLowerCase().replace(/^@/, '')
  return (
    (action === undefined || enforcement.action === action) &&
    (section === undefined || sectionOf(enforcement) === section) &&
    (reach === undefined || enforcement.reach === null || enforcement.reach >= Number(reach)) &&
    (platform === undefined || isAtPlatform(enforcement.subject.id, platform)) &&
    (filter.protected !== true || enforcement.protected) &&
    (wanted === undefined ||
      [enforcement.handle ?? '', enforcement.id].some((name) => name.toLowerCase().includes(wanted)))
  )
}
