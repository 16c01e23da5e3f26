import {
  IconActivity,
  IconAdjustments,
  IconAlertTriangle,
  IconBook2,
  IconBuilding,
  IconChartBar,
  IconClipboardCheck,
  IconGitPullRequest,
  IconInbox,
  IconListDetails,
  type IconProps,
  IconReportSearch,
  IconRobot,
  IconScale,
  IconStack2,
  IconTargetArrow,
  IconUsers,
} from '@tabler/icons-react'
import type { FunctionComponent } from 'react'
import type { Role } from '../components/use-roles.ts'
import type { words } from '../words/words.ts'

export type PlaceName = Exclude<keyof typeof words.nav, 'search' | 'me'>
export type GroupName = keyof typeof words.frame.groups

/** A page of the sidebar, with the roles that use it and the letter that opens it after G. */
export interface Place {
  to: string
  name: PlaceName
  icon: FunctionComponent<IconProps>
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
      { to: '/queue', name: 'queue', icon: IconListDetails, roles: [...SEES], letter: 'q' },
      { to: '/review', name: 'review', icon: IconReportSearch, roles: [...REVIEWS, 'policy'], letter: 'r' },
      { to: '/countersign', name: 'countersign', icon: IconClipboardCheck, roles: REVIEWS, letter: 'c' },
      { to: '/inbox', name: 'inbox', icon: IconInbox, roles: EVERYONE, letter: 'n' },
    ],
  },
  {
    name: 'watch',
    places: [
      { to: '/live', name: 'live', icon: IconActivity, roles: SEES, letter: 'l' },
      { to: '/incidents', name: 'incidents', icon: IconAlertTriangle, roles: SEES.slice(1), letter: 'i' },
      { to: '/drills', name: 'drills', icon: IconTargetArrow, roles: EVERYONE.slice(1), letter: 'd' },
    ],
  },
  {
    name: 'act',
    places: [
      { to: '/bulk-actions', name: 'bulkActions', icon: IconStack2, roles: SEES, letter: 'b' },
      { to: '/law', name: 'law', icon: IconScale, roles: SEES, letter: 'w' },
    ],
  },
  {
    name: 'rules',
    places: [
      { to: '/guards', name: 'guards', icon: IconAdjustments, roles: ['policy', 'auditor'], letter: 'g' },
      { to: '/automation', name: 'automation', icon: IconRobot, roles: SEES.slice(1), letter: 'a' },
      { to: '/changes', name: 'changes', icon: IconGitPullRequest, roles: EVERYONE.slice(2), letter: 'h' },
    ],
  },
  {
    name: 'insight',
    places: [
      { to: '/insights', name: 'insights', icon: IconChartBar, roles: ['lead', 'policy', 'auditor'], letter: 'v' },
      { to: '/ledger', name: 'ledger', icon: IconBook2, roles: ['lead', 'policy', 'auditor'], letter: 'e' },
    ],
  },
  {
    name: 'organisation',
    places: [
      { to: '/team', name: 'team', icon: IconUsers, roles: EVERYONE, letter: 't' },
      { to: '/organisation', name: 'organisation', icon: IconBuilding, roles: EVERYONE.slice(2), letter: 'o' },
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
