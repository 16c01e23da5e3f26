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
  IconNews,
  type IconProps,
  IconReportSearch,
  IconRobot,
  IconScale,
  IconStack2,
  IconTargetArrow,
  IconUsers,
} from '@tabler/icons-react'
import type { FunctionComponent } from 'react'
import type { PlaceName } from './places.ts'

/** The icon of each page, beside its name in the sidebar and in lists of pages. */
export const PLACE_ICONS: Readonly<Record<PlaceName, FunctionComponent<IconProps>>> = {
  queue: IconListDetails,
  review: IconReportSearch,
  countersign: IconClipboardCheck,
  inbox: IconInbox,
  live: IconActivity,
  incidents: IconAlertTriangle,
  drills: IconTargetArrow,
  bulkActions: IconStack2,
  exceptions: IconNews,
  law: IconScale,
  guards: IconAdjustments,
  automation: IconRobot,
  changes: IconGitPullRequest,
  insights: IconChartBar,
  ledger: IconBook2,
  team: IconUsers,
  organisation: IconBuilding,
}
