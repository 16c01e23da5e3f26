import { createRoute } from '@tanstack/react-router'
import type { TeamTab } from '../team/team-page.tsx'
import { deskRoute } from './desk.tsx'
import { readWithTexts, shown } from './read-first.ts'

const TeamPage = readWithTexts(async () => (await import('../team/team-page.tsx')).TeamPage)

const TABS: readonly TeamTab[] = ['people', 'duty', 'roles', 'joining']

interface TeamSearch {
  tab?: TeamTab
  ended?: true
}

export const teamRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/team',
  validateSearch: (search): TeamSearch => {
    const tab = TABS.find((each) => each === search.tab)
    return { ...(tab !== undefined && { tab }), ...(search.ended === true && { ended: true }) }
  },
  component: shown(TeamPage, function Page() {
    const { tab, ended = false } = teamRoute.useSearch()
    const navigate = teamRoute.useNavigate()
    const change = (part: TeamSearch) => void navigate({ search: part, replace: true })
    return (
      <TeamPage
        tab={tab}
        onTab={(wanted) => change({ tab: wanted })}
        ended={ended}
        onEnded={(wanted) => change(wanted ? { ended: true } : {})}
      />
    )
  }),
})
