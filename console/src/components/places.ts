import type { Role } from '../api/role.ts'
import type { Words } from '../words/words.gen.ts'

export type PlaceName = Exclude<keyof Words['nav'], 'search' | 'me'>
export type GroupName = keyof Words['frame']['groups']

/** A page of the sidebar, with the roles that use it and the letter that opens it after G. */
export interface Place {
  to: string
  name: PlaceName
  roles: readonly Role[]
  letter: string
}
const REVIEWS = ['reviewer', 'senior', 'lead'] as const
const SEES = [...REVIEWS, 'policy', 'auditor'] as const
const EVERYONE = [...SEES, 'admin'] as const

/** The sidebar in its groups. The desk decides what a person may do; this only hides what their role never uses. */
export const GROUPS: readonly { name: GroupName; places: readonly Place[] }[] = [
  {
    name: 'work',
    places: [
      { to: '/queue', name: 'queue', roles: [...SEES], letter: 'q' },
      { to: '/review', name: 'review', roles: [...REVIEWS, 'policy'], letter: 'r' },
      { to: '/countersign', name: 'countersign', roles: REVIEWS, letter: 'c' },
      { to: '/inbox', name: 'inbox', roles: EVERYONE, letter: 'n' },
    ],
  },
  {
    name: 'watch',
    places: [
      { to: '/live', name: 'live', roles: SEES, letter: 'l' },
      { to: '/incidents', name: 'incidents', roles: SEES.slice(1), letter: 'i' },
      { to: '/drills', name: 'drills', roles: EVERYONE.slice(1), letter: 'd' },
    ],
  },
  {
    name: 'act',
    places: [
      { to: '/bulk-actions', name: 'bulkActions', roles: SEES, letter: 'b' },
      { to: '/exceptions', name: 'exceptions', roles: SEES.slice(1), letter: 'x' },
      { to: '/law', name: 'law', roles: SEES, letter: 'w' },
    ],
  },
  {
    name: 'rules',
    places: [
      { to: '/guards', name: 'guards', roles: ['policy', 'auditor'], letter: 'g' },
      { to: '/automation', name: 'automation', roles: SEES.slice(1), letter: 'a' },
      { to: '/changes', name: 'changes', roles: EVERYONE.slice(2), letter: 'h' },
    ],
  },
  {
    name: 'insight',
    places: [
      { to: '/decisions', name: 'decisions', roles: SEES, letter: 'p' },
      { to: '/insights', name: 'insights', roles: ['lead', 'policy', 'auditor'], letter: 'v' },
      { to: '/ledger', name: 'ledger', roles: ['lead', 'policy', 'auditor'], letter: 'e' },
    ],
  },
  {
    name: 'organisation',
    places: [
      { to: '/team', name: 'team', roles: EVERYONE, letter: 't' },
      { to: '/organisation', name: 'organisation', roles: EVERYONE.slice(2), letter: 'o' },
    ],
  },
]

/** The groups with the places that a person with these roles uses. */
export const placesOf = (roles: readonly string[]) =>
  GROUPS.map((group) => ({
    ...group,
    places: group.places.filter((place) => place.roles.some((role) => roles.includes(role))),
  })).filter(({ places }) => places.length > 0)

export const ALL_PLACES = GROUPS.flatMap(({ places }) => places)
