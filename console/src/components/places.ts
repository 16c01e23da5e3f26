import type { Role } from '../api/role.ts'
import type { Words } from '../words/words.gen.ts'
import { rolesOfPage } from './page-roles.ts'

export type PlaceName = Exclude<keyof Words['nav'], 'search' | 'me'>
export type GroupName = keyof Words['frame']['groups']

/** A page of the sidebar, with the letter that opens it after G. */
export interface Place {
  to: string
  name: PlaceName
  letter: string
  /** The roles whose sidebar has it; left out: all that may open it. Others come to it from another page. */
  inSidebarOf?: readonly Role[]
}

/** The page on which work begins. The product's name in the sidebar leads there. */
const START: Place = { to: '/start', name: 'start', letter: 'u' }

/** The sidebar in its groups. */
export const GROUPS: readonly { name: GroupName; places: readonly Place[] }[] = [
  {
    name: 'work',
    places: [
      { to: '/queue', name: 'queue', letter: 'q' },
      { to: '/notices', name: 'notices', letter: 's', inSidebarOf: ['senior', 'lead', 'policy', 'auditor'] },
      { to: '/review', name: 'review', letter: 'r' },
      { to: '/countersign', name: 'countersign', letter: 'c' },
      { to: '/inbox', name: 'inbox', letter: 'n' },
    ],
  },
  {
    name: 'watch',
    places: [
      { to: '/live', name: 'live', letter: 'l' },
      { to: '/incidents', name: 'incidents', letter: 'i' },
      { to: '/drills', name: 'drills', letter: 'd' },
    ],
  },
  {
    name: 'act',
    places: [
      { to: '/bulk-actions', name: 'bulkActions', letter: 'b' },
      { to: '/exceptions', name: 'exceptions', letter: 'x' },
      { to: '/law', name: 'law', letter: 'w' },
    ],
  },
  {
    name: 'rules',
    places: [
      { to: '/guards', name: 'guards', letter: 'g' },
      { to: '/automation', name: 'automation', letter: 'a' },
      { to: '/changes', name: 'changes', letter: 'h' },
    ],
  },
  {
    name: 'insight',
    places: [
      { to: '/decisions', name: 'decisions', letter: 'p' },
      { to: '/insights', name: 'insights', letter: 'v' },
      { to: '/ledger', name: 'ledger', letter: 'e' },
    ],
  },
  {
    name: 'organisation',
    places: [
      { to: '/team', name: 'team', letter: 't' },
      { to: '/api-keys', name: 'apiKeys', letter: 'k' },
      { to: '/channels', name: 'channels', letter: 'm' },
      { to: '/connectors', name: 'connectors', letter: 'f' },
      { to: '/organisation', name: 'organisation', letter: 'o' },
    ],
  },
]

/** The groups with the pages in the sidebar of a person with these roles. The desk decides what the person may do there. */
export const placesOf = (roles: readonly string[]) =>
  GROUPS.map((group) => ({ ...group, places: group.places.filter((place) => isInSidebar(place, roles)) })).filter(
    ({ places }) => places.length > 0,
  )

const isShown = ({ to }: Place, roles: readonly string[]): boolean =>
  rolesOfPage(to)?.some((role) => roles.includes(role)) ?? roles.length > 0

const isInSidebar = (place: Place, roles: readonly string[]): boolean =>
  isShown(place, roles) && (place.inSidebarOf?.some((role) => roles.includes(role)) ?? true)

export const ALL_PLACES = [START, ...GROUPS.flatMap(({ places }) => places)]

/** Every page that a person with these roles may open, the first page included. */
export const listPlaces = (roles: readonly string[]): Place[] => ALL_PLACES.filter((place) => isShown(place, roles))
